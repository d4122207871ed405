using System.Text;
using Osler.Core.Faults;
using Osler.Core.Files;

namespace Osler.Core.Variants.Reference;

/// <summary>Genes in GFF3 files, plain or gzipped.</summary>
/// <remarks>
/// "Generic Feature Format Version 3", Sequence Ontology, 1.26. Read are features of the types gene, pseudogene and
/// ncRNA_gene (coding where their biotype is protein_coding or not told), and rRNA; a gene's name is its Name, its locus
/// its locus_tag, gene_id or ID.
/// </remarks>
public static class Gff3
{
    private const int LongestLine = 1 << 20;
    private const int MostGenes = 1_000_000;

    /// <summary>Reads the genes of one chromosome.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reference">The chromosome; features beyond its end are refused.</param>
    /// <exception cref="DataException">
    /// Absent, no GFF3, another contig or length, a start after its end, a strand that is none, truncated gzip.
    /// </exception>
    public static GeneMap Read(string path, ReferenceSequence reference)
    {
        using var lines = ByteLines.Open(path, LongestLine);
        return Read(lines, reference);
    }

    /// <summary>As the other, from a stream.</summary>
    /// <param name="stream">Read to its end and closed.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <param name="reference">As for the other.</param>
    /// <exception cref="DataException">As for the other.</exception>
    public static GeneMap Read(Stream stream, string where, ReferenceSequence reference)
    {
        using var lines = new ByteLines(stream, where, LongestLine);
        return Read(lines, reference);
    }

    private static GeneMap Read(ByteLines lines, ReferenceSequence reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (!lines.Next() || !lines.Line.Span.StartsWith("##gff-version"u8))
            throw new DataException(
                "The file does not begin with '##gff-version 3'.",
                lines.Here,
                "Give an annotation in GFF3."
            );
        if (!lines.Line.Span["##gff-version"u8.Length..].Trim((byte)' ').StartsWith("3"u8))
            throw new DataException("This is another version of GFF than 3.", lines.Here, "Give GFF3.");
        var genes = new List<Gene>();
        while (lines.Next())
        {
            var line = lines.Line.Span;
            if (line.StartsWith("##FASTA"u8))
                break;
            if (line.IsEmpty || line[0] == '#')
                continue;
            if (Feature(line, lines.Here, reference) is { } gene)
                genes.Add(gene);
            if (genes.Count > MostGenes)
                throw new DataException($"The file has more than {MostGenes:N0} genes.", lines.Here);
        }
        return genes.Count > 0
            ? new GeneMap(genes)
            : throw new DataException(
                "The file has no genes.",
                lines.Here,
                "Give the annotation of a whole chromosome."
            );
    }

    private static Gene? Feature(ReadOnlySpan<byte> line, string where, ReferenceSequence reference)
    {
        Span<Range> cell = stackalloc Range[10];
        int count = 0;
        foreach (var part in line.Split((byte)'\t'))
        {
            if (count < 10)
                cell[count] = part;
            count++;
        }
        if (count != 9)
            throw new DataException($"The line has {count} cells separated by tabs; 9 are needed.", where);
        string contig = Encoding.UTF8.GetString(line[cell[0]]);
        if (!reference.IsNamed(contig))
            throw new DataException(
                $"The contig '{ByteCells.Shown(line[cell[0]])}' is not {reference.Name}.",
                where,
                "The file is of another species or build."
            );
        int start = Number(line[cell[3]], where);
        int end = Number(line[cell[4]], where);
        if (start > end || end > reference.Length)
            throw new DataException(
                $"The feature from {start:N0} to {end:N0} can't be on {reference.Length:N0} bases.",
                where,
                "The file is of another species or build, or damaged."
            );
        var type = line[cell[2]];
        bool rna = type.SequenceEqual("rRNA"u8);
        if (
            !rna
            && !type.SequenceEqual("gene"u8)
            && !type.SequenceEqual("pseudogene"u8)
            && !type.SequenceEqual("ncRNA_gene"u8)
        )
            return null;
        bool reverse = line[cell[6]] switch
        {
            [(byte)'+'] => false,
            [(byte)'-'] => true,
            _ => throw new DataException("A gene's strand must be + or -.", where),
        };
        var attributes = line[cell[8]];
        string? locus =
            Attribute(attributes, "locus_tag="u8)
            ?? Attribute(attributes, "gene_id="u8)
            ?? Attribute(attributes, "ID="u8);
        string? name = Attribute(attributes, "Name="u8) ?? locus;
        if (name is null)
            return null;
        bool coding = !rna && Attribute(attributes, "biotype="u8) is null or "protein_coding";
        return new Gene(name, locus ?? name, start, end, reverse, coding, []);
    }

    private static int Number(ReadOnlySpan<byte> cell, string where) =>
        ByteCells.TryNumber(cell, out int number) && number >= 1
            ? number
            : throw new DataException(
                $"'{ByteCells.Shown(cell)}' is no position; whole numbers from 1 are needed.",
                where
            );

    private static string? Attribute(ReadOnlySpan<byte> attributes, ReadOnlySpan<byte> key)
    {
        foreach (var part in attributes.Split((byte)';'))
        {
            var pair = attributes[part].Trim((byte)' ');
            if (pair.StartsWith(key))
            {
                string text = Uri.UnescapeDataString(Encoding.UTF8.GetString(pair[key.Length..]));
                return string.Concat(text.Take(200).Where(letter => !char.IsControl(letter)));
            }
        }
        return null;
    }
}
