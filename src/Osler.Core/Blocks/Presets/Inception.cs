using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Blocks;

public static partial class Presets
{
    /// <summary>Inception-v3: branches of several kernels side by side, and a second answer from the middle.</summary>
    /// <remarks>
    /// Input [3, 299, 299]; other channels and larger images fit too, images from 75 x 75 pixels on without the auxiliary
    /// answer. Output [outcomes] logits. 27,161,264 parameters for 1,000 outcomes, of which inference uses 23,834,568;
    /// torchvision's names. torchvision's weights want intensities in [-1, 1]. Szegedy et al., CVPR 2016,
    /// doi:10.1109/CVPR.2016.308.
    /// </remarks>
    /// <param name="outcomes">How many outcomes, at least 1.</param>
    /// <param name="auxiliary">Whether a second answer is learned beside, from the 17 x 17 stage, with weight 0.4.</param>
    public static Block InceptionV3(int outcomes = 1000, bool auxiliary = true)
    {
        Part second = auxiliary ? ("AuxLogits", Auxiliary(("", MiddleAnswer(outcomes)))) : Identity();
        return Sequence(
            ("Conv2d_1a_3x3", Unit(32, 3, 2)), // [32, 149, 149]
            ("Conv2d_2a_3x3", Unit(32, 3)),
            ("Conv2d_2b_3x3", Unit(64, 3, padding: 1)), // [64, 147, 147]
            MaxPool(3, 2),
            ("Conv2d_3b_1x1", Unit(80, 1)),
            ("Conv2d_4a_3x3", Unit(192, 3)), // [192, 71, 71]
            MaxPool(3, 2),
            ("Mixed_5b", Fine(32)), // [256, 35, 35]
            ("Mixed_5c", Fine(64)),
            ("Mixed_5d", Fine(64)),
            ("Mixed_6a", FineToMiddle()), // [768, 17, 17]
            ("Mixed_6b", Middle(128)),
            ("Mixed_6c", Middle(160)),
            ("Mixed_6d", Middle(160)),
            ("Mixed_6e", Middle(192)),
            second,
            ("Mixed_7a", MiddleToCoarse()), // [1280, 8, 8]
            ("Mixed_7b", Coarse()),
            ("Mixed_7c", Coarse()), // [2048, 8, 8]
            GlobalAveragePool(),
            Dropout(0.5),
            ("fc", Dense(outcomes))
        );
    }

    private static Block Unit(int channels, Size kernel, int stride = 1, Size? padding = null) =>
        Sequence(
            ("conv", Conv(channels, kernel, stride, padding, bias: false)),
            ("bn", BatchNorm(1e-3)),
            Relu()
        );

    private static Block MiddleAnswer(int outcomes) =>
        Sequence(
            AveragePool(5, 3), // [768, 5, 5]
            ("conv0", Unit(128, 1)),
            ("conv1", Unit(768, 5)), // [768, 1, 1]
            GlobalAveragePool(),
            ("fc", Dense(outcomes))
        );

    private static Part Pooled(int channels) =>
        ("", Sequence(AveragePool(3, 1, 1), ("branch_pool", Unit(channels, 1))));

    // Figure 5 of the paper.
    private static Block Fine(int pooled) =>
        Concat(
            ("branch1x1", Unit(64, 1)),
            ("", Sequence(("branch5x5_1", Unit(48, 1)), ("branch5x5_2", Unit(64, 5, padding: 2)))),
            (
                "",
                Sequence(
                    ("branch3x3dbl_1", Unit(64, 1)),
                    ("branch3x3dbl_2", Unit(96, 3, padding: 1)),
                    ("branch3x3dbl_3", Unit(96, 3, padding: 1))
                )
            ),
            Pooled(pooled)
        );

    // Figure 10.
    private static Block FineToMiddle() =>
        Concat(
            ("branch3x3", Unit(384, 3, 2)),
            (
                "",
                Sequence(
                    ("branch3x3dbl_1", Unit(64, 1)),
                    ("branch3x3dbl_2", Unit(96, 3, padding: 1)),
                    ("branch3x3dbl_3", Unit(96, 3, 2))
                )
            ),
            MaxPool(3, 2)
        );

    // Figure 6: rows of seven, then columns of seven.
    private static Block Middle(int width) =>
        Concat(
            ("branch1x1", Unit(192, 1)),
            (
                "",
                Sequence(
                    ("branch7x7_1", Unit(width, 1)),
                    ("branch7x7_2", Unit(width, (1, 7), padding: (0, 3))),
                    ("branch7x7_3", Unit(192, (7, 1), padding: (3, 0)))
                )
            ),
            (
                "",
                Sequence(
                    ("branch7x7dbl_1", Unit(width, 1)),
                    ("branch7x7dbl_2", Unit(width, (7, 1), padding: (3, 0))),
                    ("branch7x7dbl_3", Unit(width, (1, 7), padding: (0, 3))),
                    ("branch7x7dbl_4", Unit(width, (7, 1), padding: (3, 0))),
                    ("branch7x7dbl_5", Unit(192, (1, 7), padding: (0, 3)))
                )
            ),
            Pooled(192)
        );

    private static Block MiddleToCoarse() =>
        Concat(
            ("", Sequence(("branch3x3_1", Unit(192, 1)), ("branch3x3_2", Unit(320, 3, 2)))),
            (
                "",
                Sequence(
                    ("branch7x7x3_1", Unit(192, 1)),
                    ("branch7x7x3_2", Unit(192, (1, 7), padding: (0, 3))),
                    ("branch7x7x3_3", Unit(192, (7, 1), padding: (3, 0))),
                    ("branch7x7x3_4", Unit(192, 3, 2))
                )
            ),
            MaxPool(3, 2)
        );

    // Figure 7: rows and columns of three side by side.
    private static Block Coarse() =>
        Concat(
            ("branch1x1", Unit(320, 1)),
            ("", Sequence(("branch3x3_1", Unit(384, 1)), ("", Crossed("branch3x3_2a", "branch3x3_2b")))),
            (
                "",
                Sequence(
                    ("branch3x3dbl_1", Unit(448, 1)),
                    ("branch3x3dbl_2", Unit(384, 3, padding: 1)),
                    ("", Crossed("branch3x3dbl_3a", "branch3x3dbl_3b"))
                )
            ),
            Pooled(192)
        );

    private static Block Crossed(string row, string column) =>
        Concat((row, Unit(384, (1, 3), padding: (0, 1))), (column, Unit(384, (3, 1), padding: (1, 0))));
}
