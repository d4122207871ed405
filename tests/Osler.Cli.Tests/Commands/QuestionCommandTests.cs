using System.Text.Json;

namespace Osler.Cli.Tests.Commands;

/// <summary>A study on questions by its commands alone: run, predict, evaluate, verify, inspect.</summary>
public sealed class QuestionCommandTests : IDisposable
{
    private const string Question =
        """{"question": "A boy of six has a fever and a rash. Which is the most likely diagnosis?", "options": {"A": "Measles", "B": "Kawasaki disease", "C": "Scabies"}, "answer_idx": "B", "meta_info": "step1"}""";

    private readonly CommandLine _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void A_bundle_is_trained_on_questions_and_answers_others()
    {
        Assert.Equal(
            0,
            _cli.Run([
                "run",
                "exams",
                "--out",
                _cli["run"],
                "--quiet",
                .. (
                    (string[])
                        [
                            "data.simulate.patients=150",
                            "training.epochs=1",
                            "text.merges=100",
                            "text.length=64",
                            "text.least_steps=0",
                            "evaluation.bootstrap_draws=100",
                        ]
                ).SelectMany(setting => (string[])["--set", setting]),
            ])
        );
        string bundle = _cli["run/bundle"];
        Assert.Equal(0, _cli.Run("verify", bundle));
        Assert.Contains("weights as in training", _cli.Output, StringComparison.Ordinal);
        Assert.Equal(0, _cli.Run("inspect", bundle));
        Assert.Contains("Questions: 2 to 5 options", _cli.Output, StringComparison.Ordinal);
        Predicts(bundle);
        Refuses(bundle);
        Explains(bundle);
        Evaluates(bundle);
    }

    [Fact]
    public void Simulated_questions_are_written_as_lines_that_a_run_reads()
    {
        foreach (var (name, seed) in (ReadOnlySpan<(string, string)>)[("a", "3"), ("b", "3"), ("c", "4")])
            Assert.Equal(
                0,
                _cli.Run([
                    "data",
                    "simulate",
                    "exam-questions",
                    "--patients",
                    "40",
                    "--seed",
                    seed,
                    "--out",
                    _cli[$"{name}.jsonl"],
                ])
            );
        string[] written = File.ReadAllLines(_cli["a.jsonl"]);
        Assert.Equal(40, written.Length);
        Assert.Equal(written, File.ReadAllLines(_cli["b.jsonl"]));
        Assert.NotEqual(written, File.ReadAllLines(_cli["c.jsonl"]));
        Assert.Equal(40, Core.Texts.ExamQuestions.Read(_cli["a.jsonl"]).Questions.Length);
    }

    private void Predicts(string bundle)
    {
        File.WriteAllText(_cli["one.jsonl"], Question);
        Assert.Equal(0, _cli.Run("predict", bundle, _cli["one.jsonl"], "--out", _cli["one.json"]));
        using var json = JsonDocument.Parse(File.ReadAllBytes(_cli["one.json"]));
        var options = json
            .RootElement.GetProperty("predictions")[0]
            .GetProperty("options")
            .EnumerateArray()
            .Select(option =>
                (
                    Text: option.GetProperty("text").GetString()!,
                    P: option.GetProperty("probability").GetDouble()
                )
            )
            .ToArray();
        Assert.Equal(
            ["Kawasaki disease", "Measles", "Scabies"],
            options.Select(option => option.Text).Order()
        );
        Assert.Equal(1, options.Sum(option => option.P), 1e-6);
        Assert.Equal(
            options.Select(option => option.P).OrderDescending(),
            options.Select(option => option.P)
        );

        // The same question in another order, typed in, has the same answer.
        Assert.Equal(
            0,
            _cli.Run(
                "predict",
                bundle,
                "--set",
                "stem=A boy of six has a fever and a rash. Which is the most likely diagnosis?",
                "--set",
                "A=Scabies",
                "--set",
                "B=Kawasaki disease",
                "--set",
                "C=Measles",
                "--out",
                _cli["one.txt"]
            )
        );
        string[] shown =
        [
            .. File.ReadAllLines(_cli["one.txt"])
                .Where(line =>
                    line.Contains('%', StringComparison.Ordinal)
                    && !line.Contains("Cannot tell", StringComparison.Ordinal)
                ),
        ];
        Assert.Equal(3, shown.Length);
        for (int i = 0; i < 3; i++)
            Assert.Contains(options[i].Text, shown[i], StringComparison.Ordinal);
    }

    private void Refuses(string bundle)
    {
        Assert.Equal(2, _cli.Run("predict", bundle, "--set", "A=x", "--set", "B=y"));
        Assert.Contains("has no stem", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("predict", bundle, "--set", "stem=Which?", "--set", "A=x"));
        Assert.Contains("1 options", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(
            3,
            _cli.Run("predict", bundle, "--set", "stem=Which is it?", "--set", "A=x", "--set", "B=x")
        );
        Assert.Contains("same option twice", _cli.Error, StringComparison.Ordinal);
        string[] many = [.. "ABCDEF".Select(letter => $"--set={letter}=option {letter}")];
        Assert.Equal(3, _cli.Run(["predict", bundle, "--set", "stem=Which is it?", .. many]));
        Assert.Contains("at most 5", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(
            3,
            _cli.Run(
                "predict",
                bundle,
                "--set",
                "stem=Was hat der Junge mit dem Fieber?",
                "--set",
                "A=x",
                "--set",
                "B=y"
            )
        );
        Assert.Contains("not English", _cli.Error, StringComparison.Ordinal);
        File.WriteAllText(_cli["bad.jsonl"], $"{Question}\n{{\"question\": \"q\"}}");
        Assert.Equal(3, _cli.Run("predict", bundle, _cli["bad.jsonl"]));
        Assert.Contains("bad.jsonl, line 2", _cli.Error, StringComparison.Ordinal);
        File.WriteAllLines(
            _cli["twice.jsonl"],
            [
                .. Enumerable.Repeat(Question, 40),
                """{"question": "Which is it?", "options": {"A": "gout", "B": "gout"}}""",
            ]
        );
        Assert.Equal(3, _cli.Run("predict", bundle, _cli["twice.jsonl"]));
        Assert.Contains(
            "twice.jsonl, line 41: it has the same option twice",
            _cli.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("Kawasaki disease", _cli.Output, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("explain", bundle, _cli["one.jsonl"], "--row", "2"));
        Assert.Contains("none is number 2", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("explain", bundle, _cli["one.jsonl"], "--outcome", "answer"));
        Assert.Contains("this bundle is on questions", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("predict", bundle, _cli["one.jsonl"], "--out", _cli["a.csv"]));
    }

    /// <summary>Leaving a word out and predicting anew is what its weight says.</summary>
    private void Explains(string bundle)
    {
        Assert.Equal(0, _cli.Run("explain", bundle, _cli["one.jsonl"], "--out", _cli["why.html"]));
        Assert.Contains("For Kawasaki disease: ", _cli.Output, StringComparison.Ordinal);
        string page = File.ReadAllText(_cli["why.html"]);
        foreach (string option in (string[])["option-1", "option-2", "option-3", "<mark class="])
            Assert.Contains(option, page, StringComparison.Ordinal);

        Assert.Equal(0, _cli.Run("explain", bundle, _cli["one.jsonl"], "--out", _cli["why.json"]));
        using var why = JsonDocument.Parse(File.ReadAllBytes(_cli["why.json"]));
        var options = why.RootElement.GetProperty("options").EnumerateArray().ToArray();
        Assert.Equal(3, options.Length);
        foreach (var option in options)
        {
            Assert.Equal(
                ["a", "boy", "of", "six"],
                option
                    .GetProperty("stem")
                    .EnumerateArray()
                    .Take(4)
                    .Select(word => word.GetProperty("word").GetString()!.ToLowerInvariant())
            );
            Assert.Equal(
                option.GetProperty("text").GetString(),
                string.Join(
                    ' ',
                    option
                        .GetProperty("words")
                        .EnumerateArray()
                        .Select(word => word.GetProperty("word").GetString())
                )
            );
        }
        // Without its own word an option has other odds, by what the word weighs.
        var scabies = options.Single(option => option.GetProperty("text").GetString() == "Scabies");
        File.WriteAllText(
            _cli["without.jsonl"],
            Question.Replace("\"Scabies\"", "\"...\"", StringComparison.Ordinal)
        );
        Assert.Equal(0, _cli.Run("predict", bundle, _cli["without.jsonl"], "--out", _cli["without.json"]));
        using var without = JsonDocument.Parse(File.ReadAllBytes(_cli["without.json"]));
        double left = without
            .RootElement.GetProperty("predictions")[0]
            .GetProperty("options")
            .EnumerateArray()
            .Single(option => option.GetProperty("text").GetString() == "...")
            .GetProperty("probability")
            .GetDouble();
        Assert.Equal(
            LogOdds(scabies.GetProperty("probability").GetDouble()) - LogOdds(left),
            scabies.GetProperty("words")[0].GetProperty("weight").GetDouble(),
            1e-4
        );
    }

    private static double LogOdds(double probability) => Math.Log(probability / (1 - probability));

    private void Evaluates(string bundle)
    {
        // Retrieval finds a book that says it.
        File.WriteAllText(_cli["book.txt"], "A boy of six with fever and rash may have Kawasaki disease.");
        File.WriteAllLines(
            _cli["many.jsonl"],
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    Question
                        .Replace("A boy of six", $"A boy of {i}", StringComparison.Ordinal)
                        .Replace("step1", i % 2 == 0 ? "step1" : "stfep2&3", StringComparison.Ordinal)
                )
        );
        Assert.Equal(
            0,
            _cli.Run(
                "evaluate",
                bundle,
                "--data",
                _cli["many.jsonl"],
                "--corpus",
                _cli["book.txt"],
                "--out",
                _cli["judged"]
            )
        );
        Assert.Contains("Guessing gets 0.3333", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("Retrieval (BM25) gets 1.0000", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("the corpus is book.txt (1 file)", _cli.Output, StringComparison.Ordinal);
        Assert.Contains(
            "The answer that was right most often in training gets ",
            _cli.Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"Wrote {Path.Combine(_cli["judged"], "results.json")}.",
            _cli.Error,
            StringComparison.Ordinal
        );
        // What is in a folder already, a run's own results above all, is not written over.
        Assert.Equal(2, _cli.Run("evaluate", bundle, "--data", _cli["many.jsonl"], "--out", _cli["run"]));
        using var results = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(_cli["judged"], "results.json"))
        );
        var measures = results.RootElement.GetProperty("measures").EnumerateArray().ToArray();
        Assert.Equal(
            [20, 10, 10],
            measures
                .Where(measure =>
                    measure.GetProperty("name").GetString() == "accuracy"
                    && measure.GetProperty("model").GetString() == "network"
                )
                .Select(measure => measure.GetProperty("n").GetInt32())
        );
        foreach (
            string name in (string[])["coverage", "selective_accuracy", "aurc", "accuracy_gain", "mcnemar_p"]
        )
            Assert.Contains(measures, measure => measure.GetProperty("name").GetString() == name);
        foreach (string model in (string[])["network", "bm25", "most_frequent_answer", "chance"])
            Assert.Contains(measures, measure => measure.GetProperty("model").GetString() == model);
        // Without a corpus it looks where the run looked: into Osler's own table.
        Assert.Equal(0, _cli.Run("evaluate", bundle, "--data", _cli["many.jsonl"]));
        Assert.Contains("table of 244 conditions", _cli.Output, StringComparison.Ordinal);
        Assert.Equal(
            2,
            _cli.Run("evaluate", bundle, "--data", _cli["many.jsonl"], "--corpus", _cli["nowhere"])
        );
        Assert.Contains("--corpus", _cli.Error, StringComparison.Ordinal);
    }
}
