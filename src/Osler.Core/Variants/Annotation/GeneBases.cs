using System.Text;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Annotation;

/// <summary>A gene's bases in its own direction, as they are or changed.</summary>
internal static class GeneBases
{
    /// <summary>The bases of a gene and some behind it.</summary>
    /// <param name="gene">The gene.</param>
    /// <param name="reference">Where it is.</param>
    /// <param name="beyond">So many bases behind its end.</param>
    /// <param name="changes">By position, apart from each other, within the gene.</param>
    public static string Of(
        Gene gene,
        ReferenceSequence reference,
        int beyond = 0,
        IReadOnlyList<Variant>? changes = null
    )
    {
        int start = gene.Reverse ? gene.Start - beyond : gene.Start;
        int end = gene.Reverse ? gene.End : gene.End + beyond;
        var bases = new StringBuilder(reference.Bases(start, end - start + 1));
        for (int i = (changes?.Count ?? 0) - 1; i >= 0; i--)
        {
            var change = changes![i];
            bases
                .Remove(change.Position - start, change.Ref.Length)
                .Insert(change.Position - start, change.Alt);
        }
        return gene.OnStrand(bases.ToString());
    }
}
