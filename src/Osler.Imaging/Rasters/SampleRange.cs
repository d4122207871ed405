namespace Osler.Imaging.Rasters;

/// <summary>Which numbers an image's samples may be.</summary>
/// <param name="Low">Black, or the least number that the source can give.</param>
/// <param name="High">White, or the greatest number that the source can give.</param>
/// <param name="Unit">Unit of the numbers where they measure something, e.g. HU (Hounsfield units); null: brightness.</param>
public readonly record struct SampleRange(float Low, float High, string? Unit = null)
{
    /// <summary>Whether these are the image's own extremes, because its file states no range: they tell nothing of its scale.</summary>
    public bool IsOwn { get; init; }

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
