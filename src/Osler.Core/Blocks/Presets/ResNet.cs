using Osler.Core.Collections;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Blocks;

/// <summary>How a residual network begins.</summary>
public enum Stem
{
    /// <summary>7 x 7 with stride 2, then a pooling with stride 2: for images of about 224 pixels.</summary>
    Imagenet,

    /// <summary>
    /// 3 x 3 with stride 1 and no pooling: for images of about 28 or 32 pixels, as CIFAR's and MedMNIST's networks do.
    /// </summary>
    Small,
}

public static partial class Presets
{
    /// <summary>A residual network with 18 layers of weights.</summary>
    /// <remarks>
    /// Input [3, 224, 224], or with the small stem about [3, 28, 28]; other sizes and channels fit too, and volumes
    /// [C, D, H, W] give the network with three-dimensional kernels. Output [outcomes] logits. 11,689,512 (18),
    /// 21,797,672 (34) and 25,557,032 (50) parameters for 1,000 outcomes and three channels; torchvision's names. He et
    /// al., CVPR 2016, doi:10.1109/CVPR.2016.90; in the 50-layer one the stride is in the 3 x 3 convolution, as in
    /// torchvision. The small stem is that of Yang et al., MedMNIST v2, Scientific Data 2023,
    /// doi:10.1038/s41597-022-01721-8.
    /// </remarks>
    /// <param name="outcomes">How many outcomes, at least 1.</param>
    /// <param name="stem">How it begins.</param>
    public static Block ResNet18(int outcomes = 1000, Stem stem = Stem.Imagenet) =>
        ResNet([2, 2, 2, 2], Basic, 1, outcomes, stem);

    /// <summary>A residual network with 34 layers of weights.</summary>
    /// <inheritdoc cref="ResNet18" path="/remarks | /param"/>
    public static Block ResNet34(int outcomes = 1000, Stem stem = Stem.Imagenet) =>
        ResNet([3, 4, 6, 3], Basic, 1, outcomes, stem);

    /// <summary>A residual network with 50 layers of weights.</summary>
    /// <inheritdoc cref="ResNet18" path="/remarks | /param"/>
    public static Block ResNet50(int outcomes = 1000, Stem stem = Stem.Imagenet) =>
        ResNet([3, 4, 6, 3], Bottleneck, 4, outcomes, stem);

    private static Sequence ResNet(
        ReadOnlySpan<int> blocks,
        Func<int, int, Block> body,
        int widening,
        int outcomes,
        Stem stem
    )
    {
        List<Part> parts =
        [
            ("conv1", stem == Stem.Small ? Conv(64, 3, 1, 1, bias: false) : Conv(64, 7, 2, 3, bias: false)),
            ("bn1", BatchNorm()),
            Relu(),
        ];
        if (stem == Stem.Imagenet)
            parts.Add(MaxPool(3, 2, 1));
        int channels = 64;
        for (int stage = 0; stage < blocks.Length; stage++)
        {
            int width = 64 << stage;
            var layer = new List<Part>();
            for (int i = 0; i < blocks[stage]; i++)
            {
                int stride = i == 0 && stage > 0 ? 2 : 1;
                bool changes = stride > 1 || channels != width * widening;
                channels = width * widening;
                Part? shortcut = changes
                    ? ("downsample", Sequence(Conv(channels, 1, stride, bias: false), BatchNorm()))
                    : null;
                layer.Add(Sequence(("", Residual(("", body(width, stride)), shortcut)), Relu()));
            }
            parts.Add((FormattableString.Invariant($"layer{stage + 1}"), new Sequence(layer.ToValueList())));
        }
        parts.Add(GlobalAveragePool());
        parts.Add(("fc", Dense(outcomes)));
        return new Sequence(parts.ToValueList());
    }

    private static Block Basic(int width, int stride) =>
        Sequence(
            ("conv1", Conv(width, 3, stride, 1, bias: false)),
            ("bn1", BatchNorm()),
            Relu(),
            ("conv2", Conv(width, 3, 1, 1, bias: false)),
            ("bn2", BatchNorm())
        );

    private static Block Bottleneck(int width, int stride) =>
        Sequence(
            ("conv1", Conv(width, 1, bias: false)),
            ("bn1", BatchNorm()),
            Relu(),
            ("conv2", Conv(width, 3, stride, 1, bias: false)),
            ("bn2", BatchNorm()),
            Relu(),
            ("conv3", Conv(4 * width, 1, bias: false)),
            ("bn3", BatchNorm())
        );

    /// <summary>The residual network of 20 layers of weights for CIFAR-10, with shortcuts without weights.</summary>
    /// <remarks>
    /// Input [3, 32, 32]; other sizes and channels fit too. Output [outcomes] logits. 269,722 (20) and 853,018 (56)
    /// parameters for ten outcomes. He et al., CVPR 2016, section 4.2, option A; names as in the widely used weights of
    /// Idelbayev (akamaster/pytorch_resnet_cifar10).
    /// </remarks>
    /// <param name="outcomes">How many outcomes, at least 1.</param>
    /// <param name="stride">
    /// Step of the first convolution, at least 1 (the paper's). 2 halves each side at once: of a volume an eighth of the work is left.
    /// </param>
    public static Block CifarResNet20(int outcomes = 10, int stride = 1) => CifarResNet(3, outcomes, stride);

    /// <summary>The residual network of 56 layers of weights for CIFAR-10, with shortcuts without weights.</summary>
    /// <inheritdoc cref="CifarResNet20" path="/remarks | /param"/>
    public static Block CifarResNet56(int outcomes = 10, int stride = 1) => CifarResNet(9, outcomes, stride);

    private static Sequence CifarResNet(int blocks, int outcomes, int stride)
    {
        List<Part> parts = [("conv1", Conv(16, 3, stride, 1, bias: false)), ("bn1", BatchNorm()), Relu()];
        for (int stage = 0; stage < 3; stage++)
        {
            int width = 16 << stage;
            var layer = new List<Part>();
            for (int i = 0; i < blocks; i++)
            {
                bool halves = i == 0 && stage > 0;
                // Every second pixel, and as many channels of zeros as are missing, half of them on each side.
                Part? shortcut = halves
                    ? ("shortcut", Sequence(MaxPool(1, 2), PadChannels(width / 4, width / 4)))
                    : null;
                layer.Add(Sequence(("", Residual(("", Basic(width, halves ? 2 : 1)), shortcut)), Relu()));
            }
            parts.Add((FormattableString.Invariant($"layer{stage + 1}"), new Sequence(layer.ToValueList())));
        }
        parts.Add(GlobalAveragePool());
        parts.Add(("linear", Dense(outcomes)));
        return new Sequence(parts.ToValueList());
    }
}
