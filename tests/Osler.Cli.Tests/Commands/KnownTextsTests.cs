using System.Globalization;
using System.Text.Json;

namespace Osler.Cli.Tests.Commands;

/// <summary>Texts and questions that a model was made from are told when it is judged on them.</summary>
public sealed class KnownTextsTests : IDisposable
{
    private readonly CommandLine _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Texts_of_training_are_told_and_others_are_not()
    {
        Assert.Equal(0, Simulate("vignettes", "texts.csv", patients: 1300));
        Train("vignettes", "texts.csv", "network=bag", "text.merges=200");
        Assert.Contains(
            "the texts that the model was made from",
            Judged("texts.csv"),
            StringComparison.Ordinal
        );
        string[] lines = File.ReadAllLines(_cli["texts.csv"]);
        File.WriteAllLines(_cli["fewer.csv"], lines[..200]);
        Assert.DoesNotContain("was made from", Judged("fewer.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public void Questions_of_training_are_told_and_others_are_not()
    {
        // Stems that are no near twins of each other.
        Assert.Equal(0, Simulate("vignettes", "texts.csv", patients: 40));
        string[] lines =
        [
            .. File.ReadAllLines(_cli["texts.csv"])
                .Skip(1)
                .Select(line =>
                    JsonSerializer.Serialize(
                        new
                        {
                            question = line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..],
                            options = new { A = "nothing of the kind", B = line.Split(',')[0] },
                            answer_idx = "B",
                        }
                    )
                ),
        ];
        File.WriteAllLines(_cli["questions.jsonl"], lines);
        Train("exams", "questions.jsonl", "split.folds=2", "text.merges=50");
        Assert.Contains(
            "the questions that the model was made from",
            Judged("questions.jsonl"),
            StringComparison.Ordinal
        );
        File.WriteAllLines(_cli["fewer.jsonl"], lines[..30]);
        Assert.DoesNotContain("was made from", Judged("fewer.jsonl"), StringComparison.Ordinal);
    }

    private int Simulate(string study, string file, int patients) =>
        _cli.Run([
            .. (string[])["data", "simulate", study, "--seed", "3", "--out", _cli[file], "--patients"],
            patients.ToString(CultureInfo.InvariantCulture),
        ]);

    private void Train(string study, string file, params string[] settings) =>
        Assert.Equal(
            0,
            _cli.Run([
                .. (string[])["run", study, "--data", _cli[file], "--out", _cli["run"], "--quiet", "--set"],
                .. (string[])["training.epochs=1", "evaluation.bootstrap_draws=100"],
                .. settings,
            ])
        );

    // What is warned of.
    private string Judged(string file)
    {
        int before = _cli.Error.Length;
        Assert.Equal(0, _cli.Run("evaluate", _cli["run/bundle"], "--data", _cli[file]));
        return _cli.Error[before..];
    }
}
