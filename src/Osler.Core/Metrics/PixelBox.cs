namespace Osler.Core.Metrics;

/// <summary>A box of whole pixels, its last row and column included, as PASCAL VOC's and ImageNet's are.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Last column, included.</param>
/// <param name="Bottom">Last row, included.</param>
public readonly record struct PixelBox(double Left, double Top, double Right, double Bottom)
{
    /// <summary>Columns.</summary>
    public double Width => Right - Left + 1;

    /// <summary>Rows.</summary>
    public double Height => Bottom - Top + 1;

    /// <summary>Area of what both cover over the area that either covers; -1 where they do not meet.</summary>
    /// <remarks>
    /// As in the ILSVRC-2012 development kit (compute_overlap.m): a pixel is one wide, so that sides are last less first
    /// plus one.
    /// </remarks>
    public static double Overlap(PixelBox one, PixelBox other)
    {
        double width = Math.Min(one.Right, other.Right) - Math.Max(one.Left, other.Left) + 1;
        double height = Math.Min(one.Bottom, other.Bottom) - Math.Max(one.Top, other.Top) + 1;
        if (width <= 0 || height <= 0)
            return -1;
        double both = width * height;
        return both / (one.Width * one.Height + other.Width * other.Height - both);
    }
}
