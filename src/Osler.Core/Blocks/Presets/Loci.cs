using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Blocks;

public static partial class Presets
{
    /// <summary>A convolutional network on the bases of aligned loci.</summary>
    /// <remarks>
    /// Input [5 L], for each of L positions whether it is A, C, G, T or a gap (the tuberculosis study takes off what H37Rv has there);
    /// output [outcomes] logits. The layers of Green et al., Nat. Commun. 13, 2022, doi:10.1038/s41467-022-31236-0: two convolutions over 12
    /// positions, pooling by 3, two over 3, pooling by 3, two dense layers. Departures: all loci stand behind one another along
    /// one axis, where the paper stacks them; widths and dropout may be set.
    /// </remarks>
    /// <param name="outcomes">How many drugs.</param>
    /// <param name="channels">Of the first two convolutions, an even number; the others have half of it. 64 in the paper.</param>
    /// <param name="units">Of the dense layers; 256 in the paper.</param>
    /// <param name="dropout">Before each dense layer, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two channels, or no unit.</exception>
    public static Block LociCnn(int outcomes = 11, int channels = 64, int units = 256, double dropout = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 2);
        return Sequence(
            Signal(5), // [5, L]
            Conv(channels, 12),
            Relu(),
            Conv(channels, 12),
            Relu(),
            MaxPool(3), // [channels, (L - 22) / 3]
            Conv(channels / 2, 3),
            Relu(),
            Conv(channels / 2, 3),
            Relu(),
            MaxPool(3),
            Flatten(),
            Dropout(dropout),
            Dense(units),
            Relu(),
            Dropout(dropout),
            Dense(units),
            Relu(),
            Dense(outcomes)
        );
    }
}
