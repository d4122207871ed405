using System.Collections.Immutable;
using Osler.Core.Cases;
using Osler.Core.Metrics;

namespace Osler.Core.Tests.Metrics;

public sealed class BinaryJudgeTests
{
    private static readonly OperatingPoint[] Points =
    [
        OperatingPoints.Fixed(0.3),
        OperatingPoints.Fixed(0.6, "strict"),
    ];

    private static ImmutableArray<Measure> Judge(
        Cohort cohort,
        ulong[]? patients = null,
        int[]? folds = null
    ) =>
        BinaryJudge.Judge(
            "heart_attack",
            "test",
            "network",
            cohort.Scores,
            cohort.Outcomes,
            patients ?? [],
            Points,
            seed: 1,
            folds ?? [],
            draws: 400
        );

    private static Estimate Of(ImmutableArray<Measure> measures, string name, string? point = null) =>
        Assert.Single(measures, m => m.Name == name && m.OperatingPoint == point).Estimate;

    [Fact]
    public void Gives_every_binary_measure_by_its_stable_name_with_counts()
    {
        var cohort = Cohort.Draw(1, 300);
        var measures = Judge(cohort);
        string[] whole =
        [
            "auroc",
            "average_precision",
            "brier",
            "log_loss",
            "calibration_slope",
            "calibration_intercept",
            "ece",
        ];
        string[] atPoint =
        [
            "accuracy",
            "balanced_accuracy",
            "sensitivity",
            "specificity",
            "ppv",
            "npv",
            "f1",
        ];
        Assert.Equal([.. whole, .. atPoint, .. atPoint], measures.Select(m => m.Name));
        Assert.All(
            measures,
            m =>
            {
                Assert.Equal(("heart_attack", "test", "network", 300), (m.Outcome, m.Part, m.Model, m.Cases));
                Assert.Equal(cohort.Outcomes.Count(y => y), m.Positives);
                Assert.InRange(m.Estimate.Value!.Value, m.Estimate.Low!.Value, m.Estimate.High!.Value);
            }
        );
    }

    [Fact]
    public void Each_number_is_what_the_measure_itself_gives()
    {
        var cohort = Cohort.Draw(2, 400, ties: true);
        var measures = Judge(cohort);
        var (p, y) = (cohort.Scores, cohort.Outcomes);
        Assert.Equal(DeLong.Interval(p, y), Of(measures, "auroc"));
        Assert.Equal(AveragePrecision.Of(p, y)!.Value, Of(measures, "average_precision").Value!.Value, 1e-12);
        Assert.Equal(Brier.Of(p, y)!.Value, Of(measures, "brier").Value!.Value, 1e-12);
        Assert.Equal(LogLoss.Of(p, y)!.Value, Of(measures, "log_loss").Value!.Value, 1e-12);
        Assert.Equal(ExpectedCalibrationError.Of(p, y)!.Value, Of(measures, "ece").Value!.Value, 1e-12);
        Assert.Equal(CalibrationFit.Of(p, y).Slope, Of(measures, "calibration_slope"));
        Assert.Equal(CalibrationFit.Of(p, y).Intercept, Of(measures, "calibration_intercept"));
        foreach (var point in Points)
        {
            var counts = ConfusionCounts.At(p, y, point.Threshold);
            Assert.Equal(counts.Accuracy, Of(measures, "accuracy", point.Name));
            Assert.Equal(counts.Sensitivity, Of(measures, "sensitivity", point.Name));
            Assert.Equal(counts.Specificity, Of(measures, "specificity", point.Name));
            Assert.Equal(counts.Ppv, Of(measures, "ppv", point.Name));
            Assert.Equal(counts.Npv, Of(measures, "npv", point.Name));
            Assert.Equal(counts.F1.Value, Of(measures, "f1", point.Name).Value);
            Assert.Equal(counts.BalancedAccuracy.Value, Of(measures, "balanced_accuracy", point.Name).Value);
        }
    }

    [Fact]
    public void Intervals_are_honest_about_patients_that_repeat()
    {
        var once = Cohort.Draw(3, 300);
        var twice = new Cohort(
            [.. once.Scores, .. once.Scores],
            [],
            [.. once.Outcomes, .. once.Outcomes],
            [.. Enumerable.Range(0, 600).Select(i => (ulong)(i % 300))]
        );
        double Width(Estimate e) => e.High!.Value - e.Low!.Value;
        var single = Judge(once);
        var naive = Judge(twice);
        var clustered = Judge(twice, twice.Patients);
        foreach (var measure in single)
        {
            double expected = Width(measure.Estimate);
            double got = Width(Of(clustered, measure.Name, measure.OperatingPoint));
            // Wilson against a bootstrap of 400 draws, a sandwich against an information matrix.
            Assert.True(
                Math.Abs(got - expected) < 0.25 * expected,
                $"{measure.Name}: {got} against {expected} of single cases"
            );
            // The calibration error of copied cases is no closer to 0: its pivotal width depends on the clip there.
            if (measure.Name != "ece")
                Assert.True(
                    Width(Of(naive, measure.Name, measure.OperatingPoint)) < 0.87 * got,
                    measure.Name
                );
        }
    }

    [Fact]
    public void Same_seed_gives_the_same_numbers_whatever_the_order_of_single_cases()
    {
        var cohort = Cohort.Draw(4, 200);
        Assert.Equal(Judge(cohort), Judge(cohort));
        var shuffled = Judge(cohort.Shuffled(1));
        foreach (var measure in Judge(cohort))
        {
            var other = Of(shuffled, measure.Name, measure.OperatingPoint);
            Assert.Equal(measure.Estimate.Value!.Value, other.Value!.Value, 1e-9);
            Assert.Equal(measure.Estimate.Low!.Value, other.Low!.Value, 1e-9);
            Assert.Equal(measure.Estimate.High!.Value, other.High!.Value, 1e-9);
        }
    }

    [Fact]
    public void Undefined_measures_say_why_and_never_read_as_zero()
    {
        var measures = BinaryJudge.Judge(
            "mi",
            "test",
            "network",
            [0.2, 0.4],
            [false, false],
            operatingPoints: Points
        );
        Assert.Equal("no positive case", Of(measures, "auroc").Undefined);
        Assert.Equal("no positive case", Of(measures, "average_precision").Undefined);
        Assert.Equal("no positive case", Of(measures, "calibration_slope").Undefined);
        Assert.Equal("no positive case", Of(measures, "sensitivity", "fixed").Undefined);
        Assert.NotNull(Of(measures, "brier").Value);
        var none = BinaryJudge.Judge("mi", "test", "network", [], [], operatingPoints: Points);
        Assert.Equal(21, none.Length);
        Assert.All(none, m => Assert.Equal((null, "no case"), (m.Estimate.Value, m.Estimate.Undefined)));
    }

    [Fact]
    public void With_folds_ranks_within_folds_and_pools_the_rest()
    {
        var cohort = Cohort.Draw(5, 300);
        int[] folds = [.. Enumerable.Range(0, 300).Select(i => i % 3)];
        var measures = Judge(cohort, folds: folds);
        Assert.Equal(CrossValidated.Auroc(cohort.Scores, cohort.Outcomes, folds), Of(measures, "auroc"));
        Assert.Equal(
            Brier.Of(cohort.Scores, cohort.Outcomes)!.Value,
            Of(measures, "brier").Value!.Value,
            1e-12
        );
    }
}

public sealed class SubgroupsTests
{
    [Fact]
    public void Judges_each_group_alone_and_the_unknown_last()
    {
        var cohort = Cohort.Draw(1, 400);
        string?[] sex =
        [
            .. Enumerable
                .Range(0, 400)
                .Select(i =>
                    i % 10 == 9 ? null
                    : i % 2 == 0 ? "female"
                    : "male"
                ),
        ];
        var results = Subgroups.Judge(
            "sex",
            sex,
            "mi",
            "test",
            "network",
            cohort.Scores,
            cohort.Outcomes,
            draws: 100
        );
        Assert.Equal(["sex=female", "sex=male", "sex=unknown"], results.Select(r => r.Name));
        Assert.Equal(400, results.Sum(r => r.Cases));
        Assert.Equal(cohort.Outcomes.Count(y => y), results.Sum(r => r.Positives));
        var female = results[0].Measures.Single(m => m.Name == "auroc");
        Assert.Equal("sex=female", female.Subgroup);
        Assert.Equal(
            DeLong.Interval(
                [.. cohort.Scores.Where((_, i) => sex[i] == "female")],
                [.. cohort.Outcomes.Where((_, i) => sex[i] == "female")]
            ),
            female.Estimate
        );
        Assert.Null(results[0].Note);
    }

    [Fact]
    public void Says_that_a_group_is_small_and_that_folds_were_pooled()
    {
        double[] scores = [0.1, 0.8, 0.3, 0.6, 0.2];
        bool[] outcomes = [false, true, false, true, false];
        var results = Subgroups.Judge(
            "site",
            ["a", "a", "a", "b", "b"],
            "mi",
            "test",
            "network",
            scores,
            outcomes,
            folds: [0, 0, 1, 0, 1],
            draws: 100
        );
        Assert.Equal(
            "small group: 1 with and 2 without the outcome; AUROC pooled over folds, since a fold lacks a class here",
            results[0].Note
        );
        Assert.Equal(1, results[0].Measures.Single(m => m.Name == "auroc").Estimate.Value);
    }
}

public sealed class KnownOnlyTests
{
    [Fact]
    public void Keeps_cases_whose_label_is_known_with_their_rows()
    {
        var known = KnownOnly.Of([0.1, 0.2, 0.3, 0.4], [0f, float.NaN, 1f, float.NaN]);
        Assert.Equal([0.1, 0.3], known.Scores);
        Assert.Equal([false, true], known.Outcomes);
        Assert.Equal([0, 2], known.Rows);
        Assert.Equal(["a", "c"], known.Of<string>(["a", "b", "c", "d"]));
        Assert.Empty(known.Of(ReadOnlySpan<int>.Empty));
    }

    [Fact]
    public void Reads_labels_alike() =>
        Assert.Equal([1], KnownOnly.Of([0.1, 0.2], [Label.Unknown, Label.Present]).Rows);

    [Fact]
    public void Refuses_a_target_that_is_no_label() =>
        Assert.Throws<ArgumentException>(() => KnownOnly.Of([0.1], [2f]));
}
