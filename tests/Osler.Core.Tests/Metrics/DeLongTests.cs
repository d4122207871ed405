using Osler.Core.Chance;
using Osler.Core.Metrics;
using Osler.Core.Tests.Goldens;

namespace Osler.Core.Tests.Metrics;

public sealed class DeLongTests
{
    [Theory, InlineData("smooth"), InlineData("rare"), InlineData("tied")]
    public void Interval_and_paired_test_agree_with_pROC(string name)
    {
        var cohort = Cohort.Golden(name);
        var golden = Golden.Read("metrics/binary_r.json").Case(name);
        var comparison = DeLong.Compare(cohort.Scores, cohort.Second, cohort.Outcomes);
        Same(golden.GetProperty("first").Doubles(), comparison.First);
        Same(golden.GetProperty("second").Doubles(), comparison.Second);
        Same(golden.GetProperty("first").Doubles(), DeLong.Interval(cohort.Scores, cohort.Outcomes));
        Assert.Equal(golden.GetProperty("z").GetDouble(), comparison.Z!.Value, 1e-10);
        Assert.Equal(golden.GetProperty("p_value").GetDouble(), comparison.PValue!.Value, 1e-10);
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Variance_agrees_with_the_definition_over_pairs(int seed)
    {
        var cohort = Cohort.Draw(seed, 120, ties: seed == 2);
        var estimate = DeLong.Interval(cohort.Scores, cohort.Outcomes);
        double error = (estimate.High!.Value - estimate.Low!.Value) / 2 / 1.959963984540054;
        Assert.Equal(ByDefinition(cohort.Scores, cohort.Outcomes), error * error, 1e-12);
    }

    [Fact]
    public void Clustered_variance_is_DeLongs_when_every_patient_has_one_case()
    {
        var cohort = Cohort.Draw(3, 150);
        var placements = Placements.Of(cohort.Scores, cohort.Outcomes);
        // One patient with two cases at the end switches to the clustered form; the factors are all but equal.
        ulong[] almost = [.. Enumerable.Range(0, 150).Select(i => (ulong)Math.Min(i, 148))];
        double independent = placements.Variance(cohort.Outcomes, [])!.Value;
        Assert.Equal(independent, placements.Variance(cohort.Outcomes, almost)!.Value, 0.02 * independent);
    }

    [Fact]
    public void Counting_every_case_twice_under_one_patient_leaves_the_interval_as_it_was()
    {
        var cohort = Cohort.Draw(4, 200);
        double[] scores = [.. cohort.Scores, .. cohort.Scores];
        bool[] outcomes = [.. cohort.Outcomes, .. cohort.Outcomes];
        ulong[] patients = [.. Enumerable.Range(0, 400).Select(i => (ulong)(i % 200))];
        var once = DeLong.Interval(cohort.Scores, cohort.Outcomes);
        var twice = DeLong.Interval(scores, outcomes, patients);
        var naive = DeLong.Interval(scores, outcomes);
        Assert.Equal(once.Low!.Value, twice.Low!.Value, 1e-12);
        Assert.Equal(once.High!.Value, twice.High!.Value, 1e-12);
        Assert.True(naive.High - naive.Low < 0.8 * (once.High - once.Low));
    }

    [Fact]
    public void Interval_covers_the_true_area_nineteen_times_in_twenty()
    {
        // Normal scores one standard deviation apart: the true area is Phi(1 / sqrt 2).
        double truth = 1 - (0.5 * Core.Intervals.Gaussian.TwoSided(1 / Math.Sqrt(2)));
        int covered = 0;
        for (int trial = 0; trial < 1000; trial++)
        {
            var random = new KeyedRandom(trial, "coverage");
            double[] scores = new double[120];
            bool[] outcomes = new bool[120];
            for (int i = 0; i < 120; i++)
            {
                outcomes[i] = i < 50;
                scores[i] = random.NextNormal() + (outcomes[i] ? 1 : 0);
            }
            var interval = DeLong.Interval(scores, outcomes);
            covered += interval.Low <= truth && truth <= interval.High ? 1 : 0;
        }
        // Binomial error at 1,000 trials is 0.7 %; the Wald interval at this size covers about 94 %.
        Assert.InRange(covered, 915, 970);
    }

    [Fact]
    public void Keeps_doubt_when_every_pair_is_ordered_right()
    {
        var estimate = DeLong.Interval([0.1, 0.2, 0.3, 0.7, 0.8], [false, false, false, true, true]);
        Assert.Equal(1, estimate.Value);
        Assert.Equal(1, estimate.High);
        // Wilson for two of two.
        Assert.Equal(0.3424, estimate.Low!.Value, 1e-4);
    }

    [Fact]
    public void Has_no_limits_when_a_class_has_a_single_case()
    {
        var estimate = DeLong.Interval([0.1, 0.6, 0.3], [false, false, true]);
        Assert.Equal(0.5, estimate.Value);
        Assert.Null(estimate.Low);
        Assert.Null(DeLong.Compare([0.1, 0.6, 0.3], [0.3, 0.2, 0.3], [false, false, true]).PValue);
    }

    [Fact]
    public void Finds_no_difference_between_a_model_and_itself()
    {
        var cohort = Cohort.Draw(5, 100);
        var same = DeLong.Compare(cohort.Scores, cohort.Scores, cohort.Outcomes);
        Assert.Equal(0, same.Difference.Value);
        Assert.Equal(1, same.PValue);
        Assert.Null(same.Z);
    }

    [Fact]
    public void Changes_sign_when_the_models_are_swapped()
    {
        var cohort = Cohort.Draw(6, 150, ties: true);
        var one = DeLong.Compare(cohort.Scores, cohort.Second, cohort.Outcomes);
        var two = DeLong.Compare(cohort.Second, cohort.Scores, cohort.Outcomes);
        Assert.Equal(one.Z!.Value, -two.Z!.Value, 1e-12);
        Assert.Equal(one.PValue!.Value, two.PValue!.Value, 1e-12);
        Assert.Equal(one.Difference.Low!.Value, -two.Difference.High!.Value, 1e-12);
    }

    [Fact]
    public void Is_undefined_for_one_class()
    {
        Assert.Equal("no positive case", DeLong.Interval([0.1, 0.2], [false, false]).Undefined);
        var comparison = DeLong.Compare([0.1], [0.2], [true]);
        Assert.Equal("no negative case", comparison.Difference.Undefined);
        Assert.Null(comparison.PValue);
    }

    private static void Same(double[] golden, Estimate estimate)
    {
        Assert.Equal(golden[0], estimate.Low!.Value, 1e-10);
        Assert.Equal(golden[1], estimate.Value!.Value, 1e-10);
        Assert.Equal(golden[2], estimate.High!.Value, 1e-10);
    }

    private static double ByDefinition(double[] scores, bool[] outcomes)
    {
        double[] present = [.. scores.Where((_, i) => outcomes[i])];
        double[] absent = [.. scores.Where((_, i) => !outcomes[i])];
        static double Psi(double x, double y) =>
            x > y ? 1
            : x == y ? 0.5
            : 0;
        double[] v10 = [.. present.Select(x => absent.Average(y => Psi(x, y)))];
        double[] v01 = [.. absent.Select(y => present.Average(x => Psi(x, y)))];
        double area = v10.Average();
        double s10 = v10.Sum(v => (v - area) * (v - area)) / (v10.Length - 1);
        double s01 = v01.Sum(v => (v - area) * (v - area)) / (v01.Length - 1);
        return (s10 / v10.Length) + (s01 / v01.Length);
    }
}
