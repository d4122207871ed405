using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Annotation;

/// <summary>What a change of a gene's bases is to its protein.</summary>
internal static class ProteinChange
{
    private const int Beyond = 300;

    /// <summary>Compares the proteins before and after some changes.</summary>
    /// <param name="changes">By position, apart from each other, all within the gene.</param>
    /// <param name="gene">A coding gene.</param>
    /// <param name="reference">Where it is.</param>
    /// <returns>What is done, and its name by HGVS ("p.Ser315Thr").</returns>
    /// <remarks>Genetic code: NCBI's table 11, with ATG, GTG and TTG to begin with; the first amino acid is written Met, as it is
    /// translated.</remarks>
    public static (Effect Effect, string Name) Of(
        IReadOnlyList<Variant> changes,
        Gene gene,
        ReferenceSequence reference
    )
    {
        string before = Cut(Protein(GeneBases.Of(gene, reference, Beyond), true));
        string changed = GeneBases.Of(gene, reference, Beyond, changes);
        int gained = changes.Sum(change => change.Alt.Length - change.Ref.Length);
        string after = Cut(Protein(changed, Starts(changed)));
        int same = before.AsSpan().CommonPrefixLength(after);
        if (same == 0)
            return (Effect.StartLost, "p.Met1?");
        if (before == after)
            return (Effect.Synonymous, Unchanged(changes, gene, before));
        if (gained % 3 != 0)
            return same < after.Length && after[same] == '*' && same < before.Length
                ? (Effect.Frameshift, $"p.{Acid(before, same)}*")
                : (Effect.Frameshift, $"p.{Acid(before, Math.Min(same, before.Length - 1))}fs");
        if (same < before.Length && before[same] == '*')
            return (Effect.StopLost, $"p.Ter{same + 1}{Letters(after.Substring(same, 1))}ext*?");
        if (same < after.Length && after[same] == '*')
            return (Effect.StopGained, $"p.{Acid(before, same)}*");
        return InFrame(before, after, same, gained);
    }

    private static (Effect, string) InFrame(string before, string after, int same, int gained)
    {
        int most = Math.Min(before.Length, after.Length) - same;
        int tail = 0;
        while (tail < most && before[^(tail + 1)] == after[^(tail + 1)])
            tail++;
        string lost = before[same..(before.Length - tail)];
        string won = after[same..(after.Length - tail)];
        var effect =
            won.Contains('*', StringComparison.Ordinal) ? Effect.StopGained
            : gained == 0 ? Effect.Missense
            : won.Length == 0 ? Effect.Deletion
            : lost.Length == 0 ? Effect.Insertion
            : Effect.Replacement;
        if (lost.Length == 1 && won.Length == 1)
            return (effect, $"p.{Acid(before, same)}{Letters(won)}");
        if (lost.Length > 0)
            return (
                effect,
                $"p.{Span(before, same, same + lost.Length - 1)}del{(won.Length > 0 ? $"ins{Letters(won)}" : "")}"
            );
        bool repeats = same >= won.Length && before.AsSpan(same - won.Length, won.Length).SequenceEqual(won);
        return repeats
            ? (effect, $"p.{Span(before, same - won.Length, same - 1)}dup")
            : (effect, $"p.{Span(before, same - 1, same)}ins{Letters(won)}");
    }

    private static string Unchanged(IReadOnlyList<Variant> changes, Gene gene, string protein)
    {
        int from = changes.Min(change => Codon(change.Position));
        int to = changes.Max(change => Codon(Math.Max(change.Position, change.End)));
        return $"p.{Span(protein, Math.Min(from, to), Math.Max(from, to))}=";

        int Codon(int position) => Math.Clamp((gene.Number(position) - 1) / 3, 0, protein.Length - 1);
    }

    private static bool Starts(string bases) => bases.Length >= 3 && bases[..3] is "ATG" or "GTG" or "TTG";

    private static string Protein(string bases, bool starts)
    {
        string protein = Nucleotides.Protein(bases);
        return protein.Length == 0 ? protein
            : starts ? "M" + protein[1..]
            : "?" + protein[1..];
    }

    private static string Cut(string protein)
    {
        int stop = protein.IndexOf('*', StringComparison.Ordinal);
        return stop < 0 ? protein : protein[..(stop + 1)];
    }

    private static string Span(string protein, int from, int to) =>
        from == to ? Acid(protein, from) : $"{Acid(protein, from)}_{Acid(protein, to)}";

    private static string Acid(string protein, int index) =>
        $"{(protein[index] == '*' ? "Ter" : Nucleotides.ThreeLetters(protein[index]))}{index + 1}";

    private static string Letters(string acids) => string.Concat(acids.Select(Nucleotides.ThreeLetters));
}
