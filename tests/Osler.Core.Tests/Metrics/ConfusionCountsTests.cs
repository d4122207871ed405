using Osler.Core.Intervals;
using Osler.Core.Metrics;
using Osler.Core.Tests.Goldens;

namespace Osler.Core.Tests.Metrics;

public sealed class ConfusionCountsTests
{
    [Theory, InlineData("smooth"), InlineData("rare"), InlineData("tied")]
    public void Agrees_with_scikit_learn(string name)
    {
        var cohort = Cohort.Golden(name);
        var judged = Golden.Read("metrics/binary.json").Case(name).GetProperty("judged");
        var counts = ConfusionCounts.At(cohort.Scores, cohort.Outcomes, 0.3);
        void Same(string measure, Estimate estimate) =>
            Assert.Equal(judged.GetProperty(measure).GetDouble(), estimate.Value!.Value, 1e-12);
        Same("accuracy", counts.Accuracy);
        Same("balanced_accuracy", counts.BalancedAccuracy);
        Same("sensitivity", counts.Sensitivity);
        Same("specificity", counts.Specificity);
        Same("ppv", counts.Ppv);
        Same("npv", counts.Npv);
        Same("f1", counts.F1);
    }

    [Fact]
    public void Counts_a_score_at_the_threshold_as_called()
    {
        var counts = ConfusionCounts.At([0.5, 0.5, 0.4, 0.4], [true, false, true, false], 0.5);
        Assert.Equal(new ConfusionCounts(1, 1, 1, 1), counts);
    }

    [Fact]
    public void Says_why_a_measure_is_undefined()
    {
        var none = new ConfusionCounts(0, 0, 5, 0);
        Assert.Equal("no positive case", none.Sensitivity.Undefined);
        Assert.Equal("no case is called positive", none.Ppv.Undefined);
        Assert.Equal("no positive case", none.BalancedAccuracy.Undefined);
        Assert.Equal("no positive case, and none is called positive", none.F1.Undefined);
        Assert.Equal("no case is called negative", new ConfusionCounts(3, 2, 0, 0).Npv.Undefined);
        Assert.Equal("no case", new ConfusionCounts(0, 0, 0, 0).Accuracy.Undefined);
    }

    [Fact]
    public void Swapping_classes_and_calls_swaps_the_measures()
    {
        var one = new ConfusionCounts(31, 8, 52, 9);
        var other = new ConfusionCounts(52, 9, 31, 8);
        Assert.Equal(one.Sensitivity, other.Specificity);
        Assert.Equal(one.Ppv, other.Npv);
        Assert.Equal(one.Accuracy, other.Accuracy);
        Assert.Equal(one.BalancedAccuracy.Low!.Value, other.BalancedAccuracy.Low!.Value, 1e-15);
    }

    [Fact]
    public void Balanced_accuracy_has_half_the_width_of_two_equal_proportions_added_in_square()
    {
        var counts = new ConfusionCounts(50, 50, 50, 50);
        var (low, high) = Wilson.Limits(0.5, 100);
        Assert.Equal(
            (high - low) / Math.Sqrt(2),
            counts.BalancedAccuracy.High!.Value - counts.BalancedAccuracy.Low!.Value,
            1e-12
        );
    }

    [Fact]
    public void Refuses_a_threshold_that_is_not_a_number() =>
        Assert.Throws<ArgumentException>(() => ConfusionCounts.At([0.5], [true], double.NaN));
}
