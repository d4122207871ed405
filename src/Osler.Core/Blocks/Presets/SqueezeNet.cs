using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Blocks;

public static partial class Presets
{
    /// <summary>SqueezeNet 1.0: AlexNet's accuracy with a fiftieth of its weights.</summary>
    /// <remarks>
    /// Input [3, 224, 224]; other channels and images from 21 x 21 pixels on fit too. Output [outcomes] logits, at least
    /// 0 since a ReLU stands before the last mean, as in the paper. 1,248,424 parameters for 1,000 outcomes;
    /// torchvision's names. Iandola et al., 2016, arXiv:1602.07360.
    /// </remarks>
    /// <param name="outcomes">How many outcomes, at least 1.</param>
    public static Block SqueezeNet10(int outcomes = 1000) =>
        Squeezed(
            Sequence(
                Conv(96, 7, 2),
                Relu(),
                MaxPool(3, 2, ceiling: true),
                Fire(16, 64),
                Fire(16, 64),
                Fire(32, 128),
                MaxPool(3, 2, ceiling: true),
                Fire(32, 128),
                Fire(48, 192),
                Fire(48, 192),
                Fire(64, 256),
                MaxPool(3, 2, ceiling: true),
                Fire(64, 256)
            ),
            outcomes
        );

    /// <summary>SqueezeNet 1.1: the same accuracy with less than half of 1.0's operations.</summary>
    /// <remarks>
    /// Input [3, 224, 224]; other channels and images from 17 x 17 pixels on fit too. Output [outcomes] logits, at least
    /// 0. 1,235,496 parameters for 1,000 outcomes; torchvision's names. Iandola et al., 2016, arXiv:1602.07360, and its
    /// authors' release of version 1.1.
    /// </remarks>
    /// <param name="outcomes">How many outcomes, at least 1.</param>
    public static Block SqueezeNet11(int outcomes = 1000) =>
        Squeezed(
            Sequence(
                Conv(64, 3, 2),
                Relu(),
                MaxPool(3, 2, ceiling: true),
                Fire(16, 64),
                Fire(16, 64),
                MaxPool(3, 2, ceiling: true),
                Fire(32, 128),
                Fire(32, 128),
                MaxPool(3, 2, ceiling: true),
                Fire(48, 192),
                Fire(48, 192),
                Fire(64, 256),
                Fire(64, 256)
            ),
            outcomes
        );

    private static Block Squeezed(Block features, int outcomes) =>
        Sequence(
            ("features", features),
            ("classifier", Sequence(Dropout(0.5), Conv(outcomes, 1), Relu(), GlobalAveragePool()))
        );

    // Few channels by 1 x 1, then many by 1 x 1 and 3 x 3 side by side.
    private static Block Fire(int squeezed, int expanded) =>
        Sequence(
            ("squeeze", Conv(squeezed, 1)),
            Relu(),
            ("", Concat(("expand1x1", Conv(expanded, 1)), ("expand3x3", Conv(expanded, 3, padding: 1)))),
            Relu()
        );
}
