using Osler.Core.Blocks;
using Osler.Learning.Networks;
using TorchSharp;
using static Osler.Core.Blocks.Lego;

namespace Osler.Learning.Tests.Networks;

/// <summary>libtorch's kernels for narrow convolutions are wrong in some layouts: none of them must be met.</summary>
public sealed class ConvolutionTests
{
    public static TheoryData<string, Block, Shape> Networks { get; } =
        new()
        {
            { "grey to 6", Sequence(Conv(6, 5, padding: 2), Tanh(), Flatten(), Dense(1)), [1, 12, 12] },
            { "8 to 8", Sequence(Conv(8, 3), Tanh(), Conv(8, 3), Flatten(), Dense(1)), [3, 12, 12] },
            { "6 to 20", Sequence(Conv(6, 3), Tanh(), Conv(20, 5), Flatten(), Dense(1)), [2, 12, 12] },
            { "by one row", Sequence(Conv(8, 1), Tanh(), Conv(8, 1), Flatten(), Dense(1)), [20, 1, 1] },
            { "to one channel", Sequence(Conv(1, 3), Tanh(), Conv(8, 3), Flatten(), Dense(1)), [3, 9, 9] },
            { "signal", Sequence(Conv(8, 3), Tanh(), Conv(8, 3), Flatten(), Dense(1)), [1, 40] },
            { "volume", Sequence(Conv(8, 3), Tanh(), Conv(8, 3), Flatten(), Dense(1)), [1, 7, 7, 7] },
            {
                "groups",
                Sequence(
                    Conv(12, 1),
                    Tanh(),
                    Conv(8, 3, groups: 4),
                    Conv(16, 3, groups: 8),
                    Flatten(),
                    Dense(1)
                ),
                [3, 9, 9]
            },
            {
                "depthwise",
                Sequence(Conv(12, 1), Tanh(), Conv(12, 3, groups: 12), Flatten(), Dense(1)),
                [3, 9, 9]
            },
            {
                "strided",
                Sequence(Conv(8, 3, stride: 2), Tanh(), Conv(8, 3, stride: 2), Flatten(), Dense(1)),
                [3, 15, 15]
            },
        };

    // Float32 keeps 24 bits of sums of some thousand products, which partly cancel. Bfloat16 keeps 8 bits of each factor and of each layer's
    // output, here two layers and back: a few times 2^-8.
    [Theory, MemberData(nameof(Networks))]
    public void Outputs_and_gradients_are_those_of_float64(string name, Block blocks, Shape input)
    {
        Assert.NotEmpty(name);
        using var scope = torch.NewDisposeScope();
        using var network = TorchNetwork.Build(blocks, input, 1);
        long[] shape = [5, .. input.Sizes.Select(size => (long)size)];
        var cases = torch.randn(shape, generator: new torch.Generator(3));
        var single = Pass(network, cases, torch.ScalarType.Float32);
        network.Rounds = true;
        var rounded = Pass(network, cases, torch.ScalarType.Float32);
        network.Rounds = false;
        network.to(torch.ScalarType.Float64);
        var due = Pass(network, cases, torch.ScalarType.Float64);
        for (int i = 0; i < due.Count; i++)
        {
            Assert.InRange(Apart(due[i], single[i]), 0, 1e-4);
            Assert.InRange(Apart(due[i], rounded[i]), 0, 0.05);
        }
    }

    // The output, the gradient of the input, and those of the weights.
    private static List<torch.Tensor> Pass(TorchNetwork network, torch.Tensor cases, torch.ScalarType type)
    {
        var input = cases.to(type).detach().requires_grad_();
        network.zero_grad();
        var output = network.call(input);
        output.square().sum().backward();
        return
        [
            output.detach(),
            input.grad!,
            .. network.Weights.Select(weight => weight.Tensor.grad!.clone()),
        ];
    }

    private static double Apart(torch.Tensor due, torch.Tensor got)
    {
        var exact = due.to(torch.ScalarType.Float64);
        return ((exact - got.to(torch.ScalarType.Float64)).norm() / exact.norm()).item<double>();
    }
}
