using Osler.Core.Metrics;
using Osler.Core.Tests.Goldens;

namespace Osler.Core.Tests.Metrics;

public sealed class AveragePrecisionTests
{
    [Fact]
    public void Is_undefined_without_a_positive_case()
    {
        Assert.Null(AveragePrecision.Of([0.1, 0.2], [false, false]));
        Assert.Equal("no positive case", AveragePrecision.Bootstrap([0.1], [false]).Undefined);
        Assert.Equal("no case", AveragePrecision.Bootstrap([], []).Undefined);
    }

    [Theory, InlineData("smooth"), InlineData("rare"), InlineData("tied")]
    public void Agrees_with_scikit_learn(string name)
    {
        var cohort = Cohort.Golden(name);
        var judged = Golden.Read("metrics/binary.json").Case(name).GetProperty("judged");
        Assert.Equal(
            judged.GetProperty("average_precision").GetDouble(),
            AveragePrecision.Of(cohort.Scores, cohort.Outcomes)!.Value,
            1e-12
        );
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Agrees_with_trying_every_threshold(int seed)
    {
        var cohort = Cohort.Draw(seed, 150, ties: seed == 2);
        Assert.Equal(
            ByThresholds(cohort.Scores, cohort.Outcomes),
            AveragePrecision.Of(cohort.Scores, cohort.Outcomes)!.Value,
            1e-13
        );
    }

    [Fact]
    public void Is_the_prevalence_when_all_scores_tie_and_one_when_positives_come_first()
    {
        Assert.Equal(0.25, AveragePrecision.Of([0.5, 0.5, 0.5, 0.5], [true, false, false, false]));
        Assert.Equal(1, AveragePrecision.Of([0.9, 0.1, 0.2, 0.3], [true, false, false, false]));
    }

    [Fact]
    public void Has_an_interval_around_it()
    {
        var cohort = Cohort.Draw(3, 400);
        var estimate = AveragePrecision.Bootstrap(cohort.Scores, cohort.Outcomes, draws: 500);
        Assert.InRange(estimate.Value!.Value, estimate.Low!.Value, estimate.High!.Value);
        Assert.InRange(estimate.High.Value - estimate.Low.Value, 0.05, 0.3);
    }

    internal static double ByThresholds(double[] scores, bool[] outcomes)
    {
        double before = 0;
        double sum = 0;
        foreach (double threshold in scores.Distinct().OrderDescending())
        {
            double found = scores.Zip(outcomes).Count(c => c.First >= threshold && c.Second);
            double recall = found / outcomes.Count(y => y);
            sum += (recall - before) * found / scores.Count(s => s >= threshold);
            before = recall;
        }
        return sum;
    }
}
