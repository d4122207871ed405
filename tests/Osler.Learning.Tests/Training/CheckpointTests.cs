using Osler.Core.Blocks;
using Osler.Core.Faults;
using Osler.Learning.Checkpoints;
using Osler.Learning.Optimisers;
using Osler.Learning.Training;
using static Osler.Core.Blocks.Lego;

namespace Osler.Learning.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osler-checkpoints-").FullName;

    private static Checkpoint Sample(long step) =>
        new(
            "print",
            TrainingState.Start(2) with
            {
                Step = step,
                LossSums = [0.1, double.PositiveInfinity],
                LossWeights = [1 / 3.0, double.NaN],
                Epochs = [new EpochRecord(1, 5, 1e-3, 0.5, null, 0.25)],
                Measures = [-0.25],
                Members = [MemberState.Start, new MemberState(0.1, 3, 2, 5)],
            },
            [new("values", [1, float.NaN, -0f, float.Epsilon]), new("buffers", [])]
        );

    [Fact]
    public void Comes_back_bit_by_bit()
    {
        new CheckpointFolder(_folder).Save(Sample(7));
        var read = new CheckpointFolder(_folder).Load("print")!;
        Assert.Equal(7, read.State.Step);
        Assert.Equal(Sample(7).State.LossSums, read.State.LossSums);
        Assert.Equal(Sample(7).State.LossWeights, read.State.LossWeights);
        Assert.Equal(Sample(7).State.Epochs, read.State.Epochs);
        Assert.Equal(Sample(7).State.Members, read.State.Members);
        Assert.Equal(
            Sample(7).Tensors[0].Value.Select(BitConverter.SingleToInt32Bits),
            read.Tensors[0].Value.Select(BitConverter.SingleToInt32Bits)
        );
        Assert.Empty(read.Tensors[1].Value);
    }

    [Fact]
    public void Keeps_the_last_two()
    {
        var folder = new CheckpointFolder(_folder);
        foreach (int step in (int[])[1, 2, 10])
            folder.Save(Sample(step));
        Assert.Equal(
            ["step-000000000002.checkpoint", "step-000000000010.checkpoint"],
            Directory.GetFiles(_folder).Select(Path.GetFileName).Order()
        );
    }

    [Fact]
    public void Any_cut_or_changed_byte_is_seen_and_the_one_before_is_used()
    {
        var folder = new CheckpointFolder(_folder);
        folder.Save(Sample(1));
        folder.Save(Sample(2));
        string newest = Path.Combine(_folder, "step-000000000002.checkpoint");
        byte[] whole = File.ReadAllBytes(newest);
        Assert.Equal(2, folder.Load("print")!.State.Step);
        for (int length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(newest, whole[..length]);
            Assert.Equal(1, folder.Load("print")!.State.Step);
        }
        for (int at = 0; at < whole.Length; at += 3)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 0x10;
            File.WriteAllBytes(newest, changed);
            Assert.Equal(1, folder.Load("print")!.State.Step);
        }
        File.WriteAllBytes(newest, [.. whole, 0]);
        Assert.Equal(1, folder.Load("print")!.State.Step);
    }

    [Fact]
    public void Halves_that_a_kill_left_are_removed()
    {
        var folder = new CheckpointFolder(_folder);
        folder.Save(Sample(1));
        string half = Path.Combine(_folder, ".step-000000000002.checkpoint.1-2.partial");
        File.WriteAllText(half, "half");
        Assert.Equal(1, folder.Load("print")!.State.Step);
        Assert.False(File.Exists(half));
    }

    private static readonly Block s_network = Sequence(Dense(6), BatchNorm(), Relu(), Dropout(0.2), Dense(1));

    private static TrainingSettings Settings { get; } =
        new()
        {
            Epochs = 6,
            Batch = 16,
            Optimiser = new AdamW(0.02),
            AverageDecay = 0.95,
            EarlyStopping = new() { Patience = 6 },
            Ensemble = new() { Members = 3, Bootstrap = true },
        };

    private static TrainedNetwork Train(
        TrainingRun run,
        TrainingSettings? settings = null,
        bool varies = false
    )
    {
        var data = ToyExamples.Bent(100, varies: varies);
        return Trainer.Train(
            s_network,
            data,
            data.All.AsMemory(0, 70),
            data.All.AsMemory(70),
            settings ?? Settings,
            run
        );
    }

    public static TheoryData<Optimiser> Optimisers { get; } =
    [new AdamW(0.02), new Adam(0.02), new Sgd(0.1) { Momentum = 0.9 }, new RmsProp(0.01) { Momentum = 0.5 }];

    [Theory, MemberData(nameof(Optimisers))]
    public void A_run_cancelled_after_any_step_and_resumed_ends_with_the_same_bytes(Optimiser optimiser)
    {
        var settings = Settings with { Optimiser = optimiser };
        var whole = Train(new TrainingRun { Seed = 4 }, settings);
        // 5 steps an epoch: within an epoch, at its end, in the first and in the last.
        foreach (int stopAfter in (int[])[1, 5, 12, 29])
        {
            string folder = Path.Combine(_folder, $"{optimiser.GetType().Name}-{stopAfter}");
            using var stop = new CancellationTokenSource();
            var run = new TrainingRun
            {
                Seed = 4,
                CheckpointFolder = folder,
                Cancellation = stop.Token,
                Progress = new StopAfter(stopAfter, stop),
                Time = new Ticking(),
            };
            Assert.Throws<OperationCanceledException>(() => Train(run, settings));
            var resumed = Train(
                run with
                {
                    Resume = true,
                    Cancellation = default,
                    Progress = null,
                },
                settings
            );
            TrainerTests.AssertSameBytes(whole, resumed);
            Assert.Equal(whole.History.Epochs, resumed.History.Epochs);
            Assert.Equal(whole.History.Members, resumed.History.Members);
        }
    }

    [Fact]
    public void A_finished_run_resumed_gives_its_result_again()
    {
        var run = new TrainingRun
        {
            Seed = 4,
            CheckpointFolder = _folder,
            Resume = true,
        };
        TrainerTests.AssertSameBytes(Train(run), Train(run));
    }

    [Fact]
    public void Inputs_that_vary_resume_alike()
    {
        var run = new TrainingRun
        {
            Seed = 4,
            CheckpointFolder = _folder,
            Resume = true,
        };
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            Train(
                run with
                {
                    Cancellation = stop.Token,
                    Progress = new StopAfter(8, stop),
                    Time = new Ticking(),
                },
                varies: true
            )
        );
        TrainerTests.AssertSameBytes(
            Train(new TrainingRun { Seed = 4 }, varies: true),
            Train(run, varies: true)
        );
    }

    [Fact]
    public void Another_runs_checkpoint_is_refused()
    {
        var run = new TrainingRun { Seed = 4, CheckpointFolder = _folder };
        Train(run);
        Assert.Throws<RequestException>(() => Train(run));
        Assert.Throws<RequestException>(() => Train(run with { Resume = true, Seed = 5 }));
        Assert.Throws<RequestException>(() =>
            Train(run with { Resume = true }, Settings with { Epochs = 7 })
        );
        Assert.Throws<RequestException>(() =>
            Train(run with { Resume = true }, Settings with { Optimiser = new AdamW(0.03) })
        );
    }

    [Fact]
    public void Progress_and_events_are_told()
    {
        var told = new List<Osler.Learning.Progress.TrainingProgress>();
        Train(
            new TrainingRun
            {
                Seed = 4,
                EventFolder = _folder,
                Progress = new Listener(told),
                Time = new Ticking(),
            }
        );
        Assert.Equal([1, 2, 3, 4, 5, 6], told.Where(one => one.EpochEnded).Select(one => one.Epoch));
        Assert.All(told, one => Assert.True(one.CasesPerSecond > 0 && one.TrainLoss > 0));
        Assert.Equal(TimeSpan.Zero, told[^1].TimeLeft);
        Assert.Equal(30, told[^1].Steps);
        string events = Assert.Single(Directory.GetFiles(_folder));
        Assert.Contains("log_loss/validation", File.ReadAllText(events), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class Listener(List<Osler.Learning.Progress.TrainingProgress> told)
        : IProgress<Osler.Learning.Progress.TrainingProgress>
    {
        public void Report(Osler.Learning.Progress.TrainingProgress value) => told.Add(value);
    }
}
