using Osler.Core.Chance;
using Osler.Studies;

namespace Osler.Cli.Tests.Commands;

/// <summary>What a run leaves behind that could not do what was asked.</summary>
public sealed class FailedRunTests : IDisposable
{
    private static readonly string[] s_quick =
    [
        "training.epochs=2",
        "training.ensemble.members=2",
        "training.ensemble.leave_out_folds=2",
        "evaluation.bootstrap_draws=100",
        "evaluation.explain=false",
    ];

    private readonly CommandLine _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("data.outcome=nope")]
    [InlineData("data.outcome=age")]
    [InlineData("training.ensemble.leave_out_folds=20 training.ensemble.members=20")]
    [InlineData("training.loss={binary_cross_entropy:{positive_weights:[1,2,3]}}")]
    public void The_same_folder_serves_the_corrected_run(string wrong)
    {
        string table = Table(40);
        Assert.NotEqual(0, Run(table, [.. wrong.Split(' ')]));
        Assert.DoesNotContain("unexpected", _cli.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_cli["out"]));

        Assert.Equal(0, Run(table, []));
    }

    [Fact]
    public void A_folder_that_was_there_stays()
    {
        Directory.CreateDirectory(_cli["out"]);
        Assert.Equal(2, Run(Table(60), ["data.outcome=nope"]));
        Assert.Empty(Directory.GetFileSystemEntries(_cli["out"]));
    }

    [Fact]
    public void Two_runs_do_not_write_to_one_folder()
    {
        Interrupted();
        using (new FileStream(_cli["out/log.jsonl"], FileMode.Append, FileAccess.Write, Share))
            Assert.Equal(2, _cli.Run("run", "--resume", _cli["out"]));
        Assert.Contains("another run is writing to this folder", _cli.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_cli["out/checkpoints/study.yaml"]));
        Assert.Equal(0, _cli.Run("run", "--resume", _cli["out"], "--quiet"));
    }

    [Fact]
    public void A_full_disk_under_the_log_is_told_and_loses_nothing()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs Linux's /dev/full to play a full disk");
        Interrupted();
        string log = _cli["out/log.jsonl"];
        File.Move(log, _cli["log.jsonl"]);
        File.CreateSymbolicLink(log, "/dev/full");
        Assert.Equal(2, _cli.Run("run", "--resume", _cli["out"], "--quiet"));
        Assert.Contains("The disk is full", _cli.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", _cli.Error, StringComparison.OrdinalIgnoreCase);
        File.Delete(log);
        File.Move(_cli["log.jsonl"], log);
        Assert.Equal(0, _cli.Run("run", "--resume", _cli["out"], "--quiet"));
    }

    [Theory]
    [InlineData("seed={0}", "seed")]
    [InlineData("training.epochs={0}", "training.epochs")]
    [InlineData("split={0}", "split")]
    [InlineData("{0}=1", "")]
    public void A_setting_of_400_digits_is_not_echoed_whole(string setting, string key)
    {
        Assert.Equal(2, Run(Table(60), [string.Format(null, setting, new string('7', 400))]));
        Assert.Contains(key, _cli.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('7', 100), _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_kill_left_half_written_goes_when_the_run_goes_on()
    {
        Interrupted();
        string[] remains = ["checkpoints/.study.yaml.7-1.partial", ".results.json.7-2.partial"];
        foreach (string name in remains)
            File.WriteAllText(_cli[$"out/{name}"], "half");
        Directory.CreateDirectory(_cli["out/.bundle.7-3.partial"]);
        Assert.Equal(0, _cli.Run("run", "--resume", _cli["out"], "--quiet"));
        Assert.Empty(Directory.GetFileSystemEntries(_cli["out"], "*.partial", SearchOption.AllDirectories));
    }

    [Fact]
    public void Forty_patients_are_few_but_no_fault()
    {
        Assert.Equal(0, Run(Table(40), ["evaluation.baselines=[gradient_boosting]"]));
        Assert.DoesNotContain("unexpected", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_patients_are_told_with_what_to_ask_for_instead()
    {
        Assert.Equal(
            3,
            Run(Table(40), ["training.ensemble.leave_out_folds=20", "training.ensemble.members=20"])
        );
        Assert.Matches(
            @"training: The training part has \d+ patients with and \d+ without the outcome: too few",
            _cli.Error
        );
        Assert.Matches(
            @"--set training.ensemble.leave_out_folds=\d+ training.ensemble.members=\d+",
            _cli.Error
        );
    }

    [Theory]
    [InlineData("training.optimiser={adamw: {learning_rate: 1e20}}")]
    [InlineData("training.optimiser={adamw: {weight_decay: 1e300}}")]
    [InlineData("training.ensemble={members: 100000}")]
    public void Settings_beyond_reason_are_refused_by_their_key(string setting)
    {
        Assert.Equal(2, Run(Table(60), [setting]));
        Assert.Contains("osler: --set training.", _cli.Error, StringComparison.Ordinal);
    }

    private static FileShare Share => OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;

    private int Run(string table, string[] settings) =>
        _cli.Run([
            "run",
            "heart-attack",
            "--data",
            table,
            "--out",
            _cli["out"],
            "--quiet",
            "--set",
            "data.outcome=died",
            .. s_quick,
            .. settings,
        ]);

    // Stops as soon as it has trained.
    private void Interrupted()
    {
        using var source = new CancellationTokenSource();
        var watcher = new Stopper(source);
        Assert.Throws<OperationCanceledException>(() =>
            TableStudy.Run(
                StudyFile.Open(
                    "heart-attack",
                    [.. s_quick, "data.outcome=died", "evaluation.baselines=[]"],
                    Table(60)
                ),
                new RunOptions
                {
                    OutFolder = _cli["out"],
                    Progress = watcher,
                    Cancellation = source.Token,
                }
            )
        );
    }

    private string Table(int rows)
    {
        var random = new KeyedRandom(1, "table");
        var lines = Enumerable
            .Range(0, rows)
            .Select(i =>
                FormattableString.Invariant($"{40 + random.Next(40)},{100 + random.Next(80)},{i % 2}")
            );
        File.WriteAllLines(_cli["table.csv"], ["age,sbp,died", .. lines]);
        return _cli["table.csv"];
    }

    private sealed class Stopper(CancellationTokenSource source) : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            if (value.Stage == "judge")
                source.Cancel();
        }
    }
}
