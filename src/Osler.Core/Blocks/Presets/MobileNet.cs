using Osler.Core.Collections;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Blocks;

public static partial class Presets
{
    /// <summary>MobileNetV2: residual blocks that are wide inside and narrow between, for small machines.</summary>
    /// <remarks>
    /// Input [3, 224, 224]; other sizes and channels fit too. Output [outcomes] logits. 3,504,872 parameters for 1,000
    /// outcomes; torchvision's names. Sandler et al., CVPR 2018, doi:10.1109/CVPR.2018.00474.
    /// </remarks>
    /// <param name="outcomes">How many outcomes, at least 1.</param>
    /// <param name="samePadding">
    /// Whether zeros are laid as TensorFlow lays them (<c>SAME</c>), for weights that were trained so; else as torchvision.
    /// </param>
    public static Block MobileNetV2(int outcomes = 1000, bool samePadding = false)
    {
        // Expansion, channels, blocks, stride of the first: table 2 of the paper.
        ReadOnlySpan<(int Expansion, int Channels, int Blocks, int Stride)> stages =
        [
            (1, 16, 1, 1),
            (6, 24, 2, 2),
            (6, 32, 3, 2),
            (6, 64, 4, 2),
            (6, 96, 3, 1),
            (6, 160, 3, 2),
            (6, 320, 1, 1),
        ];
        List<Part> features = [Normed(32, 3, 2, 1)];
        int channels = 32;
        foreach (var (expansion, width, blocks, stride) in stages)
        {
            for (int i = 0; i < blocks; i++)
            {
                int step = i == 0 ? stride : 1;
                int inside = channels * expansion;
                List<Part> conv = [];
                if (expansion > 1)
                    conv.Add(Normed(inside, 1, 1, 1));
                conv.Add(Normed(inside, 3, step, inside));
                conv.Add(Conv(width, 1, bias: false));
                conv.Add(BatchNorm());
                Block body = Sequence(("conv", new Sequence(conv.ToValueList())));
                features.Add(step == 1 && channels == width ? Residual(("", body)) : body);
                channels = width;
            }
        }
        features.Add(Normed(1280, 1, 1, 1));
        return Sequence(
            ("features", new Sequence(features.ToValueList())),
            GlobalAveragePool(),
            ("classifier", Sequence(Dropout(0.2), Dense(outcomes)))
        );

        Block Normed(int width, int kernel, int stride, int groups) =>
            Sequence(
                samePadding
                    ? Conv(width, kernel, stride, groups: groups, bias: false, same: true)
                    : Conv(width, kernel, stride, kernel / 2, groups: groups, bias: false),
                BatchNorm(),
                Relu6()
            );
    }
}
