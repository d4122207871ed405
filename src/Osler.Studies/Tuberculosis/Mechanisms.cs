using System.Collections.Immutable;

namespace Osler.Studies.Tuberculosis;

/// <summary>A mutation that selects for, or follows, resistance, as the simulator draws it.</summary>
/// <param name="Variant">Named as in the published data set.</param>
/// <param name="Share">Share of isolates under the drugs' pressure that have it.</param>
/// <param name="Effects">What it adds to the log-odds of resistance to each drug.</param>
/// <param name="Role">"cause", "rare" (pooled) or "compensatory" (follows a cause and adds nothing).</param>
internal sealed record Mechanism(
    string Variant,
    double Share,
    ImmutableArray<(string Drug, double LogOdds)> Effects,
    string Role = "cause"
)
{
    /// <summary>The variant without which this one does not occur; null where it occurs by itself.</summary>
    public string? Follows { get; init; }
}

/// <summary>What the simulator's bacteria can do, with the directions and rough sizes of published effects.</summary>
/// <remarks>
/// Directions after WHO, Catalogue of mutations in Mycobacterium tuberculosis complex and their association with drug
/// resistance, 2021 (ISBN 978-92-4-002817-3), and, for the high and low levels of katG S315T and the fabG1 promoter,
/// Vilcheze and Jacobs, Microbiol. Spectr. 2, 2014, doi:10.1128/microbiolspec.MGM2-0014-2013; compensation in rpoC: Comas
/// et al., Nat. Genet. 44, 2012, doi:10.1038/ng.1038. Sizes and shares are rounded to what teaches, not estimated.
/// </remarks>
internal static class Mechanisms
{
    public static ImmutableArray<string> Drugs => ResistanceFiles.PublishedDrugs;

    /// <summary>Groups of drugs that patients take together, in the order in which they are added.</summary>
    public static ImmutableArray<ImmutableArray<string>> Regimens { get; } =
    [
        ["INH", "STR"],
        ["RIF", "EMB"],
        ["PZA"],
        ["OFLX", "CIP", "MOXI"],
        ["KAN", "AMK", "CAP"],
    ];

    public static ImmutableArray<Mechanism> All { get; } =
    [
        new("SNP_CN_761155_C1349T_S450L_rpoB", 0.55, [("RIF", 8)]),
        new("SNP_CN_761110_A1304T_D435V_rpoB", 0.12, [("RIF", 7)]),
        new("SNP_CN_761139_C1333T_H445Y_rpoB", 0.08, [("RIF", 7)]),
        new("SNP_CN_761161_T1355C_L452P_rpoB", 0.04, [("RIF", 4)]),
        new("rpoB_C_snp", 0.12, [("RIF", 3)], "rare"),
        new("SNP_CN_764817_T1448G_V483G_rpoC", 0.25, [], "compensatory")
        {
            Follows = "SNP_CN_761155_C1349T_S450L_rpoB",
        },
        new("SNP_CN_2155168_C944G_S315T_katG", 0.6, [("INH", 8)]),
        new("SNP_P_1673425_C15T_promoter_fabG1-inhA", 0.2, [("INH", 5)]),
        new("SNP_CN_1674481_T280G_S94A_inhA", 0.03, [("INH", 4)]),
        new("katG_C_snp", 0.1, [("INH", 2)], "rare"),
        new("SNP_P_2726105_G88A_promoter_ahpC", 0.05, [], "compensatory") { Follows = "katG_C_snp" },
        new("pncA_C_snp", 0.5, [("PZA", 4)], "rare"),
        new("SNP_P_2289252_T11C_promoter_pncA", 0.08, [("PZA", 6)]),
        new("SNP_CN_2289090_TC_pncA_H51R", 0.06, [("PZA", 6)]),
        new("pncA_F_indel", 0.08, [("PZA", 5)], "rare"),
        new("SNP_CN_4247429_A916G_M306V_embB", 0.3, [("EMB", 5)]),
        new("SNP_CN_4247431_G918A_M306I_embB", 0.2, [("EMB", 4)]),
        new("SNP_CN_4247730_G1217A_G406D_embB", 0.05, [("EMB", 3)]),
        new("SNP_CN_4248003_A1490G_Q497R_embB", 0.05, [("EMB", 4)]),
        new("SNP_CN_781687_A128G_K43R_rpsL", 0.4, [("STR", 8)]),
        new("SNP_CN_781822_A263G_K88R_rpsL", 0.08, [("STR", 6)]),
        new("SNP_N_1472359_A514C_rrs", 0.12, [("STR", 4)]),
        new("gid_F_indel", 0.1, [("STR", 2.5)], "rare"),
        new("SNP_CN_7582_AG_gyrA_D94G", 0.35, [("OFLX", 7), ("CIP", 7), ("MOXI", 6)]),
        new("SNP_CN_7570_C269T_A90V_gyrA", 0.25, [("OFLX", 6), ("CIP", 6), ("MOXI", 4)]),
        new("SNP_CN_7581_GA_gyrA_D94N", 0.08, [("OFLX", 7), ("CIP", 7), ("MOXI", 6)]),
        new("gyrB_C_snp", 0.1, [("OFLX", 2), ("CIP", 2), ("MOXI", 1.5)], "rare"),
        new("SNP_N_1473246_A1401G_rrs", 0.45, [("KAN", 8), ("AMK", 8), ("CAP", 5)]),
        new("SNP_P_2715342_C10T_promoter_eis", 0.2, [("KAN", 4)]),
        new("tlyA_C_snp", 0.1, [("CAP", 3)], "rare"),
    ];
}
