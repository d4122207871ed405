using System.Text.Json;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Splits;
using Osler.Core.Texts;
using Osler.Serving;
using Osler.Studies.Exams;

namespace Osler.Studies.Tests.Exams;

public sealed class ExamStudyTests : IDisposable
{
    private static readonly string[] s_quick =
    [
        "training.epochs=1",
        "text.merges=100",
        "text.length=64",
        "text.least_steps=0",
        "evaluation.bootstrap_draws=100",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("osler-exams-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Written_questions_go_from_data_to_report_results_and_bundle()
    {
        Run("a", null, "data.simulate.patients=300");
        var results = Results("a");
        Assert.Equal(300, results.GetProperty("data").GetProperty("questions").GetInt32());
        var accuracies = results
            .GetProperty("measures")
            .EnumerateArray()
            .Where(measure => measure.GetProperty("name").GetString() == "accuracy")
            .ToLookup(
                measure => measure.TryGetProperty("subgroup", out var kind) ? kind.GetString() : null,
                measure => measure.GetProperty("model").GetString()
            );
        Assert.Equal(
            [null, "kind=any conditions", "kind=close rivals", "kind=related conditions"],
            accuracies.Select(kind => kind.Key).Order(StringComparer.Ordinal)
        );
        Assert.All(
            accuracies,
            models => Assert.Equal(["bm25", "chance", "most_frequent_answer", "network"], models.Order())
        );
        string report = File.ReadAllText(Path.Combine(_folder, "a", "report.html"));
        foreach (
            string section in (string[])
                ["answer", "calibration", "cannot-tell", "questions", "network", "training", "limits"]
        )
            Assert.Contains($"id=\"{section}\"", report, StringComparison.Ordinal);
        foreach (
            string file in (string[])["model.onnx", "card.json", "preprocessing.json", "weights.safetensors"]
        )
            Assert.True(File.Exists(Path.Combine(_folder, "a", "bundle", file)), file);
    }

    /// <summary>Nobody can learn these questions: hardly any is answered, and the bundle says "cannot tell" as the run did.</summary>
    [Fact]
    public void A_network_that_guesses_cannot_tell()
    {
        string file = Written(60);
        Run("a", file, "split.folds.count=3");
        var coverage = Results("a")
            .GetProperty("measures")
            .EnumerateArray()
            .Single(measure => measure.GetProperty("name").GetString() == "coverage");
        Assert.InRange(coverage.GetProperty("value").GetDouble(), 0, 0.2);
        using var predictor = QuestionPredictor.Open(BundleFolder.Open(Path.Combine(_folder, "a", "bundle")));
        Assert.Contains("5 %", predictor.Reading.Rule, StringComparison.Ordinal);
        Assert.All(
            ExamQuestions.Read(file).Questions,
            question =>
            {
                var prediction = predictor.Predict(question);
                Assert.Equal(
                    prediction.Options[0].Probability < predictor.Reading.Threshold,
                    prediction.Verdict == TextVerdict.CannotTell
                );
            }
        );
    }

    /// <summary>Four and five options in one file, two kinds, a stem told twice: each question is judged once.</summary>
    [Fact]
    public void A_file_is_cross_validated_and_every_question_judged_once()
    {
        string file = Written(60);
        Run("a", file, "split.folds.count=3");
        var results = Results("a");
        var accuracy = results
            .GetProperty("measures")
            .EnumerateArray()
            .Where(measure =>
                measure.GetProperty("name").GetString() == "accuracy"
                && measure.GetProperty("model").GetString() == "network"
            )
            .ToDictionary(
                measure => measure.TryGetProperty("subgroup", out var kind) ? kind.GetString() ?? "" : "",
                measure => measure.GetProperty("n").GetInt32()
            );
        Assert.Equal(60, accuracy[""]);
        Assert.Equal((30, 30), (accuracy["kind=step1"], accuracy["kind=step2&3"]));
        double chance = results
            .GetProperty("measures")
            .EnumerateArray()
            .First(measure => measure.GetProperty("model").GetString() == "chance")
            .GetProperty("value")
            .GetDouble();
        Assert.Equal((0.25 + 0.2) / 2, chance, 1e-12);
    }

    /// <summary>A book that holds each right answer beside its question.</summary>
    [Fact]
    public void Retrieval_looks_into_the_corpus_that_is_given()
    {
        string file = Written(30);
        string book = Directory.CreateDirectory(Path.Combine(_folder, "books")).FullName;
        File.WriteAllLines(
            Path.Combine(book, "answers.jsonl"),
            ExamQuestions
                .Read(file)
                .Questions.Select(question =>
                    JsonSerializer.Serialize(
                        new { text = $"{question.Stem} {question.Options[question.Answer]}" }
                    )
                )
        );
        Run("a", file, "split.folds.count=2", $"exams.corpus={book}");
        var results = Results("a");
        Assert.Equal("books (1 file)", results.GetProperty("data").GetProperty("corpus").GetString());
        double found = results
            .GetProperty("measures")
            .EnumerateArray()
            .First(measure => measure.GetProperty("model").GetString() == "bm25")
            .GetProperty("value")
            .GetDouble();
        Assert.InRange(found, 0.8, 1);
        // A folder on this machine is nobody's business.
        Assert.DoesNotContain(
            _folder,
            File.ReadAllText(Path.Combine(_folder, "a", "bundle", "study.yaml")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Near_duplicates_share_a_fold()
    {
        var data = ExamData.Open(StudyFile.Open("exams", data: Written(40)));
        Assert.True(data.Groups.Count < 40);
        foreach (Split split in data.Rounds.Add(data.Kept))
            for (int i = 0; i < 40; i++)
            for (int j = 0; j < i; j++)
                if (data.Groups[i] == data.Groups[j])
                    Assert.Equal(split.Parts[i], split.Parts[j]);
        // Every question is tested in exactly one round.
        Assert.All(
            Enumerable.Range(0, 40),
            i => Assert.Single(data.Rounds, split => split.Parts[i] == Part.Test)
        );
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights()
    {
        Run("a", null, "data.simulate.patients=150");
        Run("b", null, "data.simulate.patients=150");
        Assert.Equal(Weights("a"), Weights("b"));
    }

    [Theory]
    [InlineData("training.loss={softmax_cross_entropy: {label_smoothing: 0.1}}", "not smoothed")]
    [InlineData("training.loss=binary_cross_entropy", "one is right")]
    [InlineData("data.simulate.cohort=heart-attack", "no such simulator of questions")]
    [InlineData("split={column: {column: part}}", "divided at random")]
    [InlineData(
        "network={type: sequence, parts: [{type: embedding, units: 4}, global_average_pool, {type: dense, units: 7}]}",
        "score of an option needs [1]"
    )]
    [InlineData("exams.corpus=/nowhere/at/all", "no corpus")]
    [InlineData(
        "network={preset: bert, layers: 1, units: 8, heads: 2, weights: a.safetensors}",
        "exams.vocabulary"
    )]
    [InlineData("exams.vocabulary=/nowhere/vocab.txt", "vocabulary can't be read")]
    public void A_wrong_study_is_refused_in_words_and_leaves_no_folder(string setting, string what)
    {
        var fault = Assert.Throws<RequestException>(() =>
            Run("a", null, "data.simulate.patients=150", setting)
        );
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "a")));
    }

    [Fact]
    public void Fewer_questions_than_folds_are_refused()
    {
        var fault = Assert.Throws<DataException>(() => Run("a", Written(4)));
        Assert.Contains("folds", fault.Message, StringComparison.Ordinal);
    }

    // Questions i and i + 1 (i divisible by 10) nearly repeat each other.
    private string Written(int count)
    {
        string file = Path.Combine(_folder, "questions.jsonl");
        File.WriteAllLines(
            file,
            Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    int told = i % 10 == 1 ? i - 1 : i;
                    string own = $"{(char)('a' + told % 26)}{(char)('a' + told / 26)}";
                    string stem =
                        $"patient{own} of{own} has finding{own} since day{own} and word{own} too{(i % 10 == 1 ? " indeed" : "")}";
                    string[] options =
                    [
                        .. Enumerable
                            .Range(0, i % 2 == 0 ? 4 : 5)
                            .Select(k => $"answer{(char)('a' + k)} of {i % 7}"),
                    ];
                    return JsonSerializer.Serialize(
                        new
                        {
                            question = stem,
                            options,
                            answer_idx = i % 3,
                            meta_info = i % 2 == 0 ? "step1" : "step2&3",
                        }
                    );
                })
        );
        return file;
    }

    private void Run(string name, string? data, params string[] settings) =>
        Study.Run(
            StudyFile.Open("exams", [.. s_quick, .. settings], data),
            new RunOptions { OutFolder = Path.Combine(_folder, name) }
        );

    private JsonElement Results(string name)
    {
        using var results = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(_folder, name, "results.json"))
        );
        return results.RootElement.Clone();
    }

    private byte[] Weights(string name) =>
        File.ReadAllBytes(Path.Combine(_folder, name, "bundle", "weights.safetensors"));
}
