using Osler.Core.Collections;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Blocks;

public static partial class Presets
{
    /// <summary>EfficientNet-B0: MobileNetV2's blocks with squeeze and excitation, their widths found by search.</summary>
    /// <remarks>
    /// Input [3, 224, 224]; other sizes and channels fit too. Output [outcomes] logits. 5,288,548 parameters for 1,000
    /// outcomes; torchvision's names, padding and stochastic depth. Tan and Le, ICML 2019, arXiv:1905.11946.
    /// </remarks>
    /// <param name="outcomes">How many outcomes, at least 1.</param>
    public static Block EfficientNetB0(int outcomes = 1000)
    {
        // Expansion, kernel, stride of the first, channels, blocks: table 1 of the paper.
        ReadOnlySpan<(int Expansion, int Kernel, int Stride, int Channels, int Blocks)> stages =
        [
            (1, 3, 1, 16, 1),
            (6, 3, 2, 24, 2),
            (6, 5, 2, 40, 2),
            (6, 3, 2, 80, 3),
            (6, 5, 1, 112, 3),
            (6, 5, 2, 192, 4),
            (6, 3, 1, 320, 1),
        ];
        const int AllBlocks = 16;
        List<Part> features = [Swished(32, 3, 2)];
        int channels = 32;
        int done = 0;
        foreach (var (expansion, kernel, stride, width, blocks) in stages)
        {
            var stage = new List<Part>();
            for (int i = 0; i < blocks; i++)
            {
                // Deeper blocks are skipped more often, up to a fifth of the cases.
                double skipped = 0.2 * done++ / AllBlocks;
                stage.Add(MobileInverted(channels, expansion, kernel, i == 0 ? stride : 1, width, skipped));
                channels = width;
            }
            features.Add(new Sequence(stage.ToValueList()));
        }
        features.Add(Swished(1280, 1, 1));
        return Sequence(
            ("features", new Sequence(features.ToValueList())),
            GlobalAveragePool(),
            ("classifier", Sequence(Dropout(0.2), Dense(outcomes)))
        );
    }

    private static Block MobileInverted(
        int channels,
        int expansion,
        int kernel,
        int stride,
        int width,
        double skipped
    )
    {
        int inside = channels * expansion;
        List<Part> block = [];
        if (expansion > 1)
            block.Add(Swished(inside, 1, 1));
        block.Add(Swished(inside, kernel, stride, inside));
        block.Add(
            Gate(
                (
                    "",
                    Sequence(
                        AdaptiveAveragePool(1),
                        ("fc1", Conv(Math.Max(1, channels / 4), 1)),
                        Silu(),
                        ("fc2", Conv(inside, 1)),
                        Sigmoid()
                    )
                )
            )
        );
        block.Add(Sequence(Conv(width, 1, bias: false), BatchNorm()));
        Part body = ("block", new Sequence(block.ToValueList()));
        return stride == 1 && channels == width
            ? Residual(("", Sequence(body, StochasticDepth(skipped))))
            : Sequence(body);
    }

    private static Block Swished(int width, int kernel, int stride, int groups = 1) =>
        Sequence(Conv(width, kernel, stride, kernel / 2, groups: groups, bias: false), BatchNorm(), Silu());
}
