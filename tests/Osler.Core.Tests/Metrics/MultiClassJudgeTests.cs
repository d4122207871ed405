using System.Collections.Immutable;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Core.Tests.Goldens;

namespace Osler.Core.Tests.Metrics;

public sealed class MultiClassJudgeTests
{
    private static readonly string[] Seven = ["a", "b", "c", "d", "e", "f", "g"];

    private static (double[] Probabilities, int[] Labels) FromGolden()
    {
        var golden = Golden.Read("metrics/multiclass.json");
        return (
            [.. golden.GetProperty("probabilities").EnumerateArray().SelectMany(row => row.Doubles())],
            golden.GetProperty("labels").Integers()
        );
    }

    private static Measure Of(ImmutableArray<Measure> measures, string name, string outcome = "digit") =>
        Assert.Single(measures, m => m.Name == name && m.Outcome == outcome);

    [Theory]
    [InlineData("auroc")]
    [InlineData("accuracy")]
    [InlineData("balanced_accuracy")]
    [InlineData("f1")]
    [InlineData("log_loss")]
    [InlineData("top1_error")]
    [InlineData("top5_error")]
    public void Agrees_with_scikit_learn(string name)
    {
        var (probabilities, labels) = FromGolden();
        var measures = MultiClassJudge.Judge(
            "digit",
            Seven,
            "test",
            "network",
            probabilities,
            labels,
            draws: 200
        );
        var estimate = Of(measures, name).Estimate;
        Assert.Equal(
            Golden.Read("metrics/multiclass.json").GetProperty(name).GetDouble(),
            estimate.Value!.Value,
            1e-12
        );
        Assert.InRange(estimate.Value.Value, estimate.Low!.Value, estimate.High!.Value);
    }

    [Fact]
    public void Judges_each_class_against_the_rest()
    {
        var (probabilities, labels) = FromGolden();
        var measures = MultiClassJudge.Judge(
            "digit",
            Seven,
            "test",
            "network",
            probabilities,
            labels,
            draws: 200
        );
        double[] golden = Golden.Read("metrics/multiclass.json").GetProperty("auroc_by_class").Doubles();
        for (int c = 0; c < 7; c++)
        {
            var measure = Of(measures, "auroc", $"digit={Seven[c]}");
            Assert.Equal(golden[c], measure.Estimate.Value!.Value, 1e-12);
            Assert.Equal(labels.Count(label => label == c), measure.Positives);
        }
    }

    [Fact]
    public void Macro_AUROCs_interval_has_the_bootstraps_width()
    {
        var (probabilities, labels) = FromGolden();
        var estimate = Of(
            MultiClassJudge.Judge("digit", Seven, "test", "network", probabilities, labels, draws: 100),
            "auroc"
        ).Estimate;
        var bootstrap = Core.Intervals.PatientBootstrap.Draw(
            labels.Length,
            [],
            1,
            (multiplicity, statistics) =>
            {
                int[] drawn = new int[labels.Length];
                for (int i = 0; i < drawn.Length; i++)
                    drawn[i] = multiplicity[i];
                int[] copies = [.. drawn.SelectMany((times, i) => Enumerable.Repeat(i, times))];
                statistics[0] = Enumerable
                    .Range(0, 7)
                    .Average(c =>
                        RocAuc.Of(
                            [.. copies.Select(i => probabilities[(i * 7) + c])],
                            [.. copies.Select(i => labels[i] == c)]
                        ) ?? double.NaN
                    );
            },
            1,
            400
        );
        var (low, high) = bootstrap.Limits(0)!.Value;
        // Over 400 draws a 95 % width is known to about 5 %.
        Assert.Equal(high - low, estimate.High!.Value - estimate.Low!.Value, 0.15 * (high - low));
    }

    [Fact]
    public void Two_classes_are_the_binary_case()
    {
        var cohort = Cohort.Draw(1, 200);
        double[] probabilities = [.. cohort.Scores.SelectMany(p => new[] { 1 - p, p })];
        int[] labels = [.. cohort.Outcomes.Select(y => y ? 1 : 0)];
        var measures = MultiClassJudge.Judge(
            "mi",
            ["no", "yes"],
            "test",
            "network",
            probabilities,
            labels,
            draws: 200
        );
        var binary = DeLong.Interval(cohort.Scores, cohort.Outcomes);
        Assert.Equal(binary.Value!.Value, Of(measures, "auroc", "mi").Estimate.Value!.Value, 1e-12);
        // The influence form lacks DeLong's factors m / (m - 1).
        Assert.Equal(binary.Low!.Value, Of(measures, "auroc", "mi").Estimate.Low!.Value, 0.002);
        Assert.Equal(
            LogLoss.Of(cohort.Scores, cohort.Outcomes)!.Value,
            Of(measures, "log_loss", "mi").Estimate.Value!.Value,
            1e-12
        );
        Assert.DoesNotContain(measures, m => m.Name == "top5_error");
    }

    /// <summary>Many classes of one or two cases each: resamples lose classes and repeat cases.</summary>
    [Fact]
    public void The_interval_of_a_mean_over_classes_holds_the_mean()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            int classes = random.Next(2, 80);
            int[] labels = [.. Enumerable.Range(0, classes * 2).Select(_ => random.Next(classes))];
            double right = random.NextDouble();
            double[] probabilities = new double[labels.Length * classes];
            for (int i = 0; i < labels.Length; i++)
                probabilities[
                    (i * classes) + (random.NextDouble() < right ? labels[i] : random.Next(classes))
                ] = 1;
            var measures = MultiClassJudge.Judge(
                "many",
                [.. Enumerable.Range(0, classes).Select(c => $"class {c}")],
                "test",
                "network",
                probabilities,
                labels,
                // Some have several cases of one patient.
                seed % 2
                == 0
                    ? []
                    : [.. labels.Select((_, i) => (ulong)(i / 2))],
                draws: 100
            );
            foreach (string name in (string[])["f1", "balanced_accuracy"])
            {
                var estimate = Of(measures, name, "many").Estimate;
                Assert.True(
                    estimate.Low <= estimate.Value && estimate.Value <= estimate.High,
                    $"{name} {estimate} of {classes} classes (seed {seed})"
                );
            }
        }
    }

    /// <summary>A class of many cases, each taken for another class, which has one: the resamples' F1 is a sixth lower.</summary>
    [Fact]
    public void The_interval_of_F1_holds_it_where_resamples_lower_it()
    {
        const int classes = 200;
        int[] predicted = [.. Enumerable.Range(1, classes), .. Enumerable.Range(1, classes)];
        int[] labels = [.. new int[classes], .. Enumerable.Range(1, classes)];
        var f1 = Of(Sure(classes + 1, predicted, labels), "f1", "many").Estimate;
        Assert.Equal(classes * (2.0 / 3) / (classes + 1), f1.Value!.Value, 1e-12);
        Assert.InRange(f1.Value.Value, f1.Low!.Value, f1.High!.Value);
        Assert.InRange(f1.High.Value - f1.Low.Value, 0.01, 0.2);
    }

    /// <summary>Classes of one case that are never right: resamples leave them out more often than those of four.</summary>
    [Fact]
    public void The_interval_of_balanced_accuracy_holds_it_where_resamples_raise_it()
    {
        const int classes = 200;
        int[] labels =
        [
            .. Enumerable.Range(0, classes),
            .. Enumerable.Range(0, 4 * classes).Select(i => classes + i / 4),
        ];
        int[] predicted = [.. labels.Select(label => label < classes ? label + classes : label)];
        var balanced = Of(Sure(2 * classes, predicted, labels), "balanced_accuracy", "many").Estimate;
        Assert.Equal(0.5, balanced.Value!.Value, 1e-12);
        Assert.InRange(balanced.Value.Value, balanced.Low!.Value, balanced.High!.Value);
    }

    // Measures of predictions that are sure of themselves.
    private static ImmutableArray<Measure> Sure(int classes, int[] predicted, int[] labels)
    {
        double[] probabilities = new double[labels.Length * classes];
        for (int i = 0; i < labels.Length; i++)
            probabilities[(i * classes) + predicted[i]] = 1;
        return MultiClassJudge.Judge(
            "many",
            [.. Enumerable.Range(0, classes).Select(c => $"class {c}")],
            "test",
            "network",
            probabilities,
            labels,
            draws: 200
        );
    }

    [Fact]
    public void The_interval_of_a_mean_over_labels_holds_the_mean()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            int labels = random.Next(2, 30);
            float[] targets = new float[60 * labels];
            double[] scores = new double[targets.Length];
            for (int i = 0; i < targets.Length; i++)
            {
                targets[i] = random.Next(20) == 0 ? 1 : 0;
                scores[i] = Math.Clamp(0.5 * targets[i] + 0.6 * random.NextDouble(), 0, 1);
            }
            foreach (
                Measure measure in MultiLabelJudge
                    .Judge(
                        [.. Enumerable.Range(0, labels).Select(c => $"label {c}")],
                        "test",
                        "network",
                        scores,
                        targets,
                        draws: 100
                    )
                    .Where(measure => measure is { Outcome: MultiLabelJudge.Mean, Name: "average_precision" })
            )
                Assert.True(
                    measure.Estimate.Low <= measure.Estimate.Value
                        && measure.Estimate.Value <= measure.Estimate.High,
                    $"{measure.Name} {measure.Estimate} (seed {seed})"
                );
        }
    }

    [Fact]
    public void Is_undefined_for_no_case_and_refuses_a_label_off_the_list()
    {
        var measures = MultiClassJudge.Judge("digit", Seven, "test", "network", [], []);
        Assert.All(measures, m => Assert.NotNull(m.Estimate.Undefined));
        Assert.Throws<DataException>(() =>
            MultiClassJudge.Judge("mi", ["no", "yes"], "test", "network", [0.5, 0.5], [2])
        );
        Assert.Throws<ArgumentException>(() =>
            MultiClassJudge.Judge("mi", ["no", "yes"], "test", "network", [0.5], [0])
        );
    }
}

public sealed class MultiLabelJudgeTests
{
    [Fact]
    public void Masks_unknown_labels_and_averages_over_what_is_defined()
    {
        var cohort = Cohort.Draw(1, 300);
        double[] scores = new double[900];
        float[] targets = new float[900];
        for (int i = 0; i < 300; i++)
        {
            (scores[3 * i], scores[(3 * i) + 1], scores[(3 * i) + 2]) = (
                cohort.Scores[i],
                cohort.Second[i],
                0.5
            );
            targets[3 * i] =
                i % 5 == 0 ? float.NaN
                : cohort.Outcomes[i] ? 1
                : 0;
            targets[(3 * i) + 1] = cohort.Outcomes[i] ? 1 : 0;
            targets[(3 * i) + 2] = 0; // nobody has the third
        }
        var measures = MultiLabelJudge.Judge(
            ["one", "two", "none"],
            "test",
            "network",
            scores,
            targets,
            draws: 300
        );
        Measure Of(string name, string outcome) =>
            Assert.Single(measures, m => m.Name == name && m.Outcome == outcome);
        Assert.Equal(240, Of("auroc", "one").Cases);
        Assert.Equal("no positive case", Of("auroc", "none").Estimate.Undefined);
        foreach (string name in new[] { "auroc", "average_precision" })
        {
            var mean = Of(name, MultiLabelJudge.Mean).Estimate;
            Assert.Equal(
                (Of(name, "one").Estimate.Value!.Value + Of(name, "two").Estimate.Value!.Value) / 2,
                mean.Value!.Value,
                1e-12
            );
            Assert.InRange(mean.Value.Value, mean.Low!.Value, mean.High!.Value);
        }
    }

    [Fact]
    public void Mean_of_one_label_and_its_copy_has_that_labels_interval()
    {
        var cohort = Cohort.Draw(2, 400);
        double[] scores = [.. cohort.Scores.SelectMany(s => new[] { s, s })];
        float[] targets = [.. cohort.Outcomes.SelectMany(y => new[] { y ? 1f : 0, y ? 1f : 0 })];
        var measures = MultiLabelJudge.Judge(["a", "b"], "test", "network", scores, targets, draws: 100);
        var mean = measures.Single(m => m is { Name: "auroc", Outcome: MultiLabelJudge.Mean }).Estimate;
        var single = DeLong.Interval(cohort.Scores, cohort.Outcomes);
        Assert.Equal(single.Low!.Value, mean.Low!.Value, 0.001);
    }

    [Fact]
    public void Says_so_when_nothing_is_defined()
    {
        var measures = MultiLabelJudge.Judge(["a"], "test", "network", [0.5, 0.6], [0, float.NaN]);
        Assert.Equal(
            "no class or label has cases with and without it",
            measures.Single(m => m is { Name: "auroc", Outcome: MultiLabelJudge.Mean }).Estimate.Undefined
        );
    }
}
