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
