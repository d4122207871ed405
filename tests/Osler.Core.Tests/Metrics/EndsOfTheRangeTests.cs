using Osler.Core.Intervals;
using Osler.Core.Metrics;

namespace Osler.Core.Tests.Metrics;

/// <summary>Measures that stand at 0 or 1: every resample says the same, which is no certainty.</summary>
public sealed class EndsOfTheRangeTests
{
    // Eight patients, two cases each, ranked without a mistake: four with the outcome in both cases.
    private static readonly double[] s_scores = [.. Enumerable.Range(0, 16).Select(i => i < 8 ? 0.1 : 0.9)];
    private static readonly bool[] s_outcomes = [.. Enumerable.Range(0, 16).Select(i => i >= 8)];
    private static readonly ulong[] s_patients = [.. Enumerable.Range(0, 16).Select(i => (ulong)(i / 2))];

    private static Estimate Judge(string name, double[] scores, bool[] outcomes, ulong[] patients) =>
        BinaryJudge
            .Judge(
                "mi",
                "test",
                "network",
                scores,
                outcomes,
                patients,
                [OperatingPoints.Fixed(0.5)],
                draws: 200
            )
            .Single(measure => measure.Name == name)
            .Estimate;

    [Fact]
    public void A_limit_at_an_end_is_Wilsons_and_one_sided()
    {
        var none = Wilson.AtEnd(0, 20);
        Assert.Equal((0, 0), (none.Value, none.Low));
        // z² / (n + z²), the score interval's limit for none of n.
        double z2 = 1.959963984540054 * 1.959963984540054;
        Assert.Equal(z2 / (20 + z2), none.High!.Value, 1e-12);
        var all = Wilson.AtEnd(1, 20);
        Assert.Equal((1, 1), (all.Value, all.High));
        Assert.Equal(1 - none.High.Value, all.Low!.Value, 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => Wilson.AtEnd(0.5, 20));
    }

    [Fact]
    public void F1_of_1_has_the_limit_of_the_proportion_that_it_is_made_of()
    {
        var f1 = Judge("f1", s_scores, s_outcomes, []);
        // Of eight cases with the outcome or called positive, all are both.
        double j = Wilson.AtEnd(1, 8).Low!.Value;
        Assert.Equal((1, 1), (f1.Value, f1.High));
        Assert.Equal(2 * j / (1 + j), f1.Low!.Value, 1e-12);
    }

    [Fact]
    public void F1_of_0_has_an_upper_limit()
    {
        double[] turned = [.. s_scores.Select(score => 1 - score)];
        var f1 = Judge("f1", turned, s_outcomes, []);
        double j = Wilson.AtEnd(0, 16).High!.Value;
        Assert.Equal((0, 0), (f1.Value, f1.Low));
        Assert.Equal(2 * j / (1 + j), f1.High!.Value, 1e-12);
    }

    [Fact]
    public void F1s_limit_at_1_holds_for_the_least_proportion_that_gives_1_by_chance()
    {
        // A true J at the limit gives F1 = 1 in all of eight cases with a chance of 0.2 to 5 %, no more.
        var f1 = Judge("f1", s_scores, s_outcomes, []);
        double j = f1.Low!.Value / (2 - f1.Low.Value);
        Assert.InRange(Math.Pow(j, 8), 0.002, 0.05);
    }

    [Theory]
    [InlineData("accuracy", 8)]
    [InlineData("sensitivity", 4)]
    [InlineData("specificity", 4)]
    [InlineData("ppv", 4)]
    [InlineData("npv", 4)]
    [InlineData("average_precision", 4)]
    [InlineData("auroc", 4)]
    public void Trials_are_patients_not_their_cases(string name, int patients)
    {
        var estimate = Judge(name, s_scores, s_outcomes, s_patients);
        if (name == "auroc")
            // DeLong's departure counts cases of the smaller class.
            patients = 8;
        Assert.Equal(Wilson.AtEnd(1, patients), estimate);
    }

    [Fact]
    public void Balanced_accuracy_at_an_end_adds_the_limits_of_both_shares()
    {
        var repeated = Judge("balanced_accuracy", s_scores, s_outcomes, s_patients);
        double below = 1 - Wilson.AtEnd(1, 4).Low!.Value;
        Assert.Equal(1 - (Math.Sqrt(2 * below * below) / 2), repeated.Low!.Value, 1e-12);
        // Everybody called: one half in every resample, and yet not known to be one half.
        double[] high = [.. s_scores.Select(_ => 0.9)];
        var everybody = Judge("balanced_accuracy", high, s_outcomes, []);
        Assert.Equal(0.5, everybody.Value);
        Assert.True(everybody.Low < 0.5 && everybody.High > 0.5);
    }

    [Fact]
    public void Perfect_probabilities_have_a_Brier_score_that_may_be_more()
    {
        double[] certain = [.. s_outcomes.Select(outcome => outcome ? 1.0 : 0.0)];
        Assert.Equal(Wilson.AtEnd(0, 16), Judge("brier", certain, s_outcomes, []));
        Assert.Equal(Wilson.AtEnd(0, 8), Judge("brier", certain, s_outcomes, s_patients));
        var loss = Judge("log_loss", certain, s_outcomes, []);
        Assert.Equal(0, loss.Value!.Value, 1e-12);
        Assert.Equal((null, null), (loss.Low, loss.High));
    }

    [Fact]
    public void One_patient_gives_no_interval_by_drawing_patients()
    {
        bool[] outcomes = [true, false, true, false];
        var brier = Judge("brier", [0.9, 0.2, 0.4, 0.6], outcomes, [7, 7, 7, 7]);
        Assert.NotNull(brier.Value);
        Assert.Equal((null, null), (brier.Low, brier.High));
    }

    [Fact]
    public void Classes_told_apart_without_a_mistake_keep_a_lower_limit()
    {
        double[] probabilities = [.. Enumerable.Range(0, 12).SelectMany(i => Row(i % 3))];
        int[] labels = [.. Enumerable.Range(0, 12).Select(i => i % 3)];
        var measures = MultiClassJudge.Judge(
            "grade",
            ["a", "b", "c"],
            "test",
            "network",
            probabilities,
            labels,
            draws: 200
        );
        foreach (string name in (string[])["balanced_accuracy", "f1"])
            Assert.Equal(
                Wilson.AtEnd(1, 4),
                measures.Single(m => m.Name == name && m.Outcome == "grade").Estimate
            );

        static double[] Row(int right) => [.. Enumerable.Range(0, 3).Select(c => c == right ? 0.8 : 0.1)];
    }

    [Fact]
    public void Folds_ranked_without_a_mistake_keep_a_lower_limit()
    {
        int[] folds = [.. Enumerable.Range(0, 16).Select(i => i % 3)];
        Assert.Equal(
            Wilson.AtEnd(1, 8),
            CrossValidated.AveragePrecision(s_scores, s_outcomes, folds, draws: 200)
        );
    }

    [Fact]
    public void Full_agreement_of_two_graders_is_not_known_to_be_full()
    {
        int[] grades = [0, 1, 2, 0, 1, 2, 0, 1];
        var kappa = WeightedKappa.Of(grades, grades, 3, KappaWeights.None);
        double disagreement = Wilson.AtEnd(0, 8).High!.Value;
        double chance = ((3.0 * 3) + (3 * 3) + (2 * 2)) / 64;
        Assert.Equal((1, 1), (kappa.Value, kappa.High));
        Assert.Equal(1 - (disagreement / (1 - chance)), kappa.Low!.Value, 1e-12);
    }
}
