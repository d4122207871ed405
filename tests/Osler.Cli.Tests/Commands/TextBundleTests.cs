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
