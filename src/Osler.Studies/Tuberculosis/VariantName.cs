using System.Globalization;
using System.Text.RegularExpressions;

namespace Osler.Studies.Tuberculosis;

/// <summary>A variant's name in the convention of the published data set, taken apart.</summary>
/// <remarks>
/// <c>SNP_CN_2155168_C944G_S315T_katG</c> and <c>SNP_CN_2155167_GT_katG_S315R</c> (coding, changes an amino acid),
/// <c>SNP_P_1673425_C15T_promoter_fabG1-inhA</c>, <c>SNP_P_2726141_CA.52_ahpC</c> (so many bases before the gene),
/// <c>SNP_N_1473246_A1401G_rrs</c> (no protein), <c>SNP_I_...</c> (between genes), <c>INS_...</c>, <c>DEL_...</c>; and
/// pooled rare variants, <c>katG_C_snp</c>: gene, coding (C) or not (NC) for substitutions, frame-shifting (F) or not
/// (NF), or outside genes (NC) for insertions and deletions. This is for words, and takes any name that is written so;
/// which change of H37Rv a name means, <see cref="Core.Variants.Features.FeatureName"/> reads, and refuses what is none.
/// </remarks>
/// <param name="Gene">Gene or, of promoters and pooled variants, genes: <c>katG</c>, <c>fabG1-inhA</c>.</param>
/// <param name="Protein">The amino acids' change, <c>S315T</c>; null where there is none.</param>
/// <param name="Nucleotide">The change as written, <c>C944G</c>; of pooled variants what they are, in words.</param>
/// <param name="Pooled">Whether it stands for all rare variants of its gene and kind.</param>
internal sealed partial record VariantName(string Gene, string? Protein, string Nucleotide, bool Pooled)
{
    /// <summary>Whether it lies in a promoter or between genes.</summary>
    public bool Upstream { get; private init; }

    /// <summary>The name in a reader's words: <c>katG S315T</c>, <c>fabG1-inhA promoter C15T</c>, <c>katG, any rare coding SNP</c>.</summary>
    public string Shown =>
        Pooled ? $"{Gene}, rare {Nucleotide}"
        : Protein is not null ? $"{Gene} {Protein}"
        : Upstream ? $"{Gene} upstream {Nucleotide}"
        : $"{Gene} {Nucleotide}";

    /// <summary>Takes a name apart; null where it is none of the convention's.</summary>
    public static VariantName? Parse(string text)
    {
        if (Rare().Match(text) is { Success: true } pooled)
            return new VariantName(
                pooled.Groups["gene"].Value,
                null,
                (pooled.Groups["kind"].Value, pooled.Groups["what"].Value) switch
                {
                    ("C", _) => "coding substitutions",
                    ("NC", "snp") => "non-coding substitutions",
                    ("NC", _) => "insertions and deletions outside genes",
                    ("F", _) => "frame shifts",
                    _ => "insertions and deletions in frame",
                },
                Pooled: true
            );
        string[] parts = text.Split('_');
        if (
            parts.Length < 4
            || parts[0] is not ("SNP" or "INS" or "DEL")
            || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out long _)
        )
            return null;
        string[] rest = parts[4..];
        bool upstream = parts[1] is "P" or "I" or "PI" or "CI" or "NI";
        // What is written beside an insertion or a deletion is where it lies, not what it makes of the protein.
        string? protein = parts[0] == "SNP" ? rest.FirstOrDefault(part => AminoAcids().IsMatch(part)) : null;
        string gene =
            rest.LastOrDefault(part =>
                !AminoAcids().IsMatch(part)
                && part is not ("promoter" or "inter")
                && part.Any(char.IsAsciiLetterLower)
            ) ?? rest.LastOrDefault("");
        return gene.Length == 0
            ? null
            : new VariantName(gene, protein, parts[3], Pooled: false) { Upstream = upstream };
    }

    [GeneratedRegex(
        "^(?<gene>[^_]+(_[^_]+)?)_(?<kind>C|NC|F|NF)_(?<what>snp|indel)$",
        RegexOptions.ExplicitCapture,
        Timeout.Infinite
    )]
    private static partial Regex Rare();

    [GeneratedRegex(
        "^[A-Z]{1,4}[0-9]+(-[0-9]+)?[A-Z*]{1,4}$",
        RegexOptions.ExplicitCapture,
        Timeout.Infinite
    )]
    private static partial Regex AminoAcids();
}
