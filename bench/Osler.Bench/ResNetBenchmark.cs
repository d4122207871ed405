using System.Diagnostics;
using System.Globalization;
using Osler.Core.Blocks;
using Osler.Core.Chance;
using Osler.Learning.Losses;
using Osler.Learning.Optimisers;
using Osler.Learning.Progress;
using Osler.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Osler.Bench;

/// <summary>Training of ResNet-18 at 224 pixels: Osler's trainer beside the same network in plain TorchSharp, float32.</summary>
/// <param name="device"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="cases">Images of an epoch.</param>
/// <param name="batch">Images of a step.</param>
internal sealed class ResNetBenchmark(string device, int cases, int batch)
{
    private const int Side = 224;
    private const int Rounds = 3;

    /// <summary>Prints the seconds of an epoch, turn by turn, and the ratio of the best ones.</summary>
    public int Run()
    {
        float[] pixels = new float[cases * 3 * Side * Side];
        var random = new KeyedRandom(1, "bench resnet");
        foreach (ref float pixel in pixels.AsSpan())
            pixel = (float)random.NextNormal();
        var images = new Images(pixels, cases);
        using var plain = new Plain(pixels, new Device(device), cases, batch);
        var (osler, loop) = (new List<(double Wall, double Processor)>(), new List<(double, double)>());
        for (int round = 0; round < Rounds; round++)
        {
            loop.AddRange(plain.Epochs());
            osler.AddRange(Osler(images));
        }
        Print("plain TorchSharp", loop);
        Print("Osler", osler);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{loop.Min(one => one.Item1) / osler.Min(one => one.Wall):F2} x wall, {loop.Min(one => one.Item2) / osler.Min(one => one.Processor):F2} x processor"
            )
        );
        return 0;
    }

    // The first epoch warms up; the rest count.
    private IEnumerable<(double Wall, double Processor)> Osler(Images images)
    {
        var watch = new EpochWatch(cases / batch);
        Trainer.Train(
            Presets.ResNet18(10),
            images,
            Enumerable.Range(0, cases).ToArray(),
            default,
            new TrainingSettings
            {
                Epochs = 3,
                Batch = batch,
                Loss = new SoftmaxCrossEntropy(),
                Optimiser = new Sgd(0.01) { Momentum = 0.9 },
                EarlyStopping = null,
            },
            new TrainingRun
            {
                Seed = 1,
                Device = device,
                Progress = watch,
            }
        );
        return watch.Epochs.Skip(1);
    }

    private static void Print(string name, List<(double Wall, double Processor)> epochs) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -18}{string.Join("  ", epochs.Select(one => $"{one.Wall:F2}/{one.Processor:F2}"))} s wall/processor"
            )
        );

    private static (double Wall, double Processor) Now() =>
        (Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency, Environment.CpuUsage.TotalTime.TotalSeconds);

    private sealed class EpochWatch(int steps) : IProgress<TrainingProgress>
    {
        private (double Wall, double Processor) _last = Now();
        private long _seen;

        public List<(double Wall, double Processor)> Epochs { get; } = [];

        public void Report(TrainingProgress value)
        {
            // Told after each step or so; an epoch ends with its last.
            if (value.Step % steps != 0 || value.Step == _seen)
                return;
            _seen = value.Step;
            var now = Now();
            Epochs.Add((now.Wall - _last.Wall, now.Processor - _last.Processor));
            _last = now;
        }
    }

    private sealed class Images(float[] pixels, int count) : IExamples
    {
        private const int Length = 3 * Side * Side;

        public int Count => count;

        public Core.Blocks.Shape Input => [3, Side, Side];

        public int Outcomes => 1;

        public void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination)
        {
            for (int i = 0; i < cases.Length; i++)
                pixels.AsSpan(cases[i] * Length, Length).CopyTo(destination[(i * Length)..]);
        }

        public void Targets(ReadOnlySpan<int> cases, Span<float> destination)
        {
            for (int i = 0; i < cases.Length; i++)
                destination[i] = cases[i] % 10;
        }
    }

    // As the library's own examples write it: modules, an optimiser, one step after another.
    private sealed class Plain : IDisposable
    {
        private readonly nn.Module<Tensor, Tensor> _network;
        private readonly optim.Optimizer _optimiser;
        private readonly Tensor _images;
        private readonly Tensor _labels;
        private readonly int _batch;

        public Plain(float[] pixels, Device device, int cases, int batch)
        {
            _network = Network();
            _network.to(device);
            _optimiser = optim.SGD(_network.parameters(), 0.01, momentum: 0.9);
            _images = tensor(pixels, [cases, 3, Side, Side], device: device);
            _labels = tensor([.. Enumerable.Range(0, cases).Select(i => (long)(i % 10))], device: device);
            _batch = batch;
        }

        public IEnumerable<(double Wall, double Processor)> Epochs()
        {
            for (int epoch = 0; epoch < 3; epoch++)
            {
                var before = Now();
                for (int start = 0; start < _images.shape[0]; start += _batch)
                {
                    using var scope = NewDisposeScope();
                    _optimiser.zero_grad();
                    var loss = nn.functional.cross_entropy(
                        _network.forward(_images.narrow(0, start, _batch)),
                        _labels.narrow(0, start, _batch)
                    );
                    loss.backward();
                    _optimiser.step();
                    _ = loss.item<float>();
                }
                var now = Now();
                if (epoch > 0)
                    yield return (now.Wall - before.Wall, now.Processor - before.Processor);
            }
        }

        private static nn.Module<Tensor, Tensor> Network()
        {
            var modules = new List<nn.Module<Tensor, Tensor>>
            {
                nn.Conv2d(3, 64, 7, stride: 2, padding: 3, bias: false),
                nn.BatchNorm2d(64),
                nn.ReLU(),
                nn.MaxPool2d(3, stride: 2, padding: 1),
            };
            int before = 64;
            foreach (int channels in (int[])[64, 128, 256, 512])
            {
                modules.Add(new Basic(before, channels, channels == 64 ? 1 : 2));
                modules.Add(new Basic(channels, channels, 1));
                before = channels;
            }
            modules.AddRange([nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10)]);
            return nn.Sequential(modules);
        }

        public void Dispose()
        {
            _optimiser.Dispose();
            _network.Dispose();
            _images.Dispose();
            _labels.Dispose();
        }
    }

    private sealed class Basic : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _body;
        private readonly nn.Module<Tensor, Tensor>? _shortcut;

        public Basic(int before, int channels, int stride)
            : base("basic")
        {
            _body = nn.Sequential(
                nn.Conv2d(before, channels, 3, stride: stride, padding: 1, bias: false),
                nn.BatchNorm2d(channels),
                nn.ReLU(),
                nn.Conv2d(channels, channels, 3, padding: 1, bias: false),
                nn.BatchNorm2d(channels)
            );
            if (stride > 1)
                _shortcut = nn.Sequential(
                    nn.Conv2d(before, channels, 1, stride: stride, bias: false),
                    nn.BatchNorm2d(channels)
                );
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) =>
            nn.functional.relu(_body.forward(input) + (_shortcut?.forward(input) ?? input));
    }
}
