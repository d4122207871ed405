using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Features;

/// <summary>
/// Names of changes in the two spellings of the WDNN data set: <c>SNP_CN_2155168_C944G_S315T_katG</c> and
/// <c>SNP_CN_2155168_CG_katG_S315T</c>.
/// </summary>
/// <remarks>
/// Chen et al., EBioMedicine 43, 2019, doi:10.1016/j.ebiom.2019.04.016. First SNP, INS or DEL; then where and what: C coding
/// with N for another amino acid, S the same, Z a stop; N in the genes of ribosomal RNA; F, I, D for a shifted frame, whole
/// codons gained or lost; P promoter; I between genes. Bases are those of the forward strand; the first number is the
/// position on the chromosome, the second that in the gene (for insertions and deletions one less on forward genes).
/// </remarks>
public static class WdnnName
{
    /// <summary>The name of a change in the longer spelling; null outside of the data set's genes and stretches.</summary>
    /// <param name="change">A change of H37Rv.</param>
    /// <remarks>A change of bases together with their number, which the data set does not know, has no name.</remarks>
    public static string? Of(Variant change)
    {
        if (change.Ref.Length > 0 && change.Alt.Length > 0 && !change.IsSubstitution)
            return null;
        if (WdnnRegions.GeneAt(change.Position) is { } gene)
            return change.IsSubstitution ? Substitution(change, gene) : Indel(change, gene);
        return WdnnRegions.RegionAt(change.Position) is { } region ? Outside(change, region) : null;
    }

    /// <summary>
    /// The name of a change in the shorter spelling; null for all but single bases within genes, for changes of bases
    /// together with their number, and outside of the data set's genes and stretches.
    /// </summary>
    /// <param name="change">A change of H37Rv.</param>
    public static string? ShortOf(Variant change)
    {
        if (!change.IsSingleBase && change.Ref.Length > 0 && change.Alt.Length > 0)
            return null;
        if (WdnnRegions.GeneAt(change.Position) is { } gene)
            return gene.Coding && change.IsSingleBase
                ? $"SNP_C{(Kind(change, gene) == 'S' ? 'S' : 'N')}_{change.Position}_{change.Ref}{change.Alt}_{gene.Name}_{Acids(change, gene)}"
                : null;
        // One lost base between genes is written twice.
        string twice = change.Ref.Length == 1 && change.Alt.Length == 0 ? change.Ref : "";
        return WdnnRegions.RegionAt(change.Position) is { } region
            ? $"{What(change)}_{Letter(region)}_{change.Position}_{change.Ref}{change.Alt}{twice}.{region.ShortEnd + 1 - change.Position}_{region.Short}"
            : null;
    }

    /// <summary>
    /// The pool of rare changes to which a change belongs: <see cref="FeatureName.PoolOf"/> of its name, without writing the
    /// name; null where it belongs to none.
    /// </summary>
    /// <param name="change">A change of H37Rv.</param>
    public static string? PoolOf(Variant change)
    {
        if (change.Ref.Length > 0 && change.Alt.Length > 0 && !change.IsSubstitution)
            return null;
        if (WdnnRegions.GeneAt(change.Position) is not { } gene)
            return WdnnRegions.RegionAt(change.Position)?.Pool(indel: !change.IsSubstitution);
        if (!FeatureName.IsPooled(gene.Name))
            return null;
        if (change.IsSubstitution)
            return !gene.Coding ? $"{gene.Name}_NF_indel"
                : Kind(change, gene) == 'S' ? null
                : $"{gene.Name}_C_snp";
        bool shifts = Math.Max(change.Ref.Length, change.Alt.Length) % 3 != 0;
        // By the parts of the name: CF; NF; CI; and CD, ND, NI, which the authors' rule takes for SNPs.
        return gene.Coding
            ? $"{gene.Name}_{(shifts ? "F_indel" : change.Ref.Length > 0 ? "C_snp" : "NF_indel")}"
            : $"{gene.Name}_{(shifts ? "NF_indel" : "C_snp")}";
    }

    private static string Substitution(Variant change, Gene gene)
    {
        string span = change.IsSingleBase ? $"{gene.Number(change.Position)}" : Numbers(change, gene);
        string bases = $"{change.Ref}{span}{change.Alt}";
        return gene.Coding
            ? $"SNP_C{Kind(change, gene)}_{change.Position}_{bases}_{Acids(change, gene)}_{gene.Name}"
            : $"SNP_N_{change.Position}_{bases}_{gene.Name}";
    }

    /// <summary>The two numbers of several bases, as the authors' program counts them: codon after codon.</summary>
    /// <remarks>
    /// Where all lies in one codon the second is counted down, and in ribosomal RNA both are those of the last codon.
    /// </remarks>
    private static string Numbers(Variant change, Gene gene)
    {
        int first = gene.Number(change.Position);
        int last = first;
        int length = 1;
        for (int position = change.Position + 1; position <= change.End; position++)
        {
            int number = gene.Number(position);
            bool another = (number - 1) / 3 != (gene.Number(position - 1) - 1) / 3;
            (last, length) = another ? (number, 1) : (last, length + 1);
        }
        return gene.Coding && last > first
            ? $"{first}-{last + length - 1}"
            : $"{(gene.Coding ? first : last)}-{last - length + 1}";
    }

    private static string Indel(Variant change, Gene gene)
    {
        bool lost = change.Ref.Length > 0;
        string bases = lost ? change.Ref : change.Alt;
        int own = gene.Number(change.Position);
        int number = gene.Reverse ? own : own - 1;
        char kind =
            bases.Length % 3 != 0 ? 'F'
            : lost ? 'D'
            : 'I';
        string head =
            $"{What(change)}_{(gene.Coding ? 'C' : 'N')}{kind}_{change.Position}_{(lost ? 'd' : 'i')}{number}{bases}";
        return gene.Coding ? $"{head}_{(own - 1) / 3 + 1}_{gene.Name}" : $"{head}_{gene.Name}";
    }

    private static string Outside(Variant change, WdnnRegion region)
    {
        int number = region.Reverse ? change.Position - region.Start + 1 : region.End + 1 - change.Position;
        if (!change.IsSubstitution)
        {
            bool lost = change.Ref.Length > 0;
            string bases = lost ? change.Ref : change.Alt;
            string count =
                !lost && bases.Length > 1 && region is { Promoter: true, Reverse: false }
                    ? $".{number}-{number - bases.Length + 1}"
                    : $"{number}";
            return $"{What(change)}_{Letter(region)}_{change.Position}_{(lost ? 'd' : 'i')}{count}{bases}_{region.Long}";
        }
        int last = region.Reverse ? number + change.Ref.Length - 1 : number - change.Ref.Length + 1;
        string span = change.IsSingleBase ? $"{number}" : $"{number}-{last}";
        return $"SNP_{Letter(region)}_{change.Position}_{change.Ref}{span}{change.Alt}_{region.Long}";
    }

    private static string What(Variant change) =>
        change.IsSubstitution ? "SNP"
        : change.Ref.Length > 0 ? "DEL"
        : "INS";

    private static char Letter(WdnnRegion region) => region.Promoter ? 'P' : 'I';

    private static char Kind(Variant change, Gene gene)
    {
        var (_, _, before, after) = Codons(change, gene);
        bool stopped = before.Contains('*', StringComparison.Ordinal);
        bool stops = after.Contains('*', StringComparison.Ordinal);
        return before == after ? 'S'
            : stopped != stops ? 'Z'
            : 'N';
    }

    private static string Acids(Variant change, Gene gene)
    {
        var (first, last, before, after) = Codons(change, gene);
        // Several codons are told in the order of the chromosome.
        return change.IsSingleBase ? $"{before}{first}{after}"
            : gene.Reverse ? $"{Turned(before)}{last}-{first}{Turned(after)}"
            : $"{before}{first}-{last}{after}";

        static string Turned(string acids) => new([.. acids.Reverse()]);
    }

    /// <summary>The codons that a substitution touches, in the direction of the gene.</summary>
    private static (int First, int Last, string Before, string After) Codons(Variant change, Gene gene)
    {
        int a = (gene.Number(change.Position) - 1) / 3;
        int b = (gene.Number(change.End) - 1) / 3;
        int first = Math.Min(a, b);
        int last = Math.Max(a, b);
        int start = gene.Position(gene.Reverse ? last * 3 + 3 : first * 3 + 1);
        string bases = H37Rv.Loci.Bases(start, (last - first + 1) * 3);
        int at = change.Position - start;
        string changed = bases
            .Remove(at, Math.Min(change.Ref.Length, bases.Length - at))
            .Insert(at, change.Alt);
        return (
            first + 1,
            last + 1,
            Nucleotides.Protein(gene.OnStrand(bases)),
            Nucleotides.Protein(gene.OnStrand(changed))
        );
    }
}
