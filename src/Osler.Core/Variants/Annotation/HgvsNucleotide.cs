using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Annotation;

/// <summary>Names of changes by HGVS at the level of DNA.</summary>
internal static class HgvsNucleotide
{
    /// <summary>A change as a gene sees it: "c.944G&gt;C".</summary>
    public static string Of(Variant change, Gene gene, ReferenceSequence reference)
    {
        // The most 3' place is the last one in the gene's own direction.
        var placed = gene.Reverse ? change.LeftAligned(reference) : change.RightAligned(reference);
        string prefix = gene.Coding ? "c." : "n.";
        string lost = gene.OnStrand(placed.Ref);
        string gained = gene.OnStrand(placed.Alt);
        int first = gene.Reverse ? placed.End : placed.Position;
        int last = gene.Reverse ? placed.Position : placed.End;
        if (placed.IsSingleBase)
            return $"{prefix}{Number(first, gene)}{lost}>{gained}";
        if (placed.Ref.Length > 0)
            return $"{prefix}{Span(first, last, gene)}del{(gained.Length > 0 ? $"ins{gained}" : "")}";
        // An insertion lies between two bases; a repeat of what is before it is a duplication.
        int before = gene.Reverse ? placed.Position : placed.Position - 1;
        int after = gene.Reverse ? placed.Position - 1 : placed.Position;
        int repeat = gene.Reverse ? before + gained.Length - 1 : before - gained.Length + 1;
        string there = gene.OnStrand(reference.Bases(Math.Min(before, repeat), gained.Length));
        return there == gained
            ? $"{prefix}{Span(repeat, before, gene)}dup"
            : $"{prefix}{Number(before, gene)}_{Number(after, gene)}ins{gained}";
    }

    /// <summary>A change between genes: "g.1471659C&gt;T".</summary>
    public static string Of(Variant change, ReferenceSequence reference)
    {
        var placed = change.RightAligned(reference);
        string span = placed.Ref.Length == 1 ? $"{placed.Position}" : $"{placed.Position}_{placed.End}";
        return placed.IsSingleBase ? $"g.{placed.Position}{placed.Ref}>{placed.Alt}"
            : placed.Ref.Length == 0 ? $"g.{placed.Position - 1}_{placed.Position}ins{placed.Alt}"
            : placed.Alt.Length == 0 ? $"g.{span}del"
            : $"g.{span}delins{placed.Alt}";
    }

    private static string Span(int first, int last, Gene gene) =>
        first == last ? Number(first, gene) : $"{Number(first, gene)}_{Number(last, gene)}";

    private static string Number(int position, Gene gene)
    {
        int number = gene.Number(position);
        return number > gene.Length ? $"*{number - gene.Length}" : $"{number}";
    }
}
