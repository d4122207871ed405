using System.Buffers;
using System.Numerics.Tensors;

namespace Osler.Imaging.Rasters;

/// <summary>
/// An image being worked on: float32 [C, D, H, W], channel by channel; D is 1 for still images. Changed in place by
/// the steps of preprocessing. Not for several threads at once.
/// </summary>
public sealed class Planes : IDisposable
{
    private float[]? _values;

    // A still image is cropped by moving this window, and turned into planes when its samples are asked for.
    private Raster? _source;
    private int _top;
    private int _left;

    internal Planes(int channels, int depth, int height, int width, SampleRange range)
    {
        (Channels, Depth, Height, Width, Range) = (channels, depth, height, width, range);
        _values = ArrayPool<float>.Shared.Rent(checked(channels * depth * height * width));
    }

    internal Planes(Raster source)
    {
        (Channels, Depth, Height, Width) = (source.Channels, 1, source.Height, source.Width);
        (Range, _source) = (source.Range, source);
    }

    /// <summary>Room for an image that was kept; the caller fills in its samples.</summary>
    internal static Planes Kept(
        int channels,
        int depth,
        int height,
        int width,
        SampleRange range,
        AxisMap rows,
        AxisMap columns
    ) => new(channels, depth, height, width, range) { Rows = rows, Columns = columns };

    /// <summary>1 or 3.</summary>
    public int Channels { get; private set; }

    /// <summary>Slices; 1 for a still image.</summary>
    public int Depth { get; }

    /// <summary>Rows.</summary>
    public int Height { get; private set; }

    /// <summary>Columns.</summary>
    public int Width { get; private set; }

    /// <summary>Which numbers the samples may be, until they are normalised.</summary>
    public SampleRange Range { get; internal set; }

    /// <summary>Where a row lies in the image as read.</summary>
    public AxisMap Rows { get; private set; } = AxisMap.Same;

    /// <summary>Where a column lies in the image as read.</summary>
    public AxisMap Columns { get; private set; } = AxisMap.Same;

    /// <summary>How many samples.</summary>
    public int Length => Channels * Depth * Height * Width;

    /// <summary>The samples [C, D, H, W].</summary>
    public Span<float> Values
    {
        get
        {
            if (_source is not null)
                Separate();
            return _values.AsSpan(0, Length);
        }
    }

    /// <summary>One channel's samples [D, H, W].</summary>
    /// <param name="channel">From 0.</param>
    public Span<float> Channel(int channel) => Values.Slice(channel * (Length / Channels), Length / Channels);

    /// <summary>A copy of its own, so that one preparation serves several views.</summary>
    /// <returns>To be disposed of.</returns>
    public Planes Copy()
    {
        var copy = new Planes(Channels, Depth, Height, Width, Range) { Rows = Rows, Columns = Columns };
        Values.CopyTo(copy.Values);
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Give(_values);
        (_values, _source) = (null, null);
    }

    /// <summary>The still image that nothing was done to but cropping, and the crop's corner; null once worked on.</summary>
    internal (Raster Image, int Top, int Left)? Untouched => _source is null ? null : (_source, _top, _left);

    /// <summary>Keeps a rectangle that lies within the image.</summary>
    internal void Crop(int top, int left, int height, int width)
    {
        if (_source is not null)
        {
            (_top, _left) = (_top + top, _left + left);
        }
        else if (height != Height || width != Width)
        {
            var values = _values.AsSpan();
            int to = 0;
            // Rows only move towards the front, so one array will do.
            for (int plane = 0; plane < Channels * Depth; plane++)
            for (int row = 0; row < height; row++, to += width)
                values.Slice((plane * Height + top + row) * Width + left, width).CopyTo(values[to..]);
        }
        Locate(height, width, Rows.Cropped(top), Columns.Cropped(left));
    }

    /// <summary>Surrounds the image.</summary>
    internal void Pad(int above, int below, int before, int after, float value)
    {
        if ((above | below | before | after) == 0)
            return;
        (int height, int width) = (Height + above + below, Width + before + after);
        var old = Values;
        float[] padded = ArrayPool<float>.Shared.Rent(checked(Channels * Depth * height * width));
        padded.AsSpan(0, Channels * Depth * height * width).Fill(value);
        for (int plane = 0; plane < Channels * Depth; plane++)
        for (int row = 0; row < Height; row++)
            old.Slice((plane * Height + row) * Width, Width)
                .CopyTo(padded.AsSpan((plane * height + above + row) * width + before));
        Replace(padded, Channels, height, width, Rows.Cropped(-above), Columns.Cropped(-before));
    }

    /// <summary>Takes other samples in their place; the array comes from the shared pool.</summary>
    internal void Replace(float[] values, int channels, int height, int width, AxisMap rows, AxisMap columns)
    {
        Give(_values);
        (_values, _source, Channels) = (values, null, channels);
        Locate(height, width, rows, columns);
    }

    /// <summary>Takes one channel for all, or repeats it.</summary>
    internal void Rechannel(float[] values, int channels) =>
        Replace(values, channels, Height, Width, Rows, Columns);

    private void Locate(int height, int width, AxisMap rows, AxisMap columns) =>
        (Height, Width, Rows, Columns) = (height, width, rows, columns);

    private void Separate()
    {
        var source = _source!;
        float[] values = ArrayPool<float>.Shared.Rent(Length);
        int area = Height * Width;
        for (int row = 0; row < Height; row++)
        {
            int from = ((_top + row) * source.Width + _left) * Channels;
            var to = values.AsSpan(row * Width);
            if (source.IsBytes)
                SeparateRow(source.Bytes.Slice(from, Width * Channels), to, area);
            else
                SeparateRow(source.Floats.Slice(from, Width * Channels), to, area);
        }
        (_values, _source) = (values, null);
    }

    private void SeparateRow<T>(ReadOnlySpan<T> pixels, Span<float> to, int area)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        if (Channels == 1)
        {
            TensorPrimitives.ConvertTruncating<T, float>(pixels, to);
            return;
        }
        var red = to[..Width];
        var green = to.Slice(area, Width);
        var blue = to.Slice(2 * area, Width);
        for (int x = 0, i = 0; x < red.Length; x++, i += 3)
        {
            red[x] = float.CreateTruncating(pixels[i]);
            green[x] = float.CreateTruncating(pixels[i + 1]);
            blue[x] = float.CreateTruncating(pixels[i + 2]);
        }
    }

    private static void Give(float[]? values)
    {
        if (values is not null)
            ArrayPool<float>.Shared.Return(values);
    }
}
