using Osler.Core.Metrics;
using Osler.Core.Tests.Goldens;

namespace Osler.Core.Tests.Metrics;

public sealed class RocCurveTests
{
    [Theory, InlineData(1), InlineData(2)]
    public void Area_under_the_points_is_AUROC(int seed)
    {
        var cohort = Cohort.Draw(seed, 200, ties: seed == 2);
        var points = RocCurve.Points(cohort.Scores, cohort.Outcomes, most: 10_000);
        double area = 0;
        for (int i = 1; i < points.Length; i++)
            area +=
                (points[i].FalsePositiveRate - points[i - 1].FalsePositiveRate)
                * (points[i].TruePositiveRate + points[i - 1].TruePositiveRate)
                / 2;
        Assert.Equal(RocAuc.Of(cohort.Scores, cohort.Outcomes)!.Value, area, 1e-12);
    }

    [Fact]
    public void Every_point_is_what_its_threshold_gives()
    {
        var cohort = Cohort.Draw(3, 200);
        Assert.All(
            RocCurve.Points(cohort.Scores, cohort.Outcomes),
            point =>
            {
                var counts = ConfusionCounts.At(cohort.Scores, cohort.Outcomes, point.Threshold);
                Assert.Equal(counts.Sensitivity.Value!.Value, point.TruePositiveRate, 1e-12);
                Assert.Equal(1 - counts.Specificity.Value!.Value, point.FalsePositiveRate, 1e-12);
            }
        );
    }

    [Fact]
    public void Runs_from_corner_to_corner_within_the_given_number_of_points()
    {
        var cohort = Cohort.Draw(4, 5000);
        var points = RocCurve.Points(cohort.Scores, cohort.Outcomes, most: 50);
        Assert.Equal(50, points.Length);
        Assert.Equal((0, 0), (points[0].FalsePositiveRate, points[0].TruePositiveRate));
        Assert.Equal((1, 1), (points[^1].FalsePositiveRate, points[^1].TruePositiveRate));
    }

    [Fact]
    public void Is_empty_for_one_class() => Assert.Empty(RocCurve.Points([0.1, 0.2], [true, true]));
}

public sealed class PrecisionRecallCurveTests
{
    [Theory, InlineData(1), InlineData(2)]
    public void Steps_under_the_points_sum_to_average_precision(int seed)
    {
        var cohort = Cohort.Draw(seed, 200, ties: seed == 2);
        double before = 0;
        double sum = 0;
        foreach (var point in PrecisionRecallCurve.Points(cohort.Scores, cohort.Outcomes, most: 10_000))
        {
            sum += (point.Recall - before) * point.Precision;
            before = point.Recall;
        }
        Assert.Equal(AveragePrecision.Of(cohort.Scores, cohort.Outcomes)!.Value, sum, 1e-12);
    }

    [Fact]
    public void Every_point_is_what_its_threshold_gives()
    {
        var cohort = Cohort.Draw(3, 200);
        Assert.All(
            PrecisionRecallCurve.Points(cohort.Scores, cohort.Outcomes),
            point =>
            {
                var counts = ConfusionCounts.At(cohort.Scores, cohort.Outcomes, point.Threshold);
                Assert.Equal(counts.Sensitivity.Value!.Value, point.Recall, 1e-12);
                Assert.Equal(counts.Ppv.Value!.Value, point.Precision, 1e-12);
            }
        );
    }

    [Fact]
    public void Is_empty_without_a_positive_case_and_bounded()
    {
        Assert.Empty(PrecisionRecallCurve.Points([0.1], [false]));
        var cohort = Cohort.Draw(4, 5000);
        Assert.Equal(60, PrecisionRecallCurve.Points(cohort.Scores, cohort.Outcomes, most: 60).Length);
    }
}

public sealed class DecisionCurveTests
{
    [Theory, InlineData("smooth"), InlineData("rare"), InlineData("tied")]
    public void Net_benefit_agrees_with_the_formula_in_NumPy(string name)
    {
        var cohort = Cohort.Golden(name);
        double[] golden = Golden
            .Read("metrics/binary.json")
            .Case(name)
            .GetProperty("judged")
            .GetProperty("net_benefit")
            .Doubles();
        var points = DecisionCurve.Points(cohort.Scores, cohort.Outcomes, [0.1, 0.25, 0.5], draws: 200);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(golden[i], points[i].NetBenefit.Value!.Value, 1e-12);
            Assert.InRange(golden[i], points[i].NetBenefit.Low!.Value, points[i].NetBenefit.High!.Value);
        }
    }

    [Fact]
    public void Treating_by_a_model_that_calls_everyone_is_treating_all()
    {
        var point = Assert.Single(
            DecisionCurve.Points([0.9, 0.9, 0.9, 0.9], [true, false, false, false], [0.2], draws: 100)
        );
        Assert.Equal(0.25 - (0.75 * 0.2 / 0.8), point.TreatAll, 1e-15);
        Assert.Equal(point.TreatAll, point.NetBenefit.Value!.Value, 1e-15);
    }

    [Fact]
    public void Is_zero_above_every_prediction_and_has_99_thresholds_by_default()
    {
        var points = DecisionCurve.Points([0.3, 0.2], [true, false], draws: 100);
        Assert.Equal(99, points.Length);
        Assert.Equal(0, points[98].NetBenefit.Value);
        Assert.Empty(DecisionCurve.Points([], []));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(double.NaN)]
    public void Refuses_a_threshold_that_states_no_trade(double threshold) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DecisionCurve.Points([0.5], [true], [threshold]));
}
