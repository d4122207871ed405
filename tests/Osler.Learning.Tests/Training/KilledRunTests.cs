using System.Diagnostics;
using System.Runtime.InteropServices;
using Osler.Core.Blocks;
using Osler.Core.Chance;
using Osler.Learning.Optimisers;
using Osler.Learning.Training;
using static Osler.Core.Blocks.Lego;

namespace Osler.Learning.Tests.Training;

/// <summary>A real process, really killed, again and again.</summary>
public sealed class KilledRunTests
{
    private const string FolderVariable = "OSLER_TEST_KILLED_RUN";

    private static readonly Block s_network = Sequence(
        Dense(16),
        BatchNorm(),
        Relu(),
        Dropout(0.2),
        Dense(1)
    );

    private static TrainedNetwork Train(string? folder)
    {
        var data = ToyExamples.Bent(300);
        return Trainer.Train(
            s_network,
            data,
            data.All.AsMemory(0, 200),
            data.All.AsMemory(200),
            new TrainingSettings
            {
                Epochs = 40,
                Batch = 20,
                Optimiser = new AdamW(0.01),
                AverageDecay = 0.98,
                EarlyStopping = new() { Patience = 40 },
                Ensemble = new() { Members = 2, Bootstrap = true },
            },
            new TrainingRun
            {
                Seed = 11,
                CheckpointFolder = folder,
                Resume = true,
                CheckpointInterval = TimeSpan.Zero,
            }
        );
    }

    private static byte[] Bytes(TrainedNetwork trained) =>
        [
            .. trained.Weights.SelectMany(weight =>
                MemoryMarshal.AsBytes(weight.Value.Values.AsSpan()).ToArray()
            ),
        ];

    /// <summary>What the child does; it is this test program, asked for this one test.</summary>
    [Fact(Explicit = true)]
    public void Child()
    {
        string folder = Environment.GetEnvironmentVariable(FolderVariable)!;
        File.WriteAllBytes(
            Path.Combine(folder, "weights"),
            Bytes(Train(Path.Combine(folder, "checkpoints")))
        );
    }

    [Fact]
    public void A_run_killed_at_random_moments_ends_with_the_same_bytes()
    {
        string folder = Directory.CreateTempSubdirectory("osler-killed-").FullName;
        string checkpoints = Path.Combine(folder, "checkpoints");
        string weights = Path.Combine(folder, "weights");
        var random = new KeyedRandom(Environment.ProcessId, "moments");
        int kills = 0;
        while (!File.Exists(weights))
        {
            string? before = Newest(checkpoints);
            using var child = Process.Start(
                new ProcessStartInfo(
                    Environment.ProcessPath!,
                    ["-explicit", "only", "-method", $"{typeof(KilledRunTests).FullName}.{nameof(Child)}"]
                )
                {
                    Environment = { [FolderVariable] = folder },
                    RedirectStandardOutput = true,
                    UseShellExecute = false,
                }
            )!;
            child.OutputDataReceived += (_, _) => { };
            child.BeginOutputReadLine();
            // Once it has gone on, some steps more; the sixth child may finish.
            while (kills < 5 && !child.HasExited && Newest(checkpoints) == before)
                Thread.Sleep(1);
            if (kills < 5)
            {
                Thread.Sleep(random.Next(120));
                child.Kill();
                kills++;
            }
            Assert.True(child.WaitForExit(TimeSpan.FromMinutes(2)));
        }
        Assert.True(kills >= 3, $"The run ended after {kills} kills only.");
        Assert.Equal(Bytes(Train(folder: null)), File.ReadAllBytes(weights));
        Directory.Delete(folder, recursive: true);
    }

    private static string? Newest(string folder) =>
        Directory.Exists(folder)
            ? Directory
                .EnumerateFiles(folder, "step-*")
                .OrderDescending(StringComparer.Ordinal)
                .FirstOrDefault()
            : null;
}
