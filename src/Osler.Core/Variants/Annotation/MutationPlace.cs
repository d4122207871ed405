namespace Osler.Core.Variants.Annotation;

/// <summary>Where a mutation lies and what it is, for a reader's table.</summary>
/// <param name="Hgvs">Gene and change: <c>katG_p.Ser315Thr</c>.</param>
/// <param name="Locus">The gene that has it, or before which it lies; null between genes.</param>
/// <param name="InLocus">
/// The first changed base counted in the gene's own direction from 1, negative before it; null between genes.
/// </param>
/// <param name="Position">On H37Rv, from 1.</param>
/// <param name="Nucleotide">By HGVS at the level of DNA: <c>c.944G&gt;C</c>.</param>
/// <param name="Protein">By HGVS at the level of the protein: <c>p.Ser315Thr</c>; null where no protein is changed.</param>
public sealed record MutationPlace(
    string Hgvs,
    string? Locus,
    int? InLocus,
    int Position,
    string Nucleotide,
    string? Protein
)
{
    /// <summary>The place of a mutation.</summary>
    /// <param name="mutation">Named by the <see cref="Annotator"/>.</param>
    public static MutationPlace Of(Mutation mutation)
    {
        ArgumentNullException.ThrowIfNull(mutation);
        var (first, last) = (mutation.Calls[0].Variant.Position, mutation.Calls[^1].Variant.End);
        return new(
            mutation.Hgvs,
            mutation.Gene?.Name,
            mutation.Gene is { } gene ? gene.Number(gene.Reverse ? Math.Max(first, last) : first) : null,
            first,
            mutation.Nucleotide,
            mutation.Protein
        );
    }
}
