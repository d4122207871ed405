using Osler.Core.Blocks;
using Osler.Core.Tests.Blocks;
using Osler.Learning.Networks;
using Osler.Learning.Optimisers;
using Osler.Learning.Tests.Training;
using Osler.Learning.Training;
using TorchSharp;
using static Osler.Core.Blocks.Lego;
using static Osler.Learning.Tests.Networks.BatteryTests;

namespace Osler.Learning.Tests.Networks;

/// <summary>What must hold on an NVIDIA card as on the processor. CI has none: there these tests say so and are skipped.</summary>
public sealed class CardTests
{
    private static readonly Block s_network = Sequence(
        Conv(20, 3, padding: 1, bias: false),
        BatchNorm(),
        Relu(),
        MaxPool(3, 2, 1),
        Residual(Sequence(Conv(20, 3, padding: 1), BatchNorm(), Relu(), Dropout(0.2))),
        Conv(32, 3, 2, 1),
        Relu(),
        GlobalAveragePool(),
        Dense(1)
    );

    public CardTests() =>
        Assert.SkipUnless(
            torch.cuda_is_available(),
            "There is no NVIDIA card, or no CUDA build of libtorch."
        );

    [Fact]
    public void Every_block_and_preset_has_the_processors_answers_and_gradients()
    {
        _ = Devices.Named("cuda");
        Assert.All(
            Examples.All,
            example =>
            {
                using var scope = torch.NewDisposeScope();
                var (here, there) = (Answer(torch.CPU), Answer(torch.CUDA));
                // Beside the largest of all, since some gradients are nothing but rounding (a bias in front of a softmax).
                float largest = here.Max(tensor => tensor.abs().max().item<float>());
                foreach (var (ours, theirs) in here.Zip(there))
                    Assert.InRange((ours - theirs).abs().max().item<float>() / largest, 0, 1e-4);

                torch.Tensor[] Answer(torch.Device device)
                {
                    var (network, input) = (example.Network, example.Input);
                    var module = TorchNetwork.Build(network, input, Examples.Weights(network, input));
                    module.to(device);
                    var cases = Inputs(network, input).to(device);
                    bool tokens = TokenInput.Takes(ShapeInference.Annotate(network, input));
                    if (!tokens)
                        cases.requires_grad = true;
                    var (output, seconds) = module.ForwardWithSeconds(cases);
                    seconds
                        .Aggregate(output.square().sum(), (sum, second) => sum + second.Answer.square().sum())
                        .backward();
                    return
                    [
                        output.detach().cpu(),
                        tokens ? cases.cpu() : cases.grad!.cpu(),
                        .. module
                            .Weights.Where(weight => weight.Trainable)
                            .Select(weight => weight.Tensor.grad!.cpu()),
                    ];
                }
            }
        );
    }

    [Fact]
    public void Float32_keeps_its_digits()
    {
        _ = Devices.Named("cuda");
        using var scope = torch.NewDisposeScope();
        var network = Sequence(Conv(64, 3, padding: 1, bias: false));
        var module = TorchNetwork.Build(network, [64, 24, 24], 1);
        var images = Inputs([64, 24, 24]);
        var exact = module.call(images);
        module.to(torch.CUDA);
        // TF32's 11 significant bits would give some 3e-4.
        var apart = exact - module.call(images.to(torch.CUDA)).cpu();
        Assert.InRange((apart.abs().max() / exact.abs().max()).item<float>(), 0, 1e-5);
    }

    [Theory, InlineData(Precision.Float32), InlineData(Precision.Bfloat16)]
    public void A_run_learns_as_on_the_processor(Precision precision)
    {
        var here = Train("cpu", precision).History.Epochs[^1];
        var there = Train("cuda", precision).History.Epochs[^1];
        Assert.Equal(here.TrainLoss, there.TrainLoss, 0.05);
        Assert.Equal(here.ValidationLoss!.Value, there.ValidationLoss!.Value, 0.05);
    }

    [Theory, InlineData(Precision.Float32), InlineData(Precision.Bfloat16)]
    public void The_same_seed_gives_the_same_weights(Precision precision)
    {
        var (first, second) = (Train("cuda", precision), Train("cuda", precision));
        Assert.All(
            first.Weights,
            weight => Assert.Equal(weight.Value.Values, second.Weights[weight.Key].Values)
        );
    }

    [Fact]
    public void An_ensemble_is_served_as_it_was_trained()
    {
        var data = ToyExamples.Bent(200);
        var trained = Trainer.Train(
            Sequence(Dense(16), Relu(), Dropout(0.1), Dense(1)),
            data,
            data.All.AsMemory(0, 150),
            data.All.AsMemory(150),
            new TrainingSettings
            {
                Epochs = 5,
                Ensemble = new EnsembleSettings { Members = 4 },
            },
            new TrainingRun { Seed = 1, Device = "cuda" }
        );
        float[] here = Inference.Logits(trained.Network, trained.Weights, data, data.All);
        float[] there = Inference.Logits(trained.Network, trained.Weights, data, data.All, device: "cuda");
        Assert.All(here.Zip(there), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    private static TrainedNetwork Train(string device, Precision precision)
    {
        var data = new ToyImages(96, channels: 3);
        return Trainer.Train(
            s_network,
            data,
            data.All.AsMemory(0, 64),
            data.All.AsMemory(64),
            new TrainingSettings
            {
                Epochs = 4,
                Batch = 16,
                Optimiser = new AdamW(0.005),
                AverageDecay = 0.9,
                Precision = precision,
            },
            new TrainingRun { Seed = 2, Device = device }
        );
    }
}
