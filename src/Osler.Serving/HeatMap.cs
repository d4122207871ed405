using System.Collections.Immutable;

namespace Osler.Serving;

/// <summary>How a heat map was made.</summary>
public enum HeatMethod
{
    /// <summary>What each place of the last feature maps adds to the log-odds (Zhou et al., CVPR 2016).</summary>
    ClassActivation,

    /// <summary>How far the log-odds fall when a place is covered (Zeiler and Fergus, ECCV 2014).</summary>
    Occlusion,
}

/// <summary>Where in a prepared image the evidence for an outcome lies.</summary>
/// <param name="Outcome">Name of the outcome.</param>
/// <param name="Method">How it was made.</param>
/// <param name="Sizes">[h, w] of still images, [d, h, w] of volumes: as many places as the method tells apart.</param>
/// <param name="Values">
/// Row-major, in log-odds: above 0 speaks for the outcome, below 0 against it. Of exclusive outcomes the log-odds are those
/// of one outcome against the mean of all. The mean over an ensemble's members.
/// </param>
public sealed record HeatMap(
    string Outcome,
    HeatMethod Method,
    ImmutableArray<int> Sizes,
    ImmutableArray<float> Values
)
{
    /// <summary>Rows.</summary>
    public int Height => Sizes[^2];

    /// <summary>Columns.</summary>
    public int Width => Sizes[^1];

    /// <summary>The slice with the strongest evidence; 0 of still images.</summary>
    public int Slice => Sizes.Length == 2 ? 0 : Strongest() / (Height * Width);

    /// <summary>One slice's values [h, w].</summary>
    /// <param name="slice">From 0.</param>
    public ReadOnlySpan<float> Of(int slice) => Values.AsSpan().Slice(slice * Height * Width, Height * Width);

    /// <summary>The map drawn out to the prepared image's pixels, linear between the places' centres.</summary>
    /// <param name="height">Rows of the prepared image.</param>
    /// <param name="width">Columns of the prepared image.</param>
    /// <param name="slice">Which slice of the map.</param>
    /// <returns>[height, width].</returns>
    public float[] Over(int height, int width, int slice = 0)
    {
        var map = Of(slice);
        float[] drawn = new float[height * width];
        for (int row = 0; row < height; row++)
        {
            var (above, below, down) = Between(row, height, Height);
            for (int column = 0; column < width; column++)
            {
                var (before, after, across) = Between(column, width, Width);
                float upper = Mix(map[above * Width + before], map[above * Width + after], across);
                float lower = Mix(map[below * Width + before], map[below * Width + after], across);
                drawn[row * width + column] = Mix(upper, lower, down);
            }
        }
        return drawn;
    }

    /// <summary>Row and column of the strongest evidence, from 0 to 1 from the upper left corner.</summary>
    public (double Row, double Column) Peak()
    {
        int place = Strongest() % (Height * Width);
        return ((place / Width + 0.5) / Height, (place % Width + 0.5) / Width);
    }

    private int Strongest()
    {
        int best = 0;
        for (int i = 1; i < Values.Length; i++)
            if (Values[i] > Values[best])
                best = i;
        return best;
    }

    private static (int First, int Second, float Share) Between(int place, int size, int places)
    {
        double at = Math.Clamp((place + 0.5) * places / size - 0.5, 0, places - 1);
        int first = Math.Min((int)at, places - 1);
        return (first, Math.Min(first + 1, places - 1), (float)(at - first));
    }

    private static float Mix(float one, float other, float share) => one + (other - one) * share;
}
