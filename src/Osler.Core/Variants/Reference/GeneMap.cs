namespace Osler.Core.Variants.Reference;

/// <summary>The genes of a chromosome by place and by name.</summary>
public sealed class GeneMap
{
    /// <summary>How far before its first base a gene's promoter is sought, in bases.</summary>
    public const int Promoter = 1000;

    private readonly Dictionary<string, Gene> _byName = new(StringComparer.Ordinal);

    /// <param name="genes">In any order; a name that comes twice means the first.</param>
    public GeneMap(IEnumerable<Gene> genes)
    {
        Genes = [.. genes.OrderBy(gene => gene.Start).ThenBy(gene => gene.End)];
        foreach (var gene in Genes)
        foreach (string name in (string[])[gene.Name, gene.Locus, .. gene.OtherNames])
            _byName.TryAdd(name, gene);
    }

    /// <summary>
    /// These genes and another map's. Where both have a gene at a place (stretches that overlap on the same strand), the other
    /// map's alone is kept: catalogues go by its names.
    /// </summary>
    /// <param name="preferred">The other map.</param>
    public GeneMap With(GeneMap preferred)
    {
        ArgumentNullException.ThrowIfNull(preferred);
        return new GeneMap(
            Genes
                .Where(gene =>
                    !preferred.Within(gene.Start, gene.End).Any(other => other.Reverse == gene.Reverse)
                )
                .Concat(preferred.Genes)
        );
    }

    /// <summary>By their starts.</summary>
    public IReadOnlyList<Gene> Genes { get; }

    /// <summary>The gene of that name, locus or other name; null where none is.</summary>
    /// <param name="name">E.g. <c>katG</c>, <c>Rv1908c</c>, <c>mmpR5</c>.</param>
    public Gene? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The genes that contain any base from start to end; genes may overlap.</summary>
    /// <param name="start">From 1.</param>
    /// <param name="end">Included.</param>
    public IEnumerable<Gene> Within(int start, int end) =>
        Genes.Where(gene => gene.Start <= end && gene.End >= start);

    /// <summary>
    /// The genes of whose promoter a position may be part: on each strand the next one that begins within
    /// <see cref="Promoter"/> bases.
    /// </summary>
    /// <param name="position">From 1, outside of genes.</param>
    public IEnumerable<Gene> Downstream(int position)
    {
        var forward = Genes
            .Where(gene => !gene.Reverse && gene.Start > position && gene.Start - position <= Promoter)
            .MinBy(gene => gene.Start);
        var reverse = Genes
            .Where(gene => gene.Reverse && gene.End < position && position - gene.End <= Promoter)
            .MaxBy(gene => gene.End);
        return new[] { forward, reverse }.OfType<Gene>();
    }
}
