using Osler.Core.Bundles;
using Osler.Tests.Shared;

namespace Osler.Cli.Tests.Commands;

/// <summary>No command writes over what is there, or under a name that says something else.</summary>
public sealed class TakenPlaceTests : IDisposable
{
    private static readonly string[] s_patient =
    [
        "--set",
        "age=54",
        "sbp=132",
        "sex=female",
        "smoker=former",
    ];

    private readonly CommandLine _cli = new();
    private readonly SmallBundle _bundle = new();

    public void Dispose()
    {
        _cli.Dispose();
        _bundle.Dispose();
    }

    [Theory]
    [InlineData("inspect", "taken.svg", "--svg")]
    [InlineData("inspect a network", "taken.svg", "--svg")]
    [InlineData("predict", "taken.csv", "--out")]
    [InlineData("predict", "taken.json", "--out")]
    [InlineData("explain", "taken.json", "--out")]
    [InlineData("explain a cohort", "taken.html", "--out")]
    [InlineData("explain a cohort", "folder", "--out")]
    [InlineData("evaluate", "folder", "--out")]
    [InlineData("simulate", "taken.csv", "--out")]
    [InlineData("label", "taken.csv", "--out")]
    public void What_is_there_is_never_overwritten_and_this_is_told_before_any_work(
        string command,
        string name,
        string option
    )
    {
        string taken = name == "folder" ? _cli["folder/patients.csv"] : _cli[name];
        Directory.CreateDirectory(Path.GetDirectoryName(taken)!);
        File.WriteAllText(taken, "patients of somebody else");
        Assert.Equal(2, _cli.Run([.. Arguments(command), option, _cli[name]]));
        Assert.Contains(_cli[name], _cli.Error, StringComparison.Ordinal);
        Assert.Contains("nothing is overwritten", _cli.Error, StringComparison.Ordinal);
        Assert.Equal("", _cli.Output);
        Assert.Equal("patients of somebody else", File.ReadAllText(taken));
    }

    [Theory]
    [InlineData("inspect", "new.csv", "--svg")]
    [InlineData("explain", "new.csv", "--out")]
    [InlineData("explain a cohort", "new.csv", "--out")]
    [InlineData("simulate", "new.parquet", "--out")]
    [InlineData("simulate questions", "new.csv", "--out")]
    [InlineData("label", "new.json", "--out")]
    public void A_name_that_ends_as_something_else_is_refused(string command, string name, string option)
    {
        Assert.Equal(2, _cli.Run([.. Arguments(command), option, _cli[name]]));
        Assert.Contains("is written as", _cli.Error, StringComparison.Ordinal);
        Assert.Equal("", _cli.Output);
        Assert.False(Path.Exists(_cli[name]));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("predict")]
    [InlineData("inspect")]
    public void A_bundle_without_its_manifest_ends_every_command_with_1(string command)
    {
        File.Delete(Path.Combine(_bundle.Path, Manifest.FileName));
        Assert.Equal(1, _cli.Run([command, _bundle.Path, .. command == "predict" ? s_patient : []]));
        Assert.Contains("has no manifest.json", _cli.Error, StringComparison.Ordinal);
        Assert.Equal("", _cli.Output);
    }

    [Fact]
    public void An_empty_folder_is_not_taken_for_a_preset_s_name()
    {
        Directory.CreateDirectory(_cli["empty"]);
        Assert.Equal(2, _cli.Run("inspect", _cli["empty"]));
        Assert.Contains("neither a bundle nor a study", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("verify", _cli["empty"]));
    }

    [Fact]
    public void Evaluate_says_how_many_rows_it_left_out()
    {
        string[] lines = File.ReadAllLines(_bundle.TablePath);
        int outcome = Array.IndexOf(lines[0].Split(','), "outcome");
        foreach (int i in (int[])[1, 2])
        {
            string[] cells = lines[i].Split(',');
            cells[outcome] = "";
            lines[i] = string.Join(',', cells);
        }
        File.WriteAllLines(_cli["some.csv"], lines);
        Assert.Equal(0, _cli.Run("evaluate", _bundle.Path, "--data", _cli["some.csv"]));
        Assert.Equal("Warning: 2 rows have no known outcome: left out.\n", _cli.Error);
    }

    private string[] Arguments(string command) =>
        command switch
        {
            "inspect" => ["inspect", _bundle.Path],
            "inspect a network" => ["inspect", "mlp", "--input", "8"],
            "predict" => ["predict", _bundle.Path, .. s_patient],
            "explain" => ["explain", _bundle.Path, .. s_patient],
            "explain a cohort" => ["explain", _bundle.Path, "--data", _bundle.TablePath],
            "evaluate" => ["evaluate", _bundle.Path, "--data", _bundle.TablePath],
            "simulate" => ["data", "simulate", "heart-attack", "--patients", "5"],
            "simulate questions" => ["data", "simulate", "exam-questions", "--patients", "5"],
            _ => ["data", "label", _bundle.TablePath],
        };
}
