using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Learning.Training;

namespace Osler.Learning.Tests.Training;

public sealed class ValidationMeasureTests
{
    /// <summary>Given in two parts, as validation does.</summary>
    private static double? Of(
        string name,
        float[] logits,
        float[] targets,
        int outcomes = 1,
        bool exclusive = false
    )
    {
        var total = new MeasureTotal(ValidationMeasure.Named(name), outcomes, exclusive);
        int cases = targets.Length / outcomes;
        int width = logits.Length / cases;
        int first = cases / 3;
        total.Add(logits.AsSpan(0, first * width), targets.AsSpan(0, first * outcomes));
        total.Add(logits.AsSpan(first * width), targets.AsSpan(first * outcomes));
        return total.Value;
    }

    [Theory]
    [InlineData("log_loss")]
    [InlineData("auroc")]
    [InlineData("average_precision")]
    [InlineData("brier")]
    public void Of_one_outcome_agrees_with_the_reports_measure(string name)
    {
        var random = new KeyedRandom(1, "logits");
        float[] logits = [.. Enumerable.Range(0, 200).Select(_ => (float)random.NextNormal())];
        float[] targets = [.. logits.Select(z => random.NextDouble() < 1 / (1 + Math.Exp(-z)) ? 1f : 0)];
        double[] scores = [.. logits.Select(z => 1 / (1 + Math.Exp(-z)))];
        bool[] present = [.. targets.Select(y => y == 1)];
        double? expected = name switch
        {
            "log_loss" => LogLoss.Of(scores, present),
            "auroc" => RocAuc.Of(scores, present),
            "average_precision" => AveragePrecision.Of(scores, present),
            _ => Brier.Of(scores, present),
        };
        Assert.Equal(expected!.Value, Of(name, logits, targets)!.Value, 1e-9);
        // Unknown labels and a second outcome with none known change nothing.
        float[] twice = [.. logits.SelectMany(z => (float[])[z, 5])];
        float[] known = [.. targets.SelectMany(y => (float[])[y, float.NaN])];
        Assert.Equal(expected.Value, Of(name, twice, known, 2)!.Value, 1e-9);
    }

    [Fact]
    public void Is_undefined_where_a_report_would_be()
    {
        Assert.Null(Of("auroc", [1, 2], [1, 1]));
        Assert.Null(Of("log_loss", [1, 2], [float.NaN, float.NaN]));
        Assert.Null(Of("auroc", [float.NaN, 2], [0, 1]));
    }

    [Fact]
    public void Counts_right_answers()
    {
        Assert.Equal(0.75, Of("accuracy", [-1, 2, 3, 4], [0, 1, 1, 0]));
        Assert.Equal(0.5, Of("accuracy", [1, 2, 0, 5, 3, 4], [1, 2], 1, exclusive: true));
    }

    [Fact]
    public void Of_classes_agrees_with_the_formula()
    {
        float[] logits = [1, 2, 0, 5, 3, 4, -1, 0, 1];
        float[] targets = [1, 2, float.NaN];
        double loss = 0;
        double squares = 0;
        for (int i = 0; i < 2; i++)
        {
            double[] p = [.. logits[(3 * i)..(3 * i + 3)].Select(z => Math.Exp(z))];
            double sum = p.Sum();
            loss -= Math.Log(p[(int)targets[i]] / sum) / 2;
            squares += p.Select((e, c) => Math.Pow(e / sum - (c == (int)targets[i] ? 1 : 0), 2)).Sum() / 2;
        }
        Assert.Equal(loss, Of("log_loss", logits, targets, 1, true)!.Value, 1e-9);
        Assert.Equal(squares, Of("brier", logits, targets, 1, true)!.Value, 1e-9);
    }

    [Fact]
    public void An_unknown_name_is_told_with_the_names_there_are()
    {
        var fault = Assert.Throws<RequestException>(() => new EarlyStopping { Measure = "auc" });
        Assert.Contains("auroc", fault.Message, StringComparison.Ordinal);
    }
}
