using Osler.Reports.Pictures;
using Osler.Studies;

namespace Osler.Cli.Tests.Commands;

public sealed class ResumeTests : IDisposable
{
    private static readonly string[] s_quick =
    [
        "data.simulate.patients=300",
        "training.epochs=2",
        "training.ensemble.members=2",
        "training.ensemble.leave_out_folds=2",
        "evaluation.bootstrap_draws=100",
        "evaluation.explain=false",
        "evaluation.baselines=[]",
    ];

    private readonly CommandLine _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void A_run_s_folder_is_all_that_resuming_needs()
    {
        Interrupt(_cli["cut"]);

        Assert.Equal(0, _cli.Run("run", "--resume", _cli["cut"], "--quiet"));

        var whole = new RunOptions { OutFolder = _cli["whole"] };
        TableStudy.Run(StudyFile.Open("heart-attack", s_quick), whole);
        const string weights = "bundle/weights.safetensors";
        Assert.Equal(File.ReadAllBytes(_cli[$"whole/{weights}"]), File.ReadAllBytes(_cli[$"cut/{weights}"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void That_nothing_was_kept_yet_is_said_where_it_is_so(bool isTrained)
    {
        Interrupt(_cli["cut"], isTrained: isTrained);

        Assert.Equal(0, _cli.Run("run", "--resume", _cli["cut"]));

        Assert.Equal(
            !isTrained,
            _cli.Error.Contains("no checkpoint was kept yet: the run begins anew", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_finished_run_is_not_resumed()
    {
        Interrupt(_cli["cut"]);
        Assert.Equal(0, _cli.Run("run", "--resume", _cli["cut"], "--quiet"));
        byte[] results = File.ReadAllBytes(_cli["cut/results.json"]);

        Assert.Equal(2, _cli.Run("run", "--resume", _cli["cut"]));

        Assert.Contains("this run is complete", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(results, File.ReadAllBytes(_cli["cut/results.json"]));
    }

    [Theory]
    [InlineData("--set training.epochs=3", "training.epochs is 2 there and 3 here")]
    [InlineData("--seed 5", "seed is 1 there and 5 here")]
    [InlineData("--data mine.csv", "data.path is not stated there")]
    [InlineData("heart-attack", "data.simulate.patients is 300 there and 20000 here")]
    public void What_contradicts_the_run_is_refused_by_its_key(string given, string said)
    {
        Interrupt(_cli["cut"]);
        Assert.Equal(2, _cli.Run(["run", "--resume", _cli["cut"], .. given.Split(' ')]));
        Assert.Contains(said, _cli.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_cli["cut/results.json"]));
    }

    [Fact]
    public void A_table_that_has_changed_anywhere_is_refused()
    {
        string table = _cli["table.csv"];
        Assert.Equal(0, _cli.Run("data", "simulate", "heart-attack", "--patients", "300", "--out", table));
        Interrupt(_cli["cut"], StudyFile.Open("heart-attack", s_quick[1..], table));
        File.AppendAllText(table, File.ReadLines(table).Last() + "\n");

        Assert.Equal(2, _cli.Run("run", "--resume", _cli["cut"]));

        Assert.Contains("the data have changed since this run began", _cli.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_cli["cut/results.json"]));
    }

    [Fact]
    public void Images_that_have_changed_in_any_part_are_refused()
    {
        string images = _cli["images"];
        foreach (string part in (string[])["train", "valid", "test"])
            for (int i = 0; i < 8; i++)
            {
                string path = Path.Combine(images, part, i % 2 == 0 ? "dark" : "bright", $"{i}.png");
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                byte[] samples = new byte[28 * 28];
                Array.Fill(samples, (byte)(100 * (i % 2) + i));
                samples[part.Length] = 200;
                File.WriteAllBytes(path, Png.Write(new Picture(28, 28, samples)));
            }
        Interrupt(
            _cli["cut"],
            StudyFile.Open("digits", ["split=given", "training.epochs=2", "evaluation.explain=false"], images)
        );
        File.Move(Path.Combine(images, "test/dark/0.png"), Path.Combine(images, "test/bright/0.png"));

        Assert.Equal(2, _cli.Run("run", "--resume", _cli["cut"]));

        Assert.Contains("the data have changed since this run began", _cli.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_cli["cut/results.json"]));
    }

    [Fact]
    public void A_folder_of_something_else_is_left_as_it_is()
    {
        File.WriteAllText(_cli["thesis.txt"], "ten years of work");
        Assert.Equal(2, _cli.Run("run", "heart-attack", "--resume", _cli.Folder));
        Assert.Contains("holds no interrupted run", _cli.Error, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(_cli.Folder));
    }

    private static void Interrupt(string folder, StudyFile? study = null, bool isTrained = true)
    {
        using var source = new CancellationTokenSource();
        var options = new RunOptions
        {
            OutFolder = folder,
            Progress = new Stop(source, inTraining: isTrained),
            Cancellation = source.Token,
        };
        Assert.Throws<OperationCanceledException>(() =>
            Study.Run(study ?? StudyFile.Open("heart-attack", s_quick), options)
        );
    }

    private sealed class Stop(CancellationTokenSource source, bool inTraining) : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            if (value.Training is not null || !inTraining)
                source.Cancel();
        }
    }
}
