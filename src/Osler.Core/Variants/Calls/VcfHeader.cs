using System.Globalization;
using System.Text;
using Osler.Core.Faults;
using Osler.Core.Files;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Calls;

/// <summary>The header of a VCF file: what must hold before its records are read.</summary>
internal static class VcfHeader
{
    private const int MostLines = 1_000_000;
    private static readonly string[] Columns =
    [
        "#CHROM",
        "POS",
        "ID",
        "REF",
        "ALT",
        "QUAL",
        "FILTER",
        "INFO",
    ];

    /// <summary>Reads to the line of column names.</summary>
    /// <returns>The number of columns, and the column of the sample; 0 where there is none.</returns>
    /// <exception cref="DataException">No VCF, contigs of which none is the reference, several samples where none is named, no such sample.</exception>
    public static (int Columns, int Sample) Read(ByteLines lines, ReferenceSequence reference, string? sample)
    {
        RefuseOthers(lines);
        if (!lines.Next() || !WithoutMark(lines.Line.Span).StartsWith("##fileformat=VCFv4"u8))
            throw new DataException(
                "The file does not begin with '##fileformat=VCFv4.'.",
                lines.Here,
                "Give a VCF file of version 4, with its header."
            );
        // The first contig that is not the reference, and whether any is.
        string? foreign = null;
        bool own = false;
        while (lines.Next())
        {
            if (lines.Number > MostLines)
                throw new DataException($"The header has more than {MostLines:N0} lines.", lines.Here);
            var line = lines.Line.Span;
            if (line.StartsWith("##contig=<"u8))
            {
                if (CheckContig(line, reference, lines.Here))
                    own = true;
                else
                    foreign ??= Value(line, "ID="u8);
            }
            else if (line.StartsWith("#CHROM"u8))
                return foreign is not null && !own
                    ? throw Foreign(foreign, reference, lines.Here)
                    : Samples(Encoding.UTF8.GetString(line).Split('\t'), sample, lines.Here);
            else if (!line.StartsWith("##"u8) && !line.IsEmpty)
                break;
        }
        throw new DataException(
            "The header has no line of column names (#CHROM, POS, ...) before the first record.",
            lines.Here,
            "Restore the header (bcftools view -h shows what one looks like)."
        );
    }

    /// <summary>A contig that is none of the reference's names.</summary>
    public static DataException Foreign(string contig, ReferenceSequence reference, string where) =>
        new(
            $"The contig '{contig}' is not {reference.Name} (also called {string.Join(", ", reference.OtherNames.Take(3))}).",
            where,
            $"The file is of another species or build; call variants against {reference.Name}."
        );

    private static void RefuseOthers(ByteLines lines)
    {
        var first = lines.Beginning;
        string? other =
            first.StartsWith("BCF"u8) ? "a BCF file (binary)"
            : first.StartsWith("PK"u8) ? "a zip archive"
            : first.StartsWith("BAM\x01"u8) ? "a BAM file (reads)"
            : first.StartsWith("CRAM"u8) ? "a CRAM file (reads)"
            : first.StartsWith(">"u8) ? "a FASTA file (sequence)"
            : first.StartsWith("@"u8) ? "a FASTQ or SAM file (reads)"
            : null;
        if (other is not null)
            throw new DataException(
                $"The file is {other}, not a VCF file.",
                lines.Here,
                other.StartsWith("a BCF", StringComparison.Ordinal)
                    ? "Convert it (bcftools view in.bcf > out.vcf)."
                    : "Call variants first, and give the VCF file."
            );
    }

    // UTF-8's mark of byte order, which some editors write.
    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> line) =>
        line.StartsWith("\uFEFF"u8) ? line[3..] : line;

    // Is it the reference, by a name or by its length?
    private static bool CheckContig(ReadOnlySpan<byte> line, ReferenceSequence reference, string where)
    {
        string? text = Value(line, "length="u8);
        bool asLong =
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            && length == reference.Length;
        if (Value(line, "ID="u8) is not { } name || !reference.IsNamed(name))
            return asLong;
        if (text is not null && !asLong)
            throw new DataException(
                $"The header gives '{name}' {text} bases; {reference.Name} has {reference.Length:N0}.",
                where,
                $"The file is of another build; call variants against {reference.Name}."
            );
        return true;
    }

    private static string? Value(ReadOnlySpan<byte> line, ReadOnlySpan<byte> key)
    {
        var rest = line["##contig=<".Length..];
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOfAny((byte)',', (byte)'>');
            var pair = end < 0 ? rest : rest[..end];
            if (pair.StartsWith(key))
                return ByteCells.Shown(pair[key.Length..]);
            rest = end < 0 ? [] : rest[(end + 1)..];
        }
        return null;
    }

    private static (int Columns, int Sample) Samples(string[] names, string? sample, string where)
    {
        if (names.Length < Columns.Length || !names.AsSpan(0, Columns.Length).SequenceEqual(Columns))
            throw new DataException(
                $"The columns must be {string.Join(", ", Columns)}, separated by tabs, then FORMAT and the samples.",
                where
            );
        if (names.Length == Columns.Length)
            return sample is null
                ? (names.Length, 0)
                : throw new DataException(
                    "The file tells of sites alone; it holds no samples.",
                    where,
                    "Leave the sample's name away."
                );
        if (names[Columns.Length] != "FORMAT" || names.Length == Columns.Length + 1)
            throw new DataException("Behind INFO come FORMAT and at least one sample.", where);
        var samples = names.AsSpan(Columns.Length + 1);
        var distinct = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in samples)
            if (!distinct.Add(name))
                throw new DataException("Two samples have the same name.", where);
        if (sample is null)
            return samples.Length == 1
                ? (names.Length, Columns.Length + 1)
                : throw new DataException(
                    $"The file holds {samples.Length:N0} samples where one isolate is expected.",
                    where,
                    "Name the one that is meant (--sample NAME), or split the file."
                );
        int found = samples.IndexOf(sample);
        return found >= 0
            ? (names.Length, Columns.Length + 1 + found)
            : throw new DataException(
                $"The file's {samples.Length:N0} samples do not include the one that was asked for.",
                where,
                "Its name must be spelled as in the header's last line."
            );
    }
}
