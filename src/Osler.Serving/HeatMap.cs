using System.Collections.Immutable;
using Osler.Core.Collections;
using Osler.Imaging.Resampling;

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
    public float[] Over(int height, int width, int slice = 0) =>
        DrawnOut.Of(Of(slice), Height, Width, height, width);

    /// <summary>Row and column of the strongest evidence, from 0 to 1 from the upper left corner.</summary>
    public (double Row, double Column) Peak()
    {
        int place = Strongest() % (Height * Width);
        return ((place / Width + 0.5) / Height, (place % Width + 0.5) / Width);
    }

    private int Strongest() => Largest.Index(Values.AsSpan());
}
