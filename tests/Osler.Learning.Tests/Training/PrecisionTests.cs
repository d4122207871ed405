using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Learning.Networks;
using Osler.Learning.Optimisers;
using Osler.Learning.Training;
using TorchSharp;
using static Osler.Core.Blocks.Lego;

namespace Osler.Learning.Tests.Training;

public sealed class PrecisionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osler-precision-").FullName;

    private static readonly Block s_network = Sequence(
        Conv(8, 3, padding: 1, bias: false),
        BatchNorm(),
        Relu(),
        MaxPool(2),
        Residual(Sequence(Conv(8, 3, padding: 1), BatchNorm(), Relu(), Dropout(0.1))),
        Conv(16, 3, padding: 1),
        Relu(),
        GlobalAveragePool(),
        Dense(12),
        Relu(),
        Dense(1)
    );

    private static TrainingSettings Settings(Precision precision) =>
        new()
        {
            Epochs = 3,
            Batch = 16,
            Accumulate = 2,
            Optimiser = new AdamW(0.01),
            AverageDecay = 0.9,
            Precision = precision,
        };

    private static TrainedNetwork Train(TrainingSettings settings, TrainingRun? run = null)
    {
        var data = new ToyImages(96);
        return Trainer.Train(
            s_network,
            data,
            data.All.AsMemory(0, 64),
            data.All.AsMemory(64),
            settings,
            run ?? new TrainingRun { Seed = 2 }
        );
    }

    // Rounding a factor to 8 bits moves it by at most 2^-9 of itself, two factors a product by 2^-8, and a sum of
    // products of both signs more of what is left of it: a few times that, over three layers and back.
    [Fact]
    public void A_step_in_bfloat16_has_float32s_loss_and_gradient_within_a_few_percent()
    {
        using var scope = torch.NewDisposeScope();
        var data = new ToyImages(32);
        using var network = TorchNetwork.Build(s_network, data.Input, 1);
        network.Reseed(1);
        var (loss, gradients) = Step(network, data);
        network.Rounds = true;
        network.Reseed(1);
        var (rounded, coarse) = Step(network, data);
        Assert.NotEqual(loss, rounded);
        Assert.Equal(loss, rounded, 0.01 * loss);
        Assert.All(coarse, gradient => Assert.Equal(torch.ScalarType.Float32, gradient.dtype));
        Assert.All(network.Weights, weight => Assert.Equal(torch.ScalarType.Float32, weight.Tensor.dtype));
        float length = torch.cat([.. gradients]).norm().item<float>();
        float apart = torch.cat([.. gradients.Zip(coarse, (a, b) => a - b)]).norm().item<float>();
        Assert.InRange(apart / length, 1e-5, 0.05);
    }

    private static (float Loss, torch.Tensor[] Gradients) Step(TorchNetwork network, ToyImages data)
    {
        float[] inputs = new float[data.Count * data.Input.Values];
        data.Inputs(data.All, 0, training: true, inputs);
        var images = torch.tensor(inputs, [data.Count, .. data.Input.Sizes.Select(size => (long)size)]);
        var labels = torch.tensor([.. data.All.Select(i => (float)(i % 2))], [data.Count, 1]);
        network.zero_grad();
        var loss = torch.nn.functional.binary_cross_entropy_with_logits(network.call(images), labels);
        loss.backward();
        return (
            loss.item<float>(),
            [
                .. network
                    .Weights.Where(weight => weight.Trainable)
                    .Select(weight => weight.Tensor.grad!.flatten().clone()),
            ]
        );
    }

    [Fact]
    public void Logits_are_not_rounded_to_bfloat16()
    {
        using var scope = torch.NewDisposeScope();
        using var network = TorchNetwork.Build(s_network, [1, 16, 16], 1);
        network.eval();
        network.Rounds = true;
        var logits = network.call(torch.randn([64, 1, 16, 16], generator: new torch.Generator(1)));
        Assert.Equal(torch.ScalarType.Float32, logits.dtype);
        var rounded = logits.to(torch.ScalarType.BFloat16).to(torch.ScalarType.Float32);
        Assert.InRange((logits - rounded).abs().max().item<float>(), 1e-6f, 1);
    }

    [Fact]
    public void A_step_leaves_no_tensor_behind()
    {
        var data = new ToyImages(16);
        using var network = TorchNetwork.Build(s_network, data.Input, 1);
        network.Rounds = true;
        using (torch.NewDisposeScope())
            Step(network, data);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (torch.NewDisposeScope())
            Step(network, data);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory, InlineData(Precision.Float32), InlineData(Precision.Bfloat16)]
    public void A_run_cancelled_and_resumed_ends_with_the_same_bytes(Precision precision)
    {
        var settings = Settings(precision);
        var whole = Train(settings);
        foreach (int stopAfter in (int[])[1, 2, 5])
        {
            using var stop = new CancellationTokenSource();
            var run = new TrainingRun
            {
                Seed = 2,
                CheckpointFolder = Path.Combine(_folder, $"{precision}-{stopAfter}"),
                Cancellation = stop.Token,
                Progress = new StopAfter(stopAfter, stop),
                Time = new Ticking(),
            };
            Assert.Throws<OperationCanceledException>(() => Train(settings, run));
            var resumed = Train(
                settings,
                run with
                {
                    Resume = true,
                    Cancellation = default,
                    Progress = null,
                }
            );
            Same(whole.Weights, resumed.Weights);
        }
    }

    [Fact]
    public void A_run_in_one_precision_is_not_resumed_in_the_other()
    {
        var run = new TrainingRun { Seed = 2, CheckpointFolder = _folder };
        Train(Settings(Precision.Float32), run);
        var fault = Assert.Throws<RequestException>(() =>
            Train(Settings(Precision.Bfloat16), run with { Resume = true })
        );
        Assert.Contains("another run", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Learns_as_well_as_float32()
    {
        double Loss(Precision precision) =>
            Train(
                Settings(precision) with
                {
                    Epochs = 60,
                    Accumulate = 1,
                    Optimiser = new AdamW(0.02),
                    EarlyStopping = null,
                }
            )
                .History.Epochs[^1]
                .TrainLoss;
        double single = Loss(Precision.Float32);
        double mixed = Loss(Precision.Bfloat16);
        Assert.InRange(single, 0, 0.1);
        Assert.Equal(single, mixed, 0.05);
    }

    [Fact]
    public void Tables_and_small_networks_stay_in_float32_unless_told()
    {
        bool Rounds(Block network, Shape input, Precision precision = Precision.Auto) =>
            Computing.Rounds(network, input, precision, torch.CPU);
        Assert.False(Rounds(Sequence(Dense(4096), Relu(), Dense(4096), Relu(), Dense(1)), [4096]));
        Assert.False(Rounds(Presets.LeNet5(), [1, 28, 28]));
        Assert.False(Rounds(Presets.ResNet18(10), [3, 64, 64], Precision.Float32));
        Assert.True(Rounds(Sequence(Dense(1)), [3], Precision.Bfloat16));
        Assert.Equal(Rounds(Presets.ResNet18(10), [3, 64, 64]), Rounds(Presets.DenseNet121(10), [3, 64, 64]));
    }

    [Fact]
    public void Predictions_do_not_depend_on_how_many_cases_are_computed_at_once()
    {
        var data = new ToyImages(40);
        var trained = Train(Settings(Precision.Float32));
        float[] one = Inference.Logits(trained.Network, trained.Weights, data, data.All, batch: 1);
        float[] some = Inference.Logits(trained.Network, trained.Weights, data, data.All, batch: 7);
        float[] all = Inference.Logits(trained.Network, trained.Weights, data, data.All);
        for (int i = 0; i < one.Length; i++)
        {
            Assert.Equal(one[i], some[i], 1e-5);
            Assert.Equal(one[i], all[i], 1e-5);
        }
    }

    [Fact]
    public void Cases_computed_at_once_are_as_many_as_fit_64_megabytes_or_half_a_gigabyte_of_a_card()
    {
        Assert.Equal(4096, Inference.AtOnce(Sequence(Dense(64), Relu(), Dense(1)), [20], torch.CPU));
        // ResNet-18's first block gives 64 x 112 x 112 numbers, and batch norm takes as many.
        foreach (
            var (device, megabytes) in new[] { (torch.CPU, 64), (new torch.Device(DeviceType.CUDA), 512) }
        )
            Assert.Equal(
                (megabytes << 20) / (2 * 4 * 2 * 64 * 112 * 112),
                Inference.AtOnce(Presets.ResNet18(2), [3, 224, 224], device)
            );
        Assert.Equal(
            1,
            Inference.AtOnce(Sequence(Conv(64, 3), Flatten(), Dense(1)), [3, 4000, 4000], torch.CPU)
        );
    }

    private static void Same(
        IReadOnlyDictionary<string, TensorData> due,
        IReadOnlyDictionary<string, TensorData> got
    )
    {
        foreach (var (name, tensor) in due)
            Assert.True(tensor.Values.AsSpan().SequenceEqual(got[name].Values), name);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
