using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Osler.Core.Faults;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Features;

/// <summary>A feature of the WDNN data set: one change, or a pool of rare ones.</summary>
/// <param name="Name">As the data set writes it.</param>
/// <param name="Change">
/// The change, at its smallest position; null for a pool, and where H37Rv itself has the alternate base.
/// </param>
/// <param name="Pool">Is it a pool, such as <c>katG_C_snp</c>?</param>
public sealed partial record FeatureName(string Name, Variant? Change, bool Pool)
{
    // The stretches and genes by which the authors pool (Chen et al. 2019, function get_gene).
    private static readonly FrozenSet<string> Pooled = (
        "ahpC alr ddl embA embB embC ethA gid gyrA gyrB inhA iniA iniB iniC kasA katG murA-rrs fabG1 ndh pncA rpoB rpsL rrl "
        + "rrs thyA tlyA gyrB-gyrA gyrA-Rv0007 iniB-iniA-iniC iniB-iniA iniC-lpqJ rpoB-rpoC fabG1-inhA rrs-rrl rrl-rrf "
        + "inhA-hemZ katG-furA kasA-kasB ahpC-ahpD dfrA-thyA alr-Rv3792 embA-embB embB-Rv3796 menG-ethA rpsA eis oxyR' acpM"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Written in the longer of the two spellings, or a pool.</summary>
    public bool IsLong { get; private init; } = true;

    /// <summary>Reads a name in either spelling, or a pool's.</summary>
    /// <param name="name">E.g. <c>SNP_CN_2155168_C944G_S315T_katG</c>, <c>INS_P_3074519_G.117_thyA</c>, <c>katG_C_snp</c>.</param>
    /// <exception cref="DataException">No such name; or bases that are not those of H37Rv there.</exception>
    public static FeatureName Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (PoolPattern().IsMatch(name))
            return new FeatureName(name, null, true);
        if (ReadChange(name) is not var (change, isLong))
            throw new DataException(
                $"'{VisibleName(name)}' is no feature's name.",
                null,
                "Names are those of the WDNN data set, e.g. SNP_CN_2155168_C944G_S315T_katG or katG_C_snp."
            );
        string there = H37Rv.Loci.Bases(change.Position, change.Ref.Length);
        // SNP_CN_4407904_GA_gid_S100F: a part of the data set was compared with another strain, which has G there.
        if (there == change.Alt && change.IsSingleBase)
            return new FeatureName(name, null, false) { IsLong = isLong };
        if (there != change.Ref)
            throw new DataException(
                $"The feature '{VisibleName(name)}' expects {change.Ref} at {change.Position:N0}; H37Rv has {there}."
            );
        return new FeatureName(name, change.LeftAligned(H37Rv.Loci), false) { IsLong = isLong };
    }

    /// <summary>
    /// The pool of rare changes to which a name belongs, by the authors' rule; null where it belongs to none (a gene
    /// without one; an amino acid that stays).
    /// </summary>
    /// <param name="name">In either spelling.</param>
    /// <remarks>
    /// The rule looks at the name's parts between '_': P or I make it non-coding; F or CF a shifted frame; CI, N or NF no
    /// shifted frame; anything else is a coding SNP. So single bases of ribosomal RNA count as
    /// <c>_NF_indel</c>, and whole codons lost as <c>_C_snp</c>. On the 3,601 isolates this gives the authors' pools bit
    /// for bit, but for those of eis and rpsA, which are 1 where these genes were not sequenced.
    /// </remarks>
    public static string? PoolOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] parts = name.Split('_');
        if (parts is [_, "CS", ..])
            return null;
        var genes = parts.Where(Pooled.Contains).ToHashSet(StringComparer.Ordinal);
        if (genes.Count == 0)
            return null;
        string gene = string.Join('-', string.Join('-', genes).Split('-').Order(StringComparer.Ordinal));
        string kind =
            Has("P") || Has("I") ? (Has("DEL") || Has("INS") ? "NC_indel" : "NC_snp")
            : Has("F") || Has("CF") ? "F_indel"
            : Has("CI") || Has("N") || Has("NF") ? "NF_indel"
            : "C_snp";
        return $"{gene}_{kind}";

        bool Has(string part) => parts.Contains(part, StringComparer.Ordinal);
    }

    /// <summary>Has this gene pools of its own?</summary>
    internal static bool IsPooled(string gene) => Pooled.Contains(gene);

    private static (Variant Change, bool IsLong)? ReadChange(string name)
    {
        if (LongSubstitution().Match(name) is { Success: true } a)
            return (Variant.Of(a.Number("at"), a.Groups["ref"].Value, a.Groups["alt"].Value), true);
        if (ShortSubstitution().Match(name) is { Success: true } b)
        {
            string pair = b.Groups["bases"].Value;
            return pair.Length % 2 == 0
                ? (Variant.Of(b.Number("at"), pair[..(pair.Length / 2)], pair[(pair.Length / 2)..]), false)
                : null;
        }
        if (Indel().Match(name) is not { Success: true } c)
            return null;
        int at = c.Number("at");
        string bases = c.Groups["bases"].Value;
        bool isLong = !ShortIndelEnd().IsMatch(name) && c.Groups["dot"].Length == 0;
        if (c.Groups["what"].Value == "INS")
            return (new Variant(at, "", bases), isLong);
        // The shorter spelling writes one lost base between genes twice.
        if (H37Rv.Loci.Bases(at, bases.Length) != bases && bases is [var one, var two] && one == two)
            bases = bases[..1];
        return (new Variant(at, bases, ""), isLong);
    }

    private static string VisibleName(string name) =>
        string.Concat(name.Take(60).Select(letter => char.IsControl(letter) ? '?' : letter));

    [GeneratedRegex(
        @"^SNP_[A-Z]+_(?<at>\d{1,8})_(?<ref>[ACGT]+)-?\d+(--?\d+)?(?<alt>[ACGT]+)_.+$",
        RegexOptions.ExplicitCapture,
        Timeout.Infinite
    )]
    private static partial Regex LongSubstitution();

    [GeneratedRegex(
        @"^SNP_[A-Z]+_(?<at>\d{1,8})_(?<bases>[ACGT]+)(\.-?\d+)?_.+$",
        RegexOptions.ExplicitCapture,
        Timeout.Infinite
    )]
    private static partial Regex ShortSubstitution();

    [GeneratedRegex(
        @"^(?<what>INS|DEL)_[A-Z]+_(?<at>\d{1,8})_([id]\.?-?\d*(--?\d+)?(?<bases>[ACGT]+)|(?<bases>[ACGT]+)(?<dot>\.)-?\d+)_.+$",
        RegexOptions.ExplicitCapture,
        Timeout.Infinite
    )]
    private static partial Regex Indel();

    [GeneratedRegex(@"^(INS|DEL)_[FN]_", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex ShortIndelEnd();

    [GeneratedRegex(
        @"^[A-Za-z0-9'-]+_(C_snp|NC_snp|NC_indel|F_indel|NF_indel)$",
        RegexOptions.ExplicitCapture,
        Timeout.Infinite
    )]
    private static partial Regex PoolPattern();
}
