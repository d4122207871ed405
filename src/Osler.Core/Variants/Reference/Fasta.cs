using System.Text;
using Osler.Core.Faults;
using Osler.Core.Files;

namespace Osler.Core.Variants.Reference;

/// <summary>One sequence of a FASTA file.</summary>
/// <param name="Name">The first word behind '&gt;'.</param>
/// <param name="Bases">Capitals: A, C, G, T, and N for every other letter of IUPAC's code. Gaps ('-') stay.</param>
public sealed record FastaRecord(string Name, string Bases);

/// <summary>Sequences in FASTA files, plain or gzipped: a line with '&gt;' and a name, then lines of bases.</summary>
/// <remarks>Letters: IUPAC-IUB, Biochemistry 9(20), 1970; small letters (masked bases) count as capitals, U as T.</remarks>
public static class Fasta
{
    private const int LongestLine = 1 << 26;

    /// <summary>Reads the sequences one after another.</summary>
    /// <param name="path">The file.</param>
    /// <param name="longest">The longest sequence that is taken, in bases.</param>
    /// <exception cref="DataException">
    /// Absent, no FASTA, a letter that is no base (a protein's, say), a sequence without bases or without a name, two of
    /// one name, too long, truncated gzip.
    /// </exception>
    public static IEnumerable<FastaRecord> Read(string path, int longest = 50_000_000)
    {
        using var lines = ByteLines.Open(path, Math.Min(LongestLine, longest + 2));
        foreach (var record in Read(lines, path, longest))
            yield return record;
    }

    /// <summary>Reads the sequences of a stream, plain or gzipped, one after another.</summary>
    /// <param name="stream">Read to its end and closed.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <param name="longest">As for the other.</param>
    /// <exception cref="DataException">As for the other.</exception>
    public static IEnumerable<FastaRecord> Read(Stream stream, string where, int longest = 50_000_000)
    {
        using var lines = new ByteLines(stream, where, Math.Min(LongestLine, longest + 2));
        foreach (var record in Read(lines, where, longest))
            yield return record;
    }

    private static IEnumerable<FastaRecord> Read(ByteLines lines, string where, int longest)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        string? name = null;
        var bases = new StringBuilder();
        while (lines.Next())
        {
            if (lines.Line.IsEmpty)
                continue;
            if (lines.Line.Span[0] == '>')
            {
                if (name is not null)
                    yield return Done(name, bases, where);
                name = NameOf(lines);
                if (!names.Add(name))
                    throw new DataException("Two sequences have the same name.", lines.Here);
                if (names.Count > 1_000_000)
                    throw new DataException("There are more than a million sequences.", lines.Here);
                bases.Clear();
                continue;
            }
            if (name is null)
                throw new DataException(
                    "A FASTA file begins with '>' and a name; this one does not.",
                    lines.Here,
                    "Give a FASTA file."
                );
            Append(bases, lines);
            if (bases.Length > longest)
                throw new DataException($"The sequence has more than {longest:N0} bases.", lines.Here);
        }
        if (name is null)
            throw new DataException("The file holds no sequence.", where, "Give a FASTA file.");
        yield return Done(name, bases, where);
    }

    private static string NameOf(ByteLines lines)
    {
        var line = lines.Line.Span[1..];
        int end = line.IndexOfAny((byte)' ', (byte)'\t');
        string name = Encoding.UTF8.GetString(end < 0 ? line : line[..end]);
        return name.Length is > 0 and <= 200 && !name.Any(char.IsControl)
            ? name
            : throw new DataException("A sequence needs a name of 1 to 200 letters behind '>'.", lines.Here);
    }

    private static FastaRecord Done(string name, StringBuilder bases, string where) =>
        bases.Length > 0
            ? new FastaRecord(name, bases.ToString())
            : throw new DataException($"The sequence '{name}' has no bases.", where);

    private static void Append(StringBuilder bases, ByteLines lines)
    {
        foreach (byte letter in lines.Line.Span)
        {
            if (letter is (byte)' ' or (byte)'\t')
                continue;
            char kept = (char)letter switch
            {
                '-' => '-',
                'U' or 'u' => 'T',
                var other => Nucleotides.Read(other),
            };
            if (kept == '\0')
                throw new DataException(
                    letter is > 32 and < 127
                        ? $"'{(char)letter}' stands for no base."
                        : $"The byte 0x{letter:X2} stands for no base.",
                    lines.Here,
                    "A sequence of nucleotides is needed, not of amino acids."
                );
            bases.Append(kept);
        }
    }
}
