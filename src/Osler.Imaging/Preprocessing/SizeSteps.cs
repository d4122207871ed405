using System.Buffers;
using System.Numerics.Tensors;
using Osler.Core.Blocks;
using Osler.Imaging.Rasters;
using Osler.Imaging.Resampling;

namespace Osler.Imaging.Preprocessing;

/// <summary>A step that resamples.</summary>
public abstract record ResamplingStep : ImageStep
{
    private protected ResamplingStep() { }

    /// <summary>Which filter. By default bilinear.</summary>
    public ResizeFilter Filter { get; init; } = ResizeFilter.Bilinear;

    /// <summary>
    /// Whether a shrinking filter is stretched so that nothing is skipped; by default true. Without effect on area
    /// (always) and nearest (never).
    /// </summary>
    public bool Antialias { get; init; } = true;

    /// <summary>Resamples; each slice of a volume by itself.</summary>
    private protected void Resample(Planes image, int height, int width)
    {
        if (height == image.Height && width == image.Width)
            return;
        var rows = ResampleTable.Of(image.Height, height, Filter, Antialias);
        var columns = ResampleTable.Of(image.Width, width, Filter, Antialias);
        int planes = image.Channels * image.Depth;
        float[] values = ArrayPool<float>.Shared.Rent(checked(planes * height * width));
        var to = values.AsSpan(0, planes * height * width);
        if (image.Untouched is var (source, top, left))
        {
            int stride = source.Width * source.Channels;
            int corner = top * stride + left * source.Channels;
            if (source.IsBytes)
                Resampler.Run(
                    source.Bytes[corner..],
                    stride,
                    source.Channels,
                    rows,
                    columns,
                    image.Width,
                    to
                );
            else
                Resampler.Run(
                    source.Floats[corner..],
                    stride,
                    source.Channels,
                    rows,
                    columns,
                    image.Width,
                    to
                );
        }
        else
        {
            int area = image.Height * image.Width;
            for (int plane = 0; plane < planes; plane++)
                Resampler.Run(
                    image.Values.Slice(plane * area, area),
                    image.Width,
                    1,
                    rows,
                    columns,
                    image.Width,
                    to.Slice(plane * height * width, height * width)
                );
        }
        // Cubic and sinc overshoot at edges; brightness has ends, a measured number has none.
        if (Filter is ResizeFilter.Bicubic or ResizeFilter.Lanczos3 && image.Range.Unit is null)
        {
            TensorPrimitives.Max(to, image.Range.Low, to);
            TensorPrimitives.Min(to, image.Range.High, to);
        }
        image.Replace(
            values,
            image.Channels,
            height,
            width,
            image.Rows.Resized(image.Height, height),
            image.Columns.Resized(image.Width, width)
        );
    }
}

/// <summary>Resizes to this height and width, whatever the image's proportions. Slices of a volume one by one.</summary>
/// <param name="Size">Pixels, 1 to 16,384: one number, or height and width.</param>
public sealed record Resize(Size Size) : ResamplingStep
{
    /// <summary>Pixels, 1 to 16,384: one number, or height and width.</summary>
    public Size Size { get; init; } = Sides(Size, "resize");

    internal override void Run(Planes image) => Resample(image, Size.Height, Size.Width);
}

/// <summary>Resizes so that the shorter side has this length; the longer one in proportion, rounded down.</summary>
/// <param name="Size">Pixels, 1 to 16,384.</param>
public sealed record ShorterSide(int Size) : ResamplingStep
{
    /// <summary>Pixels, 1 to 16,384.</summary>
    public int Size { get; init; } = Sides(Size, "shorter_side").Height;

    internal override void Run(Planes image)
    {
        bool wide = image.Width >= image.Height;
        long longer = (long)Size * Math.Max(image.Width, image.Height) / Math.Min(image.Width, image.Height);
        int other = (int)Math.Min(longer, int.MaxValue);
        Raster.RequireSize(Size, other, image.Channels, null);
        Resample(image, wide ? Size : other, wide ? other : Size);
    }
}
