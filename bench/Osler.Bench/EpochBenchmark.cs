using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Osler.Core.Blocks;
using Osler.Core.Chance;
using Osler.Core.Preprocessing;
using Osler.Learning.Optimisers;
using Osler.Learning.Training;
using static Osler.Core.Blocks.Lego;
using static TorchSharp.torch;

namespace Osler.Bench;

/// <summary>Training epochs of 20 → 64 → 64 → 1 (ReLU, Adam, batches of 256) on 100,000 rows.</summary>
internal static class EpochBenchmark
{
    private const int Rows = 100_000;
    private const int Width = 20;
    private const int BatchSize = 256;
    private const int Epochs = 3;

    /// <summary>Writes the rows for scikit-learn to FOLDER, then prints Osler's and plain TorchSharp's seconds an epoch.</summary>
    public static int Run(string folder)
    {
        var random = new KeyedRandom(1, "bench epoch");
        float[] features = new float[Rows * Width];
        float[] targets = new float[Rows];
        for (int i = 0; i < features.Length; i++)
            features[i] = (float)random.NextNormal();
        for (int row = 0; row < Rows; row++)
        {
            double logit =
                features[row * Width] + (features[row * Width + 1] * features[row * Width + 2]) - 1;
            targets[row] = random.NextDouble() < 1 / (1 + Math.Exp(-logit)) ? 1 : 0;
        }
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "features.f32"), MemoryMarshal.AsBytes(features.AsSpan()));
        File.WriteAllBytes(Path.Combine(folder, "targets.f32"), MemoryMarshal.AsBytes(targets.AsSpan()));

        // Each once to warm up; then the best of three, turn by turn, so that other work on the machine meets both.
        Loop(features, targets, 1);
        Osler(features, targets, 1);
        var osler = (Wall: double.PositiveInfinity, Processor: 0.0, Loss: 0.0);
        var loop = osler;
        for (int run = 0; run < 3; run++)
        {
            osler = Best(osler, () => Osler(features, targets, Epochs));
            loop = Best(loop, () => Loop(features, targets, Epochs));
        }
        Print("osler", osler);
        Print("torchsharp", loop);
        return 0;
    }

    private static double Osler(float[] features, float[] targets, int epochs)
    {
        using var matrix = FeatureMatrix.Of(features, Width);
        var trained = Trainer.Train(
            Sequence(Dense(64), Relu(), Dense(64), Relu(), Dense(1)),
            new Examples(matrix, targets),
            Enumerable.Range(0, Rows).ToArray(),
            default,
            new TrainingSettings
            {
                Epochs = epochs,
                Batch = BatchSize,
                Optimiser = new Adam { LearningRate = 0.001 },
                EarlyStopping = null,
            },
            new TrainingRun { Seed = 1 }
        );
        return trained.History.Epochs[^1].TrainLoss;
    }

    // As the library's own examples write it: a module, an optimiser, a shuffled index, one step after another.
    private static double Loop(float[] features, float[] targets, int epochs)
    {
        using var outer = NewDisposeScope();
        manual_seed(1);
        using var network = nn.Sequential(
            nn.Linear(Width, 64),
            nn.ReLU(),
            nn.Linear(64, 64),
            nn.ReLU(),
            nn.Linear(64, 1)
        );
        using var optimiser = optim.Adam(network.parameters(), 0.001);
        using var criterion = nn.BCEWithLogitsLoss();
        var x = tensor(features, [Rows, Width]);
        var y = tensor(targets, [Rows, 1]);
        double sum = 0;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            using var scope = NewDisposeScope();
            sum = 0;
            var order = randperm(Rows);
            for (int start = 0; start < Rows; start += BatchSize)
            {
                using var step = NewDisposeScope();
                var batch = order.narrow(0, start, Math.Min(BatchSize, Rows - start));
                optimiser.zero_grad();
                var loss = criterion.forward(
                    network.forward(x.index_select(0, batch)),
                    y.index_select(0, batch)
                );
                loss.backward();
                optimiser.step();
                sum += loss.item<float>() * batch.numel();
            }
        }
        return sum / Rows;
    }

    private static (double Wall, double Processor, double Loss) Best(
        (double Wall, double Processor, double Loss) best,
        Func<double> work
    )
    {
        var before = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        double loss = work();
        double wall = watch.Elapsed.TotalSeconds / Epochs;
        double processor = (Environment.CpuUsage.TotalTime - before).TotalSeconds / Epochs;
        return wall < best.Wall ? (wall, processor, loss) : best;
    }

    private static void Print(string name, (double Wall, double Processor, double Loss) measured) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name}\t{measured.Wall:F3}\t{measured.Processor:F3}\t{measured.Loss:F4}"
            )
        );

    private sealed class Examples(FeatureMatrix features, float[] targets) : IExamples
    {
        public int Count => features.Rows;

        public Shape Input => [features.Width];

        public int Outcomes => 1;

        public void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination) =>
            features.Gather(cases, destination);

        public void Targets(ReadOnlySpan<int> cases, Span<float> destination)
        {
            for (int i = 0; i < cases.Length; i++)
                destination[i] = targets[cases[i]];
        }
    }
}
