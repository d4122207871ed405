using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Core.Tables;
using Osler.Tests.Shared;

namespace Osler.Serving.Tests;

public sealed class EvaluationTests
{
    [Fact]
    public void Judges_the_predictions_of_every_row_whose_outcome_is_known()
    {
        using var bundle = new SmallBundle();
        string path = Path.Combine(bundle.Folder, "other.csv");
        string[] lines = File.ReadAllLines(bundle.TablePath);
        lines[5] = lines[5][..^1]; // An unknown outcome.
        File.WriteAllLines(path, lines);
        using var predictor = Predictor.Open(bundle.Path);
        var table = PatientRows.Open(path, predictor.Preprocessing, predictor.Card);
        var results = Evaluation.Run(predictor, table, "outcome");
        var auroc = results.Measures.Single(measure => measure.Name == "auroc");
        Assert.Equal(SmallBundle.Rows - 1, auroc.Cases);
        Assert.Equal(Evaluation.Part, auroc.Part);

        double[] scores = new double[table.Rows];
        var rows = Osler.Core.Preprocessing.InputReader.Of(table, predictor.Preprocessing);
        predictor.Probabilities(rows.Gather([.. Enumerable.Range(0, table.Rows)]), table.Rows, 0, scores);
        var known = KnownOnly.Of(scores, Outcome.Read(table, "outcome").Labels);
        Assert.Equal(RocAuc.Of(known.Scores, known.Outcomes)!.Value, auroc.Estimate.Value!.Value, 12);
        Assert.Equal(
            1,
            results
                .Measures.Single(measure => measure is { Name: "sensitivity", OperatingPoint: "always" })
                .Estimate.Value
        );
        Assert.False((bool)results.Data["same_data_as_training"]!);
    }

    [Fact]
    public void Says_which_inputs_are_unlike_those_of_training()
    {
        using var bundle = new SmallBundle();
        string path = Path.Combine(bundle.Folder, "kilopascal.csv");
        string[] lines = File.ReadAllLines(bundle.TablePath);
        int sbp = Array.IndexOf(lines[0].Split(','), "sbp");
        for (int i = 1; i < lines.Length; i++)
        {
            string[] cells = lines[i].Split(',');
            cells[sbp] = "15";
            lines[i] = string.Join(',', cells);
        }
        File.WriteAllLines(path, lines);
        using var predictor = Predictor.Open(bundle.Path);
        var table = PatientRows.Open(path, predictor.Preprocessing, predictor.Card);
        string warning =
            $"sbp is beyond every value in training in {SmallBundle.Rows} of {SmallBundle.Rows} rows";
        var results = Evaluation.Run(predictor, table, "outcome");
        Assert.StartsWith(warning, Assert.Single(results.Warnings!), StringComparison.Ordinal);
        var explanation = TableExplanation.Of(predictor, table, "outcome");
        Assert.StartsWith(warning, explanation.Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_when_the_data_are_those_of_training()
    {
        using var bundle = new SmallBundle();
        using var predictor = Predictor.Open(bundle.Path);
        var results = Evaluation.Run(predictor, TableFile.Open(bundle.TablePath), "outcome");
        Assert.True((bool)results.Data["same_data_as_training"]!);
        Assert.Contains("too good to be true", Assert.Single(results.Warnings!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_is_not_there_is_told()
    {
        using var bundle = new SmallBundle();
        using var predictor = Predictor.Open(bundle.Path);
        Assert.Throws<RequestException>(() =>
            Evaluation.Run(predictor, TableFile.Open(bundle.TablePath), "outcom")
        );
    }
}
