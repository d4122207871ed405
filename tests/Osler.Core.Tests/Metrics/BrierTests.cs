using Osler.Core.Metrics;
using Osler.Core.Tests.Goldens;

namespace Osler.Core.Tests.Metrics;

public sealed class BrierTests
{
    [Theory, InlineData("smooth"), InlineData("rare"), InlineData("tied")]
    public void Agrees_with_scikit_learn(string name)
    {
        var cohort = Cohort.Golden(name);
        var judged = Golden.Read("metrics/binary.json").Case(name).GetProperty("judged");
        Assert.Equal(
            judged.GetProperty("brier").GetDouble(),
            Brier.Of(cohort.Scores, cohort.Outcomes)!.Value,
            1e-12
        );
        Assert.Equal(
            judged.GetProperty("log_loss").GetDouble(),
            LogLoss.Of(cohort.Scores, cohort.Outcomes)!.Value,
            1e-12
        );
    }

    [Fact]
    public void Parts_are_exact_and_leave_nothing_within_bins_for_discrete_predictions()
    {
        var cohort = Cohort.Draw(1, 700, ties: true);
        var parts = Brier.Decompose(cohort.Scores, cohort.Outcomes, bins: 100)!;
        // Murphy over the distinct predictions, by the definition.
        double prevalence = cohort.Outcomes.Count(y => y) / 700.0;
        var groups = cohort.Scores.Zip(cohort.Outcomes).GroupBy(c => c.First).ToList();
        double Observed(IGrouping<double, (double, bool Outcome)> g) => g.Average(c => c.Outcome ? 1 : 0);
        double reliability = groups.Sum(g => g.Count() / 700.0 * Math.Pow(g.Key - Observed(g), 2));
        double resolution = groups.Sum(g => g.Count() / 700.0 * Math.Pow(Observed(g) - prevalence, 2));
        Assert.Equal(reliability, parts.Reliability, 1e-12);
        Assert.Equal(resolution, parts.Resolution, 1e-12);
        Assert.Equal(prevalence * (1 - prevalence), parts.Uncertainty, 1e-12);
        Assert.Equal(0, parts.WithinBins, 1e-12);
        Assert.Equal(1 - (parts.Score / parts.Uncertainty), parts.Skill!.Value, 1e-12);
    }

    [Fact]
    public void Parts_add_up_for_continuous_predictions()
    {
        var cohort = Cohort.Draw(2, 700);
        var parts = Brier.Decompose(cohort.Scores, cohort.Outcomes)!;
        Assert.Equal(
            parts.Score,
            parts.Reliability - parts.Resolution + parts.Uncertainty + parts.WithinBins,
            1e-12
        );
        Assert.InRange(parts.Reliability, 0, 0.01);
        Assert.True(parts.Resolution > 0.02);
    }

    [Fact]
    public void Has_no_skill_for_one_class_and_zero_skill_for_the_prevalence()
    {
        Assert.Null(Brier.Decompose([0.2, 0.3], [true, true])!.Skill);
        Assert.Equal(
            0,
            Brier.Decompose([0.25, 0.25, 0.25, 0.25], [true, false, false, false])!.Skill!.Value,
            1e-15
        );
        Assert.Null(Brier.Of([], []));
        Assert.Null(Brier.Decompose([], []));
        Assert.Equal("no case", Brier.Bootstrap([], []).Undefined);
    }

    [Fact]
    public void Keeps_under_swapped_classes()
    {
        var cohort = Cohort.Draw(3, 100);
        bool[] swapped = [.. cohort.Outcomes.Select(y => !y)];
        double[] others = [.. cohort.Scores.Select(p => 1 - p)];
        Assert.Equal(
            Brier.Of(cohort.Scores, cohort.Outcomes)!.Value,
            Brier.Of(others, swapped)!.Value,
            1e-14
        );
        Assert.Equal(
            LogLoss.Of(cohort.Scores, cohort.Outcomes)!.Value,
            LogLoss.Of(others, swapped)!.Value,
            1e-12
        );
    }

    [Fact]
    public void Bootstrap_has_the_width_of_a_mean()
    {
        var cohort = Cohort.Draw(4, 1000);
        var estimate = Brier.Bootstrap(cohort.Scores, cohort.Outcomes);
        double[] squares = [.. cohort.Scores.Zip(cohort.Outcomes, (p, y) => Math.Pow(p - (y ? 1 : 0), 2))];
        double mean = squares.Average();
        double width = 2 * 1.96 * Math.Sqrt(squares.Average(s => (s - mean) * (s - mean)) / 1000);
        Assert.Equal(width, estimate.High!.Value - estimate.Low!.Value, 0.08 * width);
    }

    [Fact]
    public void Log_loss_of_a_certain_error_is_finite_and_of_a_coin_is_ln_two()
    {
        Assert.Equal(36.04, LogLoss.Of([0], [true])!.Value, 0.01);
        Assert.Equal(Math.Log(2), LogLoss.Of([0.5, 0.5], [true, false])!.Value, 1e-15);
        Assert.Equal(0, LogLoss.Of([1, 0], [true, false])!.Value, 1e-15);
        Assert.Null(LogLoss.Of([], []));
    }
}
