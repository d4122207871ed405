using Osler.Core.Collections;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Blocks;

public static partial class Presets
{
    /// <summary>A densely connected network with 121 layers of weights.</summary>
    /// <remarks>
    /// Input [3, 224, 224]; other channels and images from 29 x 29 pixels on fit too. Output [outcomes] logits. 7,978,856
    /// (121) and 14,149,480 (169) parameters for 1,000 outcomes; torchvision's names. Huang et al., CVPR 2017,
    /// doi:10.1109/CVPR.2017.243.
    /// </remarks>
    /// <param name="outcomes">How many outcomes, at least 1.</param>
    public static Block DenseNet121(int outcomes = 1000) => DenseNet([6, 12, 24, 16], outcomes);

    /// <summary>A densely connected network with 169 layers of weights.</summary>
    /// <inheritdoc cref="DenseNet121" path="/remarks | /param"/>
    public static Block DenseNet169(int outcomes = 1000) => DenseNet([6, 12, 32, 32], outcomes);

    private static Block DenseNet(ReadOnlySpan<int> layers, int outcomes)
    {
        const int Growth = 32;
        int channels = 2 * Growth;
        List<Part> features =
        [
            ("conv0", Conv(channels, 7, 2, 3, bias: false)),
            ("norm0", BatchNorm()),
            Relu(),
            MaxPool(3, 2, 1),
        ];
        for (int stage = 1; stage <= layers.Length; stage++)
        {
            var block = new List<Part>();
            for (int i = 1; i <= layers[stage - 1]; i++)
                block.Add((FormattableString.Invariant($"denselayer{i}"), DenseLayer(Growth)));
            features.Add(
                (FormattableString.Invariant($"denseblock{stage}"), new DenselyConnected(block.ToValueList()))
            );
            channels += Growth * block.Count;
            if (stage == layers.Length)
                continue;
            channels /= 2;
            features.Add(
                (
                    FormattableString.Invariant($"transition{stage}"),
                    Sequence(
                        ("norm", BatchNorm()),
                        Relu(),
                        ("conv", Conv(channels, 1, bias: false)),
                        AveragePool(2)
                    )
                )
            );
        }
        features.Add(("norm5", BatchNorm()));
        return Sequence(
            ("features", new Sequence(features.ToValueList())),
            Relu(),
            GlobalAveragePool(),
            ("classifier", Dense(outcomes))
        );
    }

    // Norm and activation stand before each convolution; the first narrows what has gathered.
    private static Block DenseLayer(int growth) =>
        Sequence(
            ("norm1", BatchNorm()),
            Relu(),
            ("conv1", Conv(4 * growth, 1, bias: false)),
            ("norm2", BatchNorm()),
            Relu(),
            ("conv2", Conv(growth, 3, padding: 1, bias: false))
        );
}
