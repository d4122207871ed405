using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Blocks;

public static partial class Presets
{
    /// <summary>AlexNet as torchvision has it: one column, no response normalisation.</summary>
    /// <remarks>
    /// Input [3, 224, 224]; other channels and images from 63 x 63 pixels on fit too. Output [outcomes] logits.
    /// 61,100,840 parameters for 1,000 outcomes; torchvision's names. Krizhevsky, 2014, arXiv:1404.5997.
    /// </remarks>
    /// <param name="outcomes">How many outcomes, at least 1.</param>
    public static Block AlexNet(int outcomes = 1000) =>
        Sequence(
            (
                "features",
                Sequence(
                    Conv(64, 11, 4, 2), // [64, 55, 55]
                    Relu(),
                    MaxPool(3, 2), // [64, 27, 27]
                    Conv(192, 5, padding: 2),
                    Relu(),
                    MaxPool(3, 2), // [192, 13, 13]
                    Conv(384, 3, padding: 1),
                    Relu(),
                    Conv(256, 3, padding: 1),
                    Relu(),
                    Conv(256, 3, padding: 1),
                    Relu(),
                    MaxPool(3, 2) // [256, 6, 6]
                )
            ),
            AdaptiveAveragePool(6),
            Flatten(),
            (
                "classifier",
                Sequence(
                    Dropout(0.5),
                    Dense(4096),
                    Relu(),
                    Dropout(0.5),
                    Dense(4096),
                    Relu(),
                    Dense(outcomes)
                )
            )
        );

    /// <summary>AlexNet of the 2012 paper: two columns that meet in the third layer, response normalisation.</summary>
    /// <remarks>
    /// Input [3, 224, 224] (the paper's 224 with two zeros around it, which gives its 55 x 55); images from 63 x 63
    /// pixels on fit too. Output [outcomes] logits. 60,965,224 parameters for 1,000 outcomes. A column on a card of its
    /// own is a group of channels here. Krizhevsky, Sutskever and Hinton, NeurIPS 2012; its alpha of 1e-4 is not divided
    /// by the five channels, ours is.
    /// </remarks>
    /// <param name="outcomes">How many outcomes, at least 1.</param>
    public static Block AlexNet2012(int outcomes = 1000) =>
        Sequence(
            (
                "features",
                Sequence(
                    Conv(96, 11, 4, 2), // [96, 55, 55]
                    Relu(),
                    LocalResponseNorm(5, alpha: 5e-4, beta: 0.75, offset: 2),
                    MaxPool(3, 2), // [96, 27, 27]
                    Conv(256, 5, padding: 2, groups: 2),
                    Relu(),
                    LocalResponseNorm(5, alpha: 5e-4, beta: 0.75, offset: 2),
                    MaxPool(3, 2), // [256, 13, 13]
                    Conv(384, 3, padding: 1),
                    Relu(),
                    Conv(384, 3, padding: 1, groups: 2),
                    Relu(),
                    Conv(256, 3, padding: 1, groups: 2),
                    Relu(),
                    MaxPool(3, 2) // [256, 6, 6]
                )
            ),
            AdaptiveAveragePool(6),
            Flatten(),
            ("classifier", TwoWideLayers(outcomes))
        );

    // The end of the 2012 network, and of VGG, which kept it.
    private static Block TwoWideLayers(int outcomes) =>
        Sequence(Dense(4096), Relu(), Dropout(0.5), Dense(4096), Relu(), Dropout(0.5), Dense(outcomes));
}
