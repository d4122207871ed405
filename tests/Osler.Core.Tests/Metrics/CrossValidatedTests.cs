using Osler.Core.Metrics;

namespace Osler.Core.Tests.Metrics;

public sealed class CrossValidatedTests
{
    private static int[] Folds(int cases) => [.. Enumerable.Range(0, cases).Select(i => i % 5)];

    [Fact]
    public void Is_the_mean_over_folds_with_the_folds_variances()
    {
        var cohort = Cohort.Draw(1, 500, ties: true);
        int[] folds = Folds(500);
        var parts = Enumerable
            .Range(0, 5)
            .Select(fold =>
                DeLong.Interval(
                    [.. cohort.Scores.Where((_, i) => folds[i] == fold)],
                    [.. cohort.Outcomes.Where((_, i) => folds[i] == fold)]
                )
            )
            .ToList();
        var estimate = CrossValidated.Auroc(cohort.Scores, cohort.Outcomes, folds);
        Assert.Equal(parts.Average(p => p.Value!.Value), estimate.Value!.Value, 1e-12);
        double half = Math.Sqrt(parts.Sum(p => Math.Pow((p.High!.Value - p.Low!.Value) / 2, 2))) / 5;
        Assert.Equal(half, (estimate.High!.Value - estimate.Low!.Value) / 2, 1e-12);
    }

    [Fact]
    public void Does_not_mind_folds_of_different_level_as_pooling_does()
    {
        var cohort = Cohort.Draw(2, 1000);
        int[] folds = Folds(1000);
        // Each fold's model is as good, but moved by its own amount.
        double[] moved = [.. cohort.Scores.Select((p, i) => Cohort.Risk(Math.Log(p / (1 - p)) + folds[i]))];
        var straight = CrossValidated.Auroc(cohort.Scores, cohort.Outcomes, folds);
        Assert.Equal(
            straight.Value!.Value,
            CrossValidated.Auroc(moved, cohort.Outcomes, folds).Value!.Value,
            1e-12
        );
        Assert.True(RocAuc.Of(moved, cohort.Outcomes) < straight.Value - 0.03);
    }

    [Fact]
    public void One_fold_is_DeLongs_interval() =>
        Assert.Equal(
            DeLong.Interval([0.1, 0.4, 0.3, 0.8], [false, false, true, true]),
            CrossValidated.Auroc([0.1, 0.4, 0.3, 0.8], [false, false, true, true], [3, 3, 3, 3])
        );

    [Fact]
    public void Names_the_fold_that_lacks_a_class()
    {
        var estimate = CrossValidated.Auroc([0.1, 0.4, 0.3, 0.8], [false, true, false, false], [0, 0, 7, 7]);
        Assert.Equal("no positive case in fold 7", estimate.Undefined);
        Assert.Equal(
            "no positive case in fold 7",
            CrossValidated
                .Compare(
                    [0.1, 0.4, 0.3, 0.8],
                    [0.1, 0.4, 0.3, 0.8],
                    [false, true, false, false],
                    [0, 0, 7, 7]
                )
                .Difference.Undefined
        );
        Assert.Equal("no case", CrossValidated.Auroc([], [], []).Undefined);
    }

    [Fact]
    public void Compares_two_models_more_sharply_than_their_intervals_suggest()
    {
        var cohort = Cohort.Draw(3, 1000);
        int[] folds = Folds(1000);
        var comparison = CrossValidated.Compare(cohort.Scores, cohort.Second, cohort.Outcomes, folds);
        Assert.Equal(
            comparison.First.Value!.Value - comparison.Second.Value!.Value,
            comparison.Difference.Value!.Value,
            1e-12
        );
        // The same cases and nearly the same folds' weights: close to the pooled paired test.
        var pooled = DeLong.Compare(cohort.Scores, cohort.Second, cohort.Outcomes);
        Assert.Equal(pooled.Z!.Value, comparison.Z!.Value, 0.5);
        Assert.True(
            comparison.Difference.High - comparison.Difference.Low
                < comparison.First.High - comparison.First.Low
        );
        Assert.Equal(1, CrossValidated.Compare(cohort.Scores, cohort.Scores, cohort.Outcomes, folds).PValue);
    }

    [Fact]
    public void Average_precision_is_the_mean_over_folds_with_an_interval_around_it()
    {
        var cohort = Cohort.Draw(4, 500);
        int[] folds = Folds(500);
        var estimate = CrossValidated.AveragePrecision(cohort.Scores, cohort.Outcomes, folds, draws: 300);
        double mean = Enumerable
            .Range(0, 5)
            .Average(fold =>
                AveragePrecision
                    .Of(
                        [.. cohort.Scores.Where((_, i) => folds[i] == fold)],
                        [.. cohort.Outcomes.Where((_, i) => folds[i] == fold)]
                    )!
                    .Value
            );
        Assert.Equal(mean, estimate.Value!.Value, 1e-12);
        Assert.InRange(mean, estimate.Low!.Value, estimate.High!.Value);
    }

    [Fact]
    public void Refuses_folds_of_another_length() =>
        Assert.Throws<ArgumentException>(() => CrossValidated.Auroc([0.1], [true], [1, 2]));
}
