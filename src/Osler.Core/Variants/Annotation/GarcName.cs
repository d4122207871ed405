using System.Collections.Immutable;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Annotation;

/// <summary>
/// Names of changes in GARC1, the grammar of the WHO catalogue's machine-readable form (Hunt et al., Wellcome Open Res. 4,
/// 2019, doi:10.12688/wellcomeopenres.15603.1): the bases in small letters on the gene's strand, amino acids in capitals,
/// '!' for stop.
/// </summary>
internal static class GarcName
{
    /// <summary>The parts of a change of bases for as many others.</summary>
    /// <param name="changes">By position.</param>
    /// <param name="gene">The gene that has them or before which they lie.</param>
    /// <param name="reference">Where it is.</param>
    /// <remarks>A codon whose amino acid stays is named by it and by its bases, as the catalogue does.</remarks>
    public static ImmutableArray<string> OfSubstitutions(
        IReadOnlyList<Variant> changes,
        Gene gene,
        ReferenceSequence reference
    )
    {
        var altered = new SortedDictionary<int, char>();
        foreach (var change in changes)
            for (int i = 0; i < change.Ref.Length; i++)
                if (change.Ref[i] != change.Alt[i])
                    altered[gene.Number(change.Position + i)] = gene.Reverse
                        ? Nucleotides.Complement(change.Alt[i])
                        : change.Alt[i];
        var parts = ImmutableArray.CreateBuilder<string>();
        foreach (var codon in altered.GroupBy(pair => InCodon(pair.Key) ? (pair.Key - 1) / 3 : -1))
        {
            if (codon.Key < 0)
            {
                parts.AddRange(codon.Select(Base));
                continue;
            }
            var before = new char[3];
            var after = new char[3];
            for (int i = 0; i < 3; i++)
            {
                before[i] = gene.BaseAt(codon.Key * 3 + 1 + i, reference);
                after[i] = altered.TryGetValue(codon.Key * 3 + 1 + i, out char other) ? other : before[i];
            }
            char acid = Letter(Nucleotides.Translate(before));
            char now = Letter(Nucleotides.Translate(after));
            parts.Add($"{acid}{codon.Key + 1}{now}");
            if (acid == now)
                parts.AddRange(codon.Select(Base));
        }
        return parts.ToImmutable();

        bool InCodon(int number) => gene.Coding && number >= 1 && number <= gene.Length;
        string Base(KeyValuePair<int, char> pair) =>
            $"{char.ToLowerInvariant(gene.BaseAt(pair.Key, reference))}{pair.Key}{char.ToLowerInvariant(pair.Value)}";
    }

    /// <summary>The part of an insertion, a deletion, or both at one place: <c>1301_del_gac</c>.</summary>
    /// <remarks>
    /// The number is that of the base before the change on a forward gene, as the WHO catalogue of 2021 counts, and that
    /// of the first base lost on a reverse one; the change at its smallest position on the chromosome.
    /// </remarks>
    public static ImmutableArray<string> OfIndel(Variant change, Gene gene, ReferenceSequence reference)
    {
        var placed = change.LeftAligned(reference);
        string lost = gene.OnStrand(placed.Ref).ToLowerInvariant();
        string gained = gene.OnStrand(placed.Alt).ToLowerInvariant();
        int at = gene.Reverse
            ? gene.Number(placed.Ref.Length > 0 ? placed.End : placed.Position - 1)
            : gene.Number(placed.Position - 1);
        if (gained.Length == 0)
            return [$"{at}_del_{lost}"];
        if (lost.Length == 0)
            return [$"{at}_ins_{gained}"];
        return [$"{at}_del_{lost}", $"{at}_ins_{gained}"];
    }

    private static char Letter(char acid) => acid == '*' ? '!' : acid;
}
