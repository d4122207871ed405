using Osler.Studies.Tuberculosis;

namespace Osler.Studies.Tests.Tuberculosis;

public sealed class IsolateSimulatorTests
{
    private static readonly ResistanceData s_data = IsolateSimulator.Draw(2000, seed: 1, least: 20);

    [Theory]
    [InlineData("SNP_CN_761155_C1349T_S450L_rpoB", "RIF")]
    [InlineData("SNP_CN_2155168_C944G_S315T_katG", "INH")]
    [InlineData("SNP_CN_4247429_A916G_M306V_embB", "EMB")]
    [InlineData("SNP_CN_781687_A128G_K43R_rpsL", "STR")]
    [InlineData("SNP_N_1473246_A1401G_rrs", "AMK")]
    public void A_cause_raises_resistance_in_the_published_direction(string variant, string drug) =>
        Assert.True(Share(variant, drug, present: true) > Share(variant, drug, present: false) + 0.3);

    [Fact]
    public void A_compensatory_mutation_goes_with_resistance_without_causing_it()
    {
        const string compensatory = "SNP_CN_764817_T1448G_V483G_rpoC";
        Assert.True(Share(compensatory, "RIF", present: true) > 0.9);
        Assert.All(
            s_data.Truth.Where(one => one.Variant == compensatory),
            one => Assert.Equal(0, one.LogOdds)
        );
    }

    [Fact]
    public void Labels_follow_the_true_probabilities()
    {
        int drug = s_data.Drugs.IndexOf("INH");
        int[] known = s_data.Known(drug, Enumerable.Range(0, s_data.Isolates));
        double expected = known.Average(i => s_data.TrueProbabilities![i * s_data.Drugs.Length + drug]);
        double found = known.Average(i => s_data.Label(i, drug));
        Assert.Equal(expected, found, 0.03);
    }

    [Fact]
    public void Some_is_unknown_and_some_not_determined_and_resistance_runs_in_lineages()
    {
        Assert.Contains(s_data.Labels, float.IsNaN);
        Assert.Contains(s_data.Variants, value => value == -1);
        int rif = s_data.Drugs.IndexOf("RIF");
        double[] byLineage =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(lineage =>
                    s_data
                        .Known(
                            rif,
                            Enumerable.Range(0, s_data.Isolates).Where(i => s_data.Lineages[i] == lineage)
                        )
                        .Average(i => s_data.Label(i, rif))
                ),
        ];
        Assert.True(byLineage.Max() - byLineage.Min() > 0.1);
    }

    [Fact]
    public void The_same_seed_draws_the_same_isolates()
    {
        Assert.Equal(
            IsolateSimulator.Draw(200, 3, 5).Fingerprint,
            IsolateSimulator.Draw(200, 3, 5).Fingerprint
        );
        Assert.NotEqual(
            IsolateSimulator.Draw(200, 3, 5).Fingerprint,
            IsolateSimulator.Draw(200, 4, 5).Fingerprint
        );
    }

    private static double Share(string variant, string drug, bool present)
    {
        int number = s_data.Drugs.IndexOf(drug);
        int at = s_data.Names.IndexOf(variant);
        return s_data
            .Known(
                number,
                Enumerable.Range(0, s_data.Isolates).Where(i => s_data.Variant(i, at) == (present ? 1 : 0))
            )
            .Average(i => s_data.Label(i, number));
    }
}
