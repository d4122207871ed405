using Osler.Core.Metrics;

namespace Osler.Core.Tests.Metrics;

public sealed class OperatingPointsTests
{
    private static double Sensitivity(Cohort cohort, double threshold) =>
        ConfusionCounts.At(cohort.Scores, cohort.Outcomes, threshold).Sensitivity.Value!.Value;

    private static double Specificity(Cohort cohort, double threshold) =>
        ConfusionCounts.At(cohort.Scores, cohort.Outcomes, threshold).Specificity.Value!.Value;

    // Every cut that could matter: each score, and one above all.
    private static IEnumerable<double> Cuts(Cohort cohort) => cohort.Scores.Distinct().Append(1.1);

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Youdens_point_is_the_best_of_every_cut(int seed)
    {
        var cohort = Cohort.Draw(seed, 150, ties: seed > 1);
        double best = Cuts(cohort).Max(cut => Sensitivity(cohort, cut) + Specificity(cohort, cut));
        double chosen = OperatingPoints.Youden(cohort.Scores, cohort.Outcomes)!.Threshold;
        Assert.Equal(best, Sensitivity(cohort, chosen) + Specificity(cohort, chosen), 1e-12);
    }

    [Theory, InlineData(1, 0.9), InlineData(2, 0.95), InlineData(3, 1), InlineData(4, 0.01)]
    public void Sensitivitys_point_is_the_most_specific_that_reaches_it(int seed, double sensitivity)
    {
        var cohort = Cohort.Draw(seed, 150, ties: seed > 1);
        double best = Cuts(cohort)
            .Where(cut => Sensitivity(cohort, cut) >= sensitivity)
            .Max(cut => Specificity(cohort, cut));
        double chosen = OperatingPoints.AtSensitivity(cohort.Scores, cohort.Outcomes, sensitivity)!.Threshold;
        Assert.True(Sensitivity(cohort, chosen) >= sensitivity);
        Assert.Equal(best, Specificity(cohort, chosen));
    }

    [Theory, InlineData(1, 0.9), InlineData(2, 0.95), InlineData(3, 1), InlineData(4, 0.01)]
    public void Specificitys_point_is_the_most_sensitive_that_reaches_it(int seed, double specificity)
    {
        var cohort = Cohort.Draw(seed, 150, ties: seed > 1);
        double best = Cuts(cohort)
            .Where(cut => Specificity(cohort, cut) >= specificity)
            .Max(cut => Sensitivity(cohort, cut));
        double chosen = OperatingPoints.AtSpecificity(cohort.Scores, cohort.Outcomes, specificity)!.Threshold;
        Assert.True(Specificity(cohort, chosen) >= specificity);
        Assert.Equal(best, Sensitivity(cohort, chosen));
    }

    [Fact]
    public void A_threshold_stands_between_two_scores_so_that_rounding_does_not_move_a_case()
    {
        var point = OperatingPoints.Youden([0.1, 0.2, 0.6, 0.7], [false, false, true, true])!;
        Assert.Equal(0.4, point.Threshold, 1e-15);
        Assert.Equal("youden", point.Name);
    }

    [Fact]
    public void Calls_nobody_when_the_best_case_ranks_wrong_and_the_specificity_must_be_one()
    {
        double[] scores = [1, 0.5];
        bool[] outcomes = [false, true];
        double threshold = OperatingPoints.AtSpecificity(scores, outcomes, 1)!.Threshold;
        Assert.Equal(0, ConfusionCounts.At(scores, outcomes, threshold).FalsePositives);
    }

    [Fact]
    public void Calls_everybody_when_the_sensitivity_must_be_one_and_the_last_case_is_positive()
    {
        double threshold = OperatingPoints.AtSensitivity([0, 0.5], [true, false], 1)!.Threshold;
        Assert.Equal(0, threshold);
    }

    [Fact]
    public void Is_null_where_a_class_has_no_case_and_Usual_keeps_what_is_defined()
    {
        Assert.Null(OperatingPoints.Youden([0.5], [true]));
        Assert.Null(OperatingPoints.AtSensitivity([0.5], [false], 0.9));
        Assert.Null(OperatingPoints.AtSpecificity([0.5], [true], 0.9));
        Assert.Equal("sensitivity_0.90", Assert.Single(OperatingPoints.Usual([0.5], [true])).Name);
        Assert.Equal(
            ["youden", "sensitivity_0.90", "specificity_0.90"],
            OperatingPoints.Usual([0.5, 0.6], [true, false]).Select(point => point.Name)
        );
    }

    [Fact]
    public void Refuses_shares_and_thresholds_out_of_range()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => OperatingPoints.AtSensitivity([0.5], [true], 90));
        Assert.Throws<ArgumentOutOfRangeException>(() => OperatingPoints.AtSpecificity([0.5], [true], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => OperatingPoints.Fixed(10));
        Assert.Equal(0.1, OperatingPoints.Fixed(0.1).Threshold);
    }
}
