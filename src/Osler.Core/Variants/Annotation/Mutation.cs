using System.Collections.Immutable;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Annotation;

/// <summary>What one or more changes (a codon's, joined) are to one gene.</summary>
public sealed record Mutation
{
    /// <summary>The changes, by position; several where they share codons and lie on one molecule.</summary>
    public required ImmutableArray<Call> Calls { get; init; }

    /// <summary>The gene that has it, or before which it lies; null between genes.</summary>
    public required Gene? Gene { get; init; }

    /// <summary>What it does.</summary>
    public required Effect Effect { get; init; }

    /// <summary>
    /// HGVS at the level of DNA: <c>c.944G&gt;C</c>, <c>c.-15C&gt;T</c>, <c>n.1401A&gt;G</c>, <c>c.102del</c>; between genes
    /// <c>g.</c> and the position.
    /// </summary>
    /// <remarks>den Dunnen et al., Hum. Mutat. 37(6), 2016, doi:10.1002/humu.22981; insertions and deletions at their most 3' place.</remarks>
    public required string Nucleotide { get; init; }

    /// <summary>HGVS at the level of the protein: <c>p.Ser315Thr</c>; null where no protein is changed.</summary>
    public required string? Protein { get; init; }

    /// <summary>
    /// The WHO catalogue's words (GARC1), without the gene: <c>S315T</c>, <c>c-15t</c>, <c>1301_del_gac</c>; several where
    /// several codons or bases are changed.
    /// </summary>
    public required ImmutableArray<string> GarcParts { get; init; }

    /// <summary>The gene's name and the change: <c>katG_p.Ser315Thr</c>, <c>fabG1_c.-15C&gt;T</c>.</summary>
    public string Hgvs => $"{Gene?.Name ?? "NC_000962.3"}_{Protein ?? Nucleotide}";

    /// <summary>In GARC1: <c>katG@S315T</c>; several parts joined by '&amp;'; empty between genes.</summary>
    public string Garc =>
        Gene is null ? "" : string.Join('&', GarcParts.Select(part => $"{Gene.Name}@{part}"));

    /// <summary>Is any of the changes called beside another allele?</summary>
    public bool Mixed => Calls.Any(call => call.Mixed);
}
