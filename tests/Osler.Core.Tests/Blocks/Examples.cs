using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Chance;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Tests.Blocks;

/// <summary>A small network for every block, and every preset; each with an input that fits.</summary>
internal static class Examples
{
    public static IReadOnlyList<(string Name, Block Network, Shape Input)> All { get; } =
    [
        ("sequence", Sequence(("first", Dense(3)), Tanh(), Dense(2)), [4]),
        ("residual", Residual(Dense(4)), [4]),
        (
            "residual with shortcut",
            Sequence(("", Residual(("", Body()), ("downsample", Conv(4, 1, 2)))), Relu()),
            [2, 6, 5]
        ),
        ("concat", Concat(("wide", Identity()), Dense(3)), [4]),
        ("concat of images", Concat(Conv(2, 3, padding: 1), MaxPool(3, 1, 1), Identity()), [3, 5, 4]),
        ("densely connected", DenselyConnected(Conv(2, 3, padding: 1, bias: false), Conv(2, 1)), [3, 4, 4]),
        ("heads", Sequence(Dense(5), Relu(), Heads(("death", Dense(1)), ("stage", Dense(3)))), [4]),
        ("gate", Sequence(Conv(4, 1), Gate(Squeeze())), [2, 5, 4]),
        ("gate of channels", Gate(("", Sequence(GlobalAveragePool(), Dense(3), Sigmoid()))), [3, 4, 4]),
        ("gate on rows", Gate(Sequence(Dense(4), Sigmoid())), [3, 4]),
        (
            "auxiliary",
            Sequence(
                Conv(2, 3),
                ("second", Auxiliary(("", Sequence(GlobalAveragePool(), Dense(3))), 0.3)),
                Flatten(),
                Dense(3)
            ),
            [1, 6, 5]
        ),
        ("members", Members(Sequence(Dense(3), Relu(), Dense(2)), 3), [4]),
        ("members of images", Members(Sequence(Conv(2, 3), GlobalMaxPool(), Dense(1)), 2), [1, 5, 5]),
        ("dense", Dense(3), [4]),
        ("dense on rows", Dense(3), [5, 4]),
        ("dense without bias", Sequence(Dense(3, bias: false), Dense(2, bias: false)), [4]),
        ("conv", Conv(4, (3, 5), (2, 1), (1, 2), (1, 2), groups: 2, bias: false), [2, 9, 11]),
        ("conv of signals", Sequence(Conv(4, 3, 2, 1), BatchNorm(), Relu(), Conv(2, 3, same: true)), [3, 9]),
        (
            "conv of volumes",
            Sequence(Conv(4, (1, 3, 2), 2, 1, groups: 2, bias: false), BatchNorm(), Conv(2, 2, (1, 2, 1))),
            [2, 5, 6, 4]
        ),
        ("conv with padding same", Conv(3, (3, 4), (2, 3), dilation: (1, 2), same: true), [2, 8, 10]),
        ("max pool", MaxPool(3, 2, 1, ceiling: true), [2, 6, 8]),
        ("max pool dilated", MaxPool(2, 3, 1, 3, ceiling: true), [1, 8, 9]),
        ("average pool", AveragePool(3, 2, 1), [2, 7, 6]),
        ("average pool ceiling", AveragePool((3, 2), (2, 3), 1, ceiling: true), [2, 6, 8]),
        ("average pool uncounted", AveragePool(3, 2, 1, ceiling: true, countPadding: false), [2, 6, 8]),
        (
            "pools of signals",
            Concat(MaxPool(3, 2, 1, ceiling: true), AveragePool(3, 2, 1, ceiling: true)),
            [1, 10]
        ),
        (
            "pools of volumes",
            Concat(
                MaxPool((1, 3, 2), 2, (0, 1, 1), ceiling: true),
                AveragePool((1, 3, 2), 2, (0, 1, 1), ceiling: true, countPadding: false)
            ),
            [2, 5, 6, 4]
        ),
        (
            "adaptive average pools",
            Concat(
                Sequence(AdaptiveAveragePool((2, 3, 2)), GlobalMaxPool()),
                Sequence(AdaptiveAveragePool(2), GlobalAveragePool())
            ),
            [2, 5, 6, 3]
        ),
        ("adaptive average pool of signals", AdaptiveAveragePool(3), [2, 7]),
        ("global pools of signals", Concat(GlobalAveragePool(), GlobalMaxPool()), [2, 7]),
        ("adaptive average pool", AdaptiveAveragePool((3, 2)), [2, 7, 5]),
        ("global average pool", GlobalAveragePool(), [3, 4, 5]),
        ("global max pool", GlobalMaxPool(), [3, 4, 5]),
        ("batch norm", BatchNorm(1e-3), [4]),
        ("batch norm of images", BatchNorm(), [4, 3, 3]),
        ("layer norm", LayerNorm(), [6]),
        ("layer norm on rows", LayerNorm(1e-3), [3, 6]),
        ("local response norm", LocalResponseNorm(3, 0.5, 0.75, 2), [5, 3, 2]),
        ("stochastic depth", StochasticDepth(0.5), [4, 2, 2]),
        ("pad channels", Sequence(MaxPool(1, 2), PadChannels(1, 2)), [2, 5, 4]),
        ("pad channels of signals", PadChannels(0, 2), [2, 5]),
        ("dropout", Dropout(0.5), [4]),
        ("flatten", Flatten(), [2, 3, 4]),
        ("signal", Sequence(Signal(3), Conv(4, 2), Relu(), GlobalMaxPool(), Dense(2)), [15]),
        ("identity", Identity(), [4]),
        ("sigmoid", Sigmoid(), [4]),
        ("tanh", Tanh(), [4]),
        ("relu", Relu(), [4]),
        ("relu6", Sequence(Dense(4), Relu6()), [4]),
        ("leaky relu", LeakyRelu(0.2), [4]),
        ("gelu", Gelu(), [4]),
        ("silu", Silu(), [4]),
        ("hard sigmoid", HardSigmoid(), [4]),
        ("softmax", Softmax(), [4]),
        ("softmax of channels", Softmax(), [4, 2, 2]),
        (
            "piecewise linear",
            PiecewiseLinear([
                [-1, 0, 2],
                [],
                [0, 1],
            ]),
            [3]
        ),
        ("periodic", Sequence(Periodic(3), Dense(2), Relu(), Flatten()), [4]),
        .. TokenExamples.All,
        ("neuron", Presets.Neuron(), [2]),
        ("mlp", Presets.MultilayerPerceptron([8, 4], Silu(), 0.1, batchNorm: true, outcomes: 2), [5]),
        ("wide and deep", Presets.WideAndDeep([8, 4]), [5]),
        ("lenet5", Presets.LeNet5(), [1, 28, 28]),
    ];

    public static (Block Network, Shape Input) Named(string name)
    {
        var (_, network, input) = All.Single(example => example.Name == name);
        return (network, input);
    }

    /// <summary>Weights drawn from a fixed seed; running variances are positive.</summary>
    public static Dictionary<string, TensorData> Weights(Block network, Shape input)
    {
        var random = new KeyedRandom(1, "weights");
        return Parameters
            .Of(network, input)
            .ToDictionary(
                spec => spec.Name,
                spec => new TensorData(
                    spec.Shape.Sizes,
                    [
                        .. Enumerable
                            .Range(0, (int)spec.Count)
                            .Select(_ =>
                                (float)(
                                    spec.Name.EndsWith("running_var", StringComparison.Ordinal)
                                        ? 0.5 + random.NextDouble()
                                        : 0.3 * random.NextNormal()
                                )
                            ),
                    ]
                )
            );
    }

    private static Block Squeeze() =>
        Sequence(AdaptiveAveragePool(1), ("fc1", Conv(2, 1)), Silu(), ("fc2", Conv(4, 1)), Sigmoid());

    private static Block Body() =>
        Sequence(
            ("conv1", Conv(4, 3, 2, 1, bias: false)),
            ("bn1", BatchNorm()),
            Relu(),
            ("conv2", Conv(4, 3, padding: 1))
        );
}
