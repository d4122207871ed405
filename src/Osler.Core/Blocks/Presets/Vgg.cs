using Osler.Core.Collections;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Blocks;

public static partial class Presets
{
    /// <summary>VGG with 11 layers of weights (configuration A).</summary>
    /// <inheritdoc cref="Vgg16" path="/remarks | /param"/>
    public static Block Vgg11(int outcomes = 1000) => Vgg([1, 1, 2, 2, 2], outcomes);

    /// <summary>VGG with 16 layers of weights (configuration D).</summary>
    /// <remarks>
    /// Input [3, 224, 224]; other channels and images from 32 x 32 pixels on fit too. Output [outcomes] logits.
    /// 132,863,336 (VGG-11) and 138,357,544 (VGG-16) parameters for 1,000 outcomes; torchvision's names. Simonyan and
    /// Zisserman, ICLR 2015, arXiv:1409.1556.
    /// </remarks>
    /// <param name="outcomes">How many outcomes, at least 1.</param>
    public static Block Vgg16(int outcomes = 1000) => Vgg([2, 2, 3, 3, 3], outcomes);

    // Five stages of 3 x 3 convolutions, each followed by a halving of the image.
    private static Block Vgg(ReadOnlySpan<int> convolutions, int outcomes)
    {
        var features = new List<Part>();
        for (int stage = 0; stage < convolutions.Length; stage++)
        {
            for (int i = 0; i < convolutions[stage]; i++)
            {
                features.Add(Conv(Math.Min(512, 64 << stage), 3, padding: 1));
                features.Add(Relu());
            }
            features.Add(MaxPool(2));
        }
        return Sequence(
            ("features", new Sequence(features.ToValueList())),
            AdaptiveAveragePool(7),
            Flatten(),
            ("classifier", TwoWideLayers(outcomes))
        );
    }
}
