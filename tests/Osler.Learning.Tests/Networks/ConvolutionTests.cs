using System.Globalization;
using CsCheck;
using Osler.Core.Blocks;
using Osler.Learning.Networks;
using TorchSharp;
using static Osler.Core.Blocks.Lego;
using Size = Osler.Core.Blocks.Size;

namespace Osler.Learning.Tests.Networks;

/// <summary>libtorch's kernels are wrong where channels do not fill vectors: no network must meet them.</summary>
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
            {
                "kernel larger than what it makes",
                Sequence(Conv(32, 3, padding: 1), Tanh(), Flatten(), Dense(1)),
                [32, 2, 2, 2]
            },
            {
                "one pixel under a stride",
                Sequence(Conv(32, 3, stride: 2, padding: 1), Tanh(), Flatten(), Dense(1)),
                [32, 1, 1]
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

    // Whatever a convolution asks: channels that fill vectors and that do not, an odd number of vectors, strides, gaps, edges.
    private static readonly Gen<(Block Block, int[] Input, int Cases)> s_convolutions = Gen.Select(
        Gen.Select(
            Gen.Int[1, 3],
            Gen.OneOf(Gen.Int[1, 4], Gen.Int[1, 14]),
            Gen.OneOf(Gen.Const(5), Gen.Int[1, 48])
        ),
        Gen.OneOf(Gen.Int[1, 4], Gen.Int[1, 50], Gen.Int[1, 9].Select(vectors => 16 * vectors)).Array[2],
        Gen.Int[1, 5].Array[3],
        Gen.Int[1, 3].Array[3],
        Gen.Int[1, 2],
        Gen.Int[0, 2],
        (place, channels, kernel, stride, dilation, padding) =>
        {
            (int axes, int most, int cases) = place;
            // No smaller than the kernel: small sides are as common as whole pictures, since networks end in them.
            int side = Math.Max(
                axes == 3 ? Math.Min(most, 11) : most,
                (kernel.Max() - 1) * dilation + 1 - 2 * padding
            );
            return (
                (Block)Sequence(
                    Conv(channels[1], Along(kernel, axes), Along(stride, axes), padding, dilation: dilation)
                ),
                (int[])[channels[0], .. Enumerable.Repeat(side, axes)],
                cases
            );
        }
    );

    // libtorch leaves small products to kernels of its own: five cases of this size are none.
    [Fact]
    public void Any_convolution_is_right_in_training_and_without_gradients() =>
        s_convolutions.Sample(
            one =>
            {
                using var scope = torch.NewDisposeScope();
                using var network = TorchNetwork.Build(one.Block, new Shape([.. one.Input]), 1);
                var cases = torch.randn(
                    [one.Cases, .. one.Input.Select(size => (long)size)],
                    generator: new torch.Generator(3)
                );
                var single = Pass(network, cases, torch.ScalarType.Float32);
                var told = Quietly(network, cases);
                network.Rounds = true;
                var rounded = Pass(network, cases, torch.ScalarType.Float32);
                var first = Pass(network, cases, torch.ScalarType.Float32, asFirst: true);
                var roundly = Quietly(network, cases);
                network.Rounds = false;
                network.to(torch.ScalarType.Float64);
                var due = Pass(network, cases, torch.ScalarType.Float64);
                double whole = Math.Max(Far(due, single), Apart(due[0], told));
                double eight = new[]
                {
                    Far(due, rounded),
                    Far([due[0], .. due.Skip(2)], first),
                    Apart(due[0], roundly),
                }.Max();
                Assert.True(whole < 1e-5, $"float32 is off by {whole:G2}");
                Assert.True(eight < 0.02, $"bfloat16 is off by {eight:G2}");
            },
            iter: int.TryParse(
                Environment.GetEnvironmentVariable("OSLER_CONVOLUTIONS"),
                CultureInfo.InvariantCulture,
                out int many
            )
                ? many
                : 100,
            threads: 1
        );

    [Theory, InlineData(8), InlineData(12), InlineData(20), InlineData(24), InlineData(48)]
    public void Channels_each_by_themselves_are_right_whatever_their_number(int channels)
    {
        using var scope = torch.NewDisposeScope();
        using var network = TorchNetwork.Build(
            Sequence(Conv(channels, 3, padding: 1, groups: channels)),
            [channels, 14, 14],
            1
        );
        var cases = torch.randn([5, channels, 14, 14], generator: new torch.Generator(3));
        var single = Pass(network, cases, torch.ScalarType.Float32);
        network.to(torch.ScalarType.Float64);
        var due = Pass(network, cases, torch.ScalarType.Float64);
        Assert.All(due.Zip(single, Apart), apart => Assert.InRange(apart, 0, 1e-5));
    }

    private static Size Along(int[] sizes, int axes) =>
        axes switch
        {
            1 => sizes[0],
            2 => (sizes[0], sizes[1]),
            _ => (sizes[0], sizes[1], sizes[2]),
        };

    private static torch.Tensor Quietly(TorchNetwork network, torch.Tensor cases)
    {
        using var quiet = torch.no_grad();
        return network.call(cases);
    }

    // The output, the gradient of the input (of a first layer nobody asks for it), and those of the weights.
    private static List<torch.Tensor> Pass(
        TorchNetwork network,
        torch.Tensor cases,
        torch.ScalarType type,
        bool asFirst = false
    )
    {
        var input = cases.to(type).detach().requires_grad_(!asFirst);
        network.zero_grad();
        var output = network.call(input);
        output.square().sum().backward();
        return
        [
            output.detach(),
            .. asFirst ? Array.Empty<torch.Tensor>() : [input.grad!],
            .. network.Weights.Select(weight => weight.Tensor.grad!.clone()),
        ];
    }

    // One number, such as the gradient of a lone bias, may cancel to nearly nothing: a layer's weights are taken together.
    private static double Far(List<torch.Tensor> due, List<torch.Tensor> got)
    {
        return Math.Max(due.SkipLast(2).Zip(got, Apart).Max(), Apart(Together(due), Together(got)));
        static torch.Tensor Together(List<torch.Tensor> passed) =>
            torch.cat([.. passed.TakeLast(2).Select(weight => weight.flatten())]);
    }

    private static double Apart(torch.Tensor due, torch.Tensor got)
    {
        var exact = due.to(torch.ScalarType.Float64);
        return ((exact - got.to(torch.ScalarType.Float64)).norm() / exact.norm()).item<double>();
    }
}
