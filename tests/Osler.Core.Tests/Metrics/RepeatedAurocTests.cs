using Osler.Core.Chance;
using Osler.Core.Metrics;

namespace Osler.Core.Tests.Metrics;

public sealed class RepeatedAurocTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void One_repetition_has_the_mean_and_nearly_the_interval_of_cross_validation(int seed)
    {
        var (scores, outcomes, folds) = Drawn(400, seed);
        Estimate expected = CrossValidated.Auroc(scores, outcomes, folds);
        Estimate found = RepeatedAuroc.Of(400, Folds(scores, outcomes, folds)).Estimate();
        Assert.Equal(expected.Value!.Value, found.Value!.Value, 1e-12);
        // The jackknife's variance lacks DeLong's factors m / (m - 1), of some twenty cases of a class in a fold.
        Assert.InRange(
            (found.High!.Value - found.Low!.Value) / (expected.High!.Value - expected.Low!.Value),
            0.93,
            1
        );
    }

    [Fact]
    public void The_same_folds_twice_say_no_more_than_once()
    {
        var (scores, outcomes, folds) = Drawn(200, 5);
        FoldScores[] once = [.. Folds(scores, outcomes, folds)];
        var single = RepeatedAuroc.Of(200, once).Estimate();
        var twice = RepeatedAuroc.Of(200, once.Concat(once)).Estimate();
        Assert.Equal(single.Value!.Value, twice.Value!.Value, 1e-12);
        Assert.Equal(single.Low!.Value, twice.Low!.Value, 1e-12);
    }

    [Fact]
    public void A_fold_with_one_class_is_left_out_and_counted()
    {
        FoldScores both = new([0, 1, 2], [0.1, 0.9, 0.4], [false, true, false]);
        FoldScores one = new([3, 4], [0.1, 0.9], [false, false]);
        var found = RepeatedAuroc.Of(5, [both, one]);
        Assert.Equal(1, found.Value);
        Assert.Equal((1, 1), (found.Areas, found.Undefined));
        Assert.Null(RepeatedAuroc.Of(5, [one]).Value);
        Assert.Equal("no positive case", RepeatedAuroc.Of(5, [one]).Estimate().Undefined);
    }

    [Fact]
    public void A_model_against_itself_differs_in_nothing()
    {
        var (scores, outcomes, folds) = Drawn(200, 7);
        var found = RepeatedAuroc.Of(200, Folds(scores, outcomes, folds));
        var (difference, p) = found.Against(found);
        Assert.Equal(0, difference.Value);
        Assert.Equal(1, p);
    }

    [Fact]
    public void A_better_model_is_told_from_noise_and_the_sign_is_the_first_ones()
    {
        var (scores, outcomes, folds) = Drawn(400, 9);
        var random = new KeyedRandom(1, "noise");
        double[] noise = [.. scores.Select(_ => random.NextDouble())];
        var good = RepeatedAuroc.Of(400, Folds(scores, outcomes, folds));
        var bad = RepeatedAuroc.Of(400, Folds(noise, outcomes, folds));
        var (difference, p) = good.Against(bad);
        Assert.True(difference.Low > 0);
        Assert.True(p < 1e-6);
        Assert.Equal(-difference.Value!.Value, bad.Against(good).Difference.Value!.Value, 1e-12);
    }

    [Fact]
    public void Cases_of_a_group_count_together()
    {
        var (scores, outcomes, folds) = Drawn(100, 11);
        // Every case twice is no more than once.
        double[] doubled = [.. scores, .. scores];
        bool[] known = [.. outcomes, .. outcomes];
        int[] dealt = [.. folds, .. folds];
        ulong[] groups = [.. Enumerable.Range(0, 200).Select(i => (ulong)(i % 100))];
        var once = RepeatedAuroc.Of(100, Folds(scores, outcomes, folds)).Estimate();
        var grouped = RepeatedAuroc.Of(200, Folds(doubled, known, dealt));
        Assert.Equal(once.Low!.Value, grouped.Estimate(groups).Low!.Value, 1e-9);
        Assert.True(grouped.Estimate().Low > once.Low);
    }

    [Fact]
    public void A_mean_over_outcomes_leaves_out_those_without_a_value()
    {
        var (scores, outcomes, folds) = Drawn(100, 13);
        var one = RepeatedAuroc.Of(100, Folds(scores, outcomes, folds));
        var none = RepeatedAuroc.Of(100, [new FoldScores([0], [0.5], [true])]);
        Assert.Equal(one.Value, RepeatedAuroc.Mean([one, none]).Value);
        Assert.Null(RepeatedAuroc.Mean([none]).Value);
    }

    private static (double[] Scores, bool[] Outcomes, int[] Folds) Drawn(int cases, int seed)
    {
        var random = new KeyedRandom(seed, "cases");
        bool[] outcomes = [.. Enumerable.Range(0, cases).Select(i => i % 3 == 0)];
        double[] scores = [.. outcomes.Select(one => Math.Round(random.NextNormal() + (one ? 1 : 0), 1))];
        int[] folds = [.. Enumerable.Range(0, cases).Select(i => i / 3 % 5)];
        return (scores, outcomes, folds);
    }

    private static IEnumerable<FoldScores> Folds(double[] scores, bool[] outcomes, int[] folds) =>
        Enumerable
            .Range(0, folds.Max() + 1)
            .Select(fold => Enumerable.Range(0, folds.Length).Where(i => folds[i] == fold).ToArray())
            .Select(rows => new FoldScores(
                rows,
                [.. rows.Select(i => scores[i])],
                [.. rows.Select(i => outcomes[i])]
            ));
}
