using System.Text.Json;
using Osler.Core;
using Osler.Core.Bundles;

namespace Osler.Cli.Tests.Commands;

public sealed class TextBundleTests : IDisposable
{
    private readonly CommandLine _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("evaluate --data texts.csv --positive yes")]
    [InlineData("evaluate --data texts.csv --patient id")]
    [InlineData("evaluate --data texts.csv --delimiter tab")]
    [InlineData("explain fever --row 3")]
    [InlineData("explain fever --decimal-comma")]
    public void What_is_about_tables_is_refused_by_one_clear_message(string command)
    {
        BundleFolder.Write(_cli["bundle"], OslerVersion.Text, [BundleFile.Of(s_card)]);
        string[] words = command.Split(' ');
        Assert.Equal(2, _cli.Run([words[0], _cli["bundle"], .. words[1..]]));
        Assert.Contains("bundle is on text", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_texts_is_answered_row_by_row_and_a_row_that_is_refused_says_why()
    {
        string[] study =
        [
            "run",
            "vignettes",
            "--quiet",
            "--set",
            "data.simulate.patients=600",
            "network=bag",
            "training.epochs=1",
            "text.merges=200",
            "training.precision=float32",
            "evaluation={explain: false, baselines: [], bootstrap_draws: 100}",
            "--out",
            _cli["run"],
        ];
        Assert.Equal(0, _cli.Run(study));
        File.WriteAllText(
            _cli["letters.csv"],
            "id,text\n1,\"He has a fever, and a cough.\"\n2,\n3,Ο ασθενής έχει πυρετό και βήχα από χθες\n4,My knee hurts.\n"
        );
        string bundle = Path.Combine(_cli["run"], "bundle");

        Assert.Equal(3, _cli.Run(["predict", bundle, _cli["letters.csv"], "--out", _cli["answers.csv"]]));

        string[][] rows = [.. File.ReadLines(_cli["answers.csv"]).Select(line => line.Split(','))];
        Assert.Equal(["text", "verdict", "first"], rows[0][..3]);
        Assert.Equal(["\"letters.csv", " row 1\""], rows[1][..2]);
        Assert.Equal(5, rows.Length);
        string[] lines = File.ReadAllLines(_cli["answers.csv"]);
        Assert.Contains("is empty", lines[2], StringComparison.Ordinal);
        Assert.Contains("not English", lines[3], StringComparison.Ordinal);
        Assert.EndsWith(",", lines[4], StringComparison.Ordinal);
        Assert.Contains("Refused letters.csv, row 2", _cli.Error, StringComparison.Ordinal);

        File.WriteAllText(_cli["other.csv"], "note\nfever\n");
        Assert.Equal(3, _cli.Run(["predict", bundle, _cli["other.csv"]]));
        Assert.Contains("no column 'text'", _cli.Error, StringComparison.Ordinal);

        // A text without a finding of the patient's own has no answer, however sure the network is.
        foreach (
            string nothing in (string[])["No burning when passing urine.", "My sister has gout.", "pain"]
        )
        {
            using var asked = new CommandLine();
            Assert.Equal(0, asked.Run(["predict", bundle, nothing]));
            Assert.Contains("Cannot tell. ", asked.Output, StringComparison.Ordinal);
            Assert.Equal(0, asked.Run(["predict", bundle, nothing, "--json"]));
            Assert.Contains("\"cannot_tell\"", asked.Output, StringComparison.Ordinal);
        }
        File.WriteAllText(
            _cli["denied.csv"],
            "text,label\n\"No fever, no cough, no rash.\",none_of_these\nDenies dysuria and cloudy urine.,none_of_these\n"
        );
        Assert.Equal(
            0,
            _cli.Run(["evaluate", bundle, "--data", _cli["denied.csv"], "--out", _cli["judged"]])
        );
        using var judged = JsonDocument.Parse(File.ReadAllBytes(_cli["judged/results.json"]));
        Assert.Equal(
            0,
            judged
                .RootElement.GetProperty("measures")
                .EnumerateArray()
                .Single(measure => measure.GetProperty("name").GetString() == "coverage")
                .GetProperty("value")
                .GetDouble()
        );

        // What is no text is an error rather than a diagnosis.
        Directory.CreateDirectory(_cli["folder"]);
        File.WriteAllText(_cli["questions.jsonl"], "{\"question\": \"Which?\"}\n");
        foreach (
            var (input, said) in (ReadOnlySpan<(string, string)>)
                [
                    ("nope.csv", "no such file"),
                    ("nowhere/nope", "no such file"),
                    (_cli["folder"], "This is a folder"),
                    (_cli["questions.jsonl"], "This bundle reads texts"),
                ]
        )
        {
            using var asked = new CommandLine();
            Assert.Equal(3, asked.Run(["predict", bundle, input]));
            Assert.Contains(said, asked.Error, StringComparison.Ordinal);
        }

        // A table that is piped is read as one.
        using var piped = new CommandLine
        {
            Input = "id,text\n1,He has a fever and a cough.\n2,My knee hurts.\n",
        };
        Assert.Equal(0, piped.Run(["predict", bundle, "-"]));
        Assert.Contains("standard input, row 2", piped.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_all_say_the_same_are_refused_and_a_study_on_texts_has_no_corpus()
    {
        File.WriteAllLines(
            _cli["same.csv"],
            [
                "text,label",
                .. Enumerable.Range(0, 600).Select(i => $"I have a fever and a sore throat.,{i % 2}"),
            ]
        );
        Assert.Equal(3, _cli.Run(["run", "vignettes", "--data", _cli["same.csv"], "--out", _cli["no"]]));
        Assert.Contains("All 600 texts say nearly the same", _cli.Error, StringComparison.Ordinal);

        Assert.Equal(2, _cli.Run(["run", "vignettes", "--set", "exams.corpus=x", "--out", _cli["nor"]]));
        Assert.Contains("This study is on texts", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Questions_of_one_stem_are_refused_in_words_on_questions_and_with_a_remedy_that_works()
    {
        File.WriteAllLines(
            _cli["same.jsonl"],
            Enumerable.Repeat(
                "{\"question\": \"A man has had a fever for three days. What has he?\", \"options\": {\"A\": \"Flu\", \"B\": \"Gout\"}, \"answer_idx\": \"A\", \"answer\": \"Flu\"}",
                30
            )
        );
        Assert.Equal(3, _cli.Run(["run", "exams", "--data", _cli["same.jsonl"], "--out", _cli["no"]]));
        Assert.Contains("nearly the same stem", _cli.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("patients", _cli.Error, StringComparison.Ordinal);
    }

    // The card alone: nothing else is asked for before the command line is refused.
    private static readonly Card s_card = new()
    {
        Study = "notes",
        Title = "Notes",
        Question = "Which disease does a note describe?",
        IntendedUse = "Tests.",
        NotFor = ["Patients."],
        Osler = OslerVersion.Text,
        Seed = 7,
        Outcomes = [new("flu", "Flu"), new("cold", "Cold")],
        Inputs = [],
        Text = new(64, 1, 0.5, "for tests"),
        OperatingPoints = [],
        Data = new("notes", [new("train", 8, null, 3)]),
        Network = "none",
        Members = 1,
    };
}
