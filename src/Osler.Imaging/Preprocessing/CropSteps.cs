using Osler.Core.Blocks;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Preprocessing;

/// <summary>Takes the middle; an image smaller than that is surrounded by black first.</summary>
/// <param name="Size">Pixels, 1 to 16,384: one number, or height and width.</param>
/// <remarks>An odd remainder is rounded to even, as torchvision's <c>center_crop</c> does.</remarks>
public sealed record CentreCrop(Size Size) : ImageStep
{
    /// <summary>Pixels, 1 to 16,384: one number, or height and width.</summary>
    public Size Size { get; init; } = Sides(Size, "centre_crop");

    internal override void Run(Planes image)
    {
        Pad.ToAtLeast(image, Size.Height, Size.Width, image.Range.Low);
        int top = (int)Math.Round((image.Height - Size.Height) / 2.0);
        int left = (int)Math.Round((image.Width - Size.Width) / 2.0);
        image.Crop(top, left, Size.Height, Size.Width);
    }
}

/// <summary>Surrounds the image, equally on opposite sides, until it is square or has at least a given size.</summary>
public sealed record Pad : ImageStep
{
    /// <summary>Least height and width in pixels, 1 to 16,384; null (the default) makes a square of the longer side.</summary>
    public Size? Size
    {
        get;
        init => field = value is { } size ? Sides(size, "pad") : null;
    }

    /// <summary>The number to fill with, in the image's own numbers; null (the default) is black, the least of its range.</summary>
    public double? Value
    {
        get;
        init => field = Checked(value, value is null || double.IsFinite(value.Value), "pad: value", "finite");
    }

    internal override void Run(Planes image)
    {
        int longer = Math.Max(image.Height, image.Width);
        ToAtLeast(image, Size?.Height ?? longer, Size?.Width ?? longer, (float)(Value ?? image.Range.Low));
    }

    internal static void ToAtLeast(Planes image, int height, int width, float value)
    {
        int down = Math.Max(0, height - image.Height);
        int across = Math.Max(0, width - image.Width);
        if ((down | across) == 0)
            return;
        Raster.RequireSize(image.Height + down, image.Width + across, image.Channels * image.Depth, null);
        image.Pad(down / 2, down - down / 2, across / 2, across - across / 2, value);
    }
}

/// <summary>Cuts away a dark border: keeps the smallest rectangle around what is brighter than a threshold.</summary>
/// <remarks>An image that is dark all over stays whole. Of a colour image the brightest channel counts; a volume stays whole.</remarks>
public sealed record CropToContent : ImageStep
{
    /// <summary>Share of the range from black to white that counts as content when exceeded, in [0, 1). By default 0.02.</summary>
    public double Threshold
    {
        get;
        init => field = Checked(value, value is >= 0 and < 1, "crop_to_content: threshold", "in [0, 1)");
    } = 0.02;

    /// <summary>Pixels kept around the content where there are some, 0 to 1,000. By default 0.</summary>
    public int Margin
    {
        get;
        init =>
            field = Checked(value, value is >= 0 and <= 1000, "crop_to_content: margin", "from 0 to 1000");
    }

    internal override void Run(Planes image)
    {
        if (image.Depth > 1)
            return;
        var (top, bottom, left, right) = BrightBox.Of(image, Threshold, share: 0);
        if (bottom < top)
            return;
        (top, left) = (Math.Max(0, top - Margin), Math.Max(0, left - Margin));
        bottom = Math.Min(image.Height - 1, bottom + Margin);
        right = Math.Min(image.Width - 1, right + Margin);
        image.Crop(top, left, bottom - top + 1, right - left + 1);
    }
}

/// <summary>
/// Cuts a fundus photograph to the square around the retina's disc and blackens what lies outside the disc. Where the
/// camera cut the disc above and below, black is added, so that the retina always has the same scale.
/// </summary>
/// <remarks>
/// The disc is found from the rows and columns of which more than a fiftieth is brighter than the threshold; its
/// diameter is the longer side of their box. A photograph that is dark all over stays whole; a volume stays
/// whole.
/// </remarks>
public sealed record FundusCrop : ImageStep
{
    /// <summary>Share of the range from black to white that the retina exceeds, in (0, 1). By default 0.06.</summary>
    public double Threshold
    {
        get;
        init => field = Checked(value, value is > 0 and < 1, "fundus_crop: threshold", "in (0, 1)");
    } = 0.06;

    internal override void Run(Planes image)
    {
        if (image.Depth > 1)
            return;
        var (top, bottom, left, right) = BrightBox.Of(image, Threshold, share: 0.02);
        if (bottom < top)
            return;
        int side = Math.Max(bottom - top, right - left) + 1;
        float black = image.Range.Low;
        image.Crop(top, left, bottom - top + 1, right - left + 1);
        Pad.ToAtLeast(image, side, side, black);
        double radius = side / 2.0;
        var values = image.Values;
        for (int row = 0; row < side; row++)
        {
            double down = row + 0.5 - radius;
            int half = (int)Math.Floor(Math.Sqrt(radius * radius - down * down) + 0.5);
            int first = Math.Max(0, (int)radius - half);
            int end = Math.Min(side, side - first);
            for (int channel = 0; channel < image.Channels; channel++)
            {
                var line = values.Slice((channel * side + row) * side, side);
                line[..first].Fill(black);
                line[end..].Fill(black);
            }
        }
    }
}
