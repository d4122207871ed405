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
