namespace Osler.Imaging.Rasters;

/// <summary>Which numbers an image's samples may be.</summary>
/// <param name="Low">Black, or the least number that the source can give.</param>
/// <param name="High">White, or the greatest number that the source can give.</param>
/// <param name="Unit">Unit of the numbers where they measure something, e.g. HU (Hounsfield units); null: brightness.</param>
public readonly record struct SampleRange(float Low, float High, string? Unit = null)
{
    /// <summary>Whether these are the image's own extremes, because its file states no range: they tell nothing of its scale.</summary>
    public bool IsOwn { get; init; }

    /// <summary>
    /// Whether the file states no range and this one was taken because it holds the numbers. Such an image is taken as
    /// training's are: over the widest range that was guessed for one of them, or for its own extremes where one has those.
    /// </summary>
    public bool IsGuessed { get; init; }

    // Resampled fractions overshoot white by a little.
    private const float MostOfFractions = 1.05f;

    /// <summary>
    /// The range of numbers whose file states none, where it may be brightness: the first of [0, 1] (of fractions), [0, 255] and
    /// [0, 65535] that holds them, else from their least to their greatest. Fractions may go up to 1.05.
    /// </summary>
    /// <param name="low">The least.</param>
    /// <param name="high">The greatest.</param>
    /// <param name="areFractions">Whether they are of a kind that has fractions.</param>
    internal static SampleRange Guessed(float low, float high, bool areFractions)
    {
        if (low >= 0)
            foreach (var usual in new[] { new SampleRange(0, 1), Bytes, Words })
                if (usual.High > 1 ? high <= usual.High : areFractions && high <= MostOfFractions)
                    return usual with { IsGuessed = true };
        return Own(low, high);
    }

    /// <summary>The range of numbers whose file states none: from their least to their greatest.</summary>
    /// <param name="low">The least.</param>
    /// <param name="high">The greatest.</param>
    internal static SampleRange Own(float low, float high) =>
        new(low, high > low ? high : Math.Max(low + 1, MathF.BitIncrement(low))) { IsOwn = true };

    /// <summary>Eight bits of brightness, 0 to 255.</summary>
    public static SampleRange Bytes { get; } = new(0, 255);

    /// <summary>Sixteen bits of brightness, 0 to 65,535.</summary>
    public static SampleRange Words { get; } = new(0, 65_535);
}

/// <summary>Distance between the centres of neighbouring pixels, in millimetres.</summary>
/// <param name="Row">Between rows (down).</param>
/// <param name="Column">Between columns (across).</param>
public readonly record struct PixelSpacing(double Row, double Column);
