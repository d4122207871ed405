using Osler.Tests.Shared;

namespace Osler.Cli.Tests.Commands;

/// <summary>What comes before a run: looking at a table, drawing patients, a study file to edit.</summary>
public sealed class DataAndInitTests : IDisposable
{
    private readonly SmallBundle _bundle = new();
    private readonly CommandLine _cli = new();

    public void Dispose()
    {
        _cli.Dispose();
        _bundle.Dispose();
    }

    [Fact]
    public void Data_check_ends_with_0_or_1_and_shows_the_columns()
    {
        int code = _cli.Run("data", "check", _bundle.TablePath, "--outcome", "outcome");
        Assert.Equal("", _cli.Error);
        Assert.InRange(code, 0, 1);
        Assert.Contains("smoker", _cli.Output, StringComparison.Ordinal);
        File.WriteAllLines(_cli["odd.csv"], ["a,b,y", "1,5,0", "1,6,1", "1,7,0", "1,8,1"]);
        Assert.Equal(1, _cli.Run("data", "check", _cli["odd.csv"], "--outcome", "y"));
        Assert.Contains("Warning: ", _cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_check_of_nothing_ends_with_3()
    {
        Assert.Equal(3, _cli.Run("data", "check", _cli["absent.csv"]));
        Assert.Equal(3, _cli.Run("data", "check", _cli.Folder));
    }

    [Fact]
    public void Data_simulate_writes_the_same_patients_for_the_same_seed_and_nothing_over_a_file()
    {
        Assert.Equal(
            0,
            _cli.Run(
                "data",
                "simulate",
                "heart-attack",
                "--patients",
                "50",
                "--seed",
                "3",
                "--out",
                _cli["a.csv"]
            )
        );
        Assert.Equal(
            0,
            _cli.Run(
                "data",
                "simulate",
                "heart-attack",
                "--patients",
                "50",
                "--seed",
                "3",
                "--out",
                _cli["b.csv"]
            )
        );
        Assert.Equal(File.ReadAllText(_cli["a.csv"]), File.ReadAllText(_cli["b.csv"]));
        Assert.Equal(51, File.ReadAllLines(_cli["a.csv"]).Length);
        Assert.Equal(
            2,
            _cli.Run("data", "simulate", "heart-attack", "--patients", "60", "--out", _cli["a.csv"])
        );
        Assert.Equal(File.ReadAllText(_cli["b.csv"]), File.ReadAllText(_cli["a.csv"]));
    }

    [Fact]
    public void Init_copies_the_ready_study()
    {
        Assert.Equal(0, _cli.Run("init", _cli["mine"], "--like", "heart-attack"));
        Assert.Equal(
            Osler.Studies.StudyCatalog.Get("heart-attack").Text(),
            File.ReadAllText(_cli["mine/study.yaml"])
        );
        Assert.Equal(2, _cli.Run("init", _cli["mine"], "--like", "heart-attack"));
        Assert.Equal(2, _cli.Run("init", _cli["other"], "--like", "hart-attack"));
        Assert.False(Directory.Exists(_cli["other"]));
    }

    [Fact]
    public void Init_writes_the_columns_of_a_table_and_the_file_can_be_read()
    {
        Assert.Equal(
            0,
            _cli.Run("init", _cli["mine"], "--like", "heart-attack", "--data", _bundle.TablePath)
        );
        string text = File.ReadAllText(_cli["mine/study.yaml"]);
        Assert.Contains("# Please check:", text, StringComparison.Ordinal);
        var study = Osler.Studies.StudyFile.Open(_cli["mine"]);
        Assert.Equal("outcome", study.Data.Outcome);
        Assert.Equal(["age", "sbp", "sex", "smoker"], study.Data.Inputs);
        Assert.Equal(_bundle.TablePath, study.Data.Path);
    }
}
