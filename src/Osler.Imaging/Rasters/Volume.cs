using System.Numerics.Tensors;
using Osler.Core.Faults;

namespace Osler.Imaging.Rasters;

/// <summary>A grey volume in memory: [D, H, W], slice by slice, each row by row.</summary>
/// <remarks>As <see cref="Raster"/>, bytes or floats; the array handed in is not copied and must be left alone.</remarks>
public sealed class Volume : IImage
{
    private readonly byte[]? _bytes;
    private readonly float[]? _floats;

    private Volume(int depth, int height, int width, SampleRange range, byte[]? bytes, float[]? floats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (Depth, Height, Width, Range) = (depth, height, width, range);
        (_bytes, _floats) = (bytes, floats);
        long given = bytes?.LongLength ?? floats!.LongLength;
        if (given != (long)depth * height * width)
            throw new ArgumentException(
                $"[{depth}, {height}, {width}] needs {(long)depth * height * width} samples; got {given}.",
                bytes is null ? nameof(floats) : nameof(bytes)
            );
    }

    /// <summary>Slices.</summary>
    public int Depth { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <inheritdoc/>
    public SampleRange Range { get; }

    /// <summary>Distance between the centres of neighbouring slices, rows and columns, in millimetres, where known.</summary>
    public (double Slice, double Row, double Column)? Spacing { get; init; }

    /// <inheritdoc/>
    public IImage Displayed => Display?.Value ?? this;

    /// <summary>What <see cref="Displayed"/> gives, made when asked for; null: the volume itself.</summary>
    private Lazy<Volume>? Display { get; init; }

    /// <inheritdoc/>
    public Photometric Photometric => Photometric.Grey;

    /// <inheritdoc/>
    public IReadOnlyList<int> Axes => [Depth, Height, Width];

    /// <inheritdoc/>
    public bool IsGrey => true;

    /// <summary>Whether the samples are bytes.</summary>
    public bool IsBytes => _bytes is not null;

    /// <summary>The sample of a slice, a row and a column.</summary>
    public float this[int slice, int row, int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slice, (uint)Depth, nameof(slice));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Height, nameof(row));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Width, nameof(column));
            int at = (slice * Height + row) * Width + column;
            return _bytes is null ? _floats![at] : _bytes[at];
        }
    }

    /// <summary>A volume of bytes, 0 black and 255 white.</summary>
    /// <param name="depth">Slices, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="samples">[D, H, W]; not copied.</param>
    /// <exception cref="ArgumentException">The number of samples is another.</exception>
    public static Volume OfBytes(int depth, int height, int width, byte[] samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return new(depth, height, width, SampleRange.Bytes, samples, null);
    }

    /// <summary>A volume of floats.</summary>
    /// <param name="depth">Slices, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="range">What its numbers mean.</param>
    /// <param name="samples">[D, H, W]; not copied.</param>
    /// <param name="spacing">Millimetres between slices, rows and columns, where known.</param>
    /// <exception cref="ArgumentException">The number of samples is another.</exception>
    public static Volume OfFloats(
        int depth,
        int height,
        int width,
        SampleRange range,
        float[] samples,
        (double Slice, double Row, double Column)? spacing = null
    )
    {
        ArgumentNullException.ThrowIfNull(samples);
        return new(depth, height, width, range, null, samples) { Spacing = spacing };
    }

    /// <summary>A volume of grey images of one size and kind; its range holds all of theirs.</summary>
    /// <param name="depth">How many, at least 1.</param>
    /// <param name="first">The first.</param>
    /// <param name="next">Gives those after it, from 1 on, once each and in order; it refuses what does not fit the first.</param>
    internal static Volume OfSlices(int depth, Raster first, Func<int, Raster> next)
    {
        (int height, int width, var range) = (first.Height, first.Width, first.Range);
        int area = height * width;
        byte[]? bytes = first.IsBytes ? new byte[depth * area] : null;
        float[]? floats = first.IsBytes ? null : new float[depth * area];
        for (int i = 0; i < depth; i++)
        {
            var slice = i == 0 ? first : next(i);
            range = range with
            {
                Low = Math.Min(range.Low, slice.Range.Low),
                High = Math.Max(range.High, slice.Range.High),
            };
            if (bytes is not null)
                slice.Bytes.CopyTo(bytes.AsSpan(i * area));
            else
                slice.Floats.CopyTo(floats.AsSpan(i * area));
        }
        return bytes is not null
            ? OfBytes(depth, height, width, bytes)
            : OfFloats(depth, height, width, range, floats!);
    }

    /// <summary>The same numbers, taken for others.</summary>
    /// <param name="range">What they mean.</param>
    internal Volume WithRange(SampleRange range) =>
        new(Depth, Height, Width, range, _bytes, _floats) { Spacing = Spacing, Display = Display };

    /// <summary>The same volume, of which another is shown.</summary>
    /// <param name="display">Makes the other when it is asked for.</param>
    internal Volume WithDisplay(Func<Volume> display) =>
        new(Depth, Height, Width, Range, _bytes, _floats) { Spacing = Spacing, Display = new(display) };

    /// <summary>Voxels from 0 to 255 in place of those from the least to the greatest; bytes stay as they are.</summary>
    internal Volume Stretched() =>
        _floats is null
            ? this
            : OfFloats(Depth, Height, Width, SampleRange.Bytes, Raster.Stretched(_floats, Range), Spacing);

    /// <summary>Refuses a volume too large to hold, before any memory is taken for it.</summary>
    /// <param name="depth">Slices as its file states them.</param>
    /// <param name="height">Rows as its file states them.</param>
    /// <param name="width">Columns as its file states them.</param>
    /// <param name="where">The file, for the message.</param>
    /// <exception cref="DataException">More than <see cref="Raster.MostSamples"/>, or no voxel at all.</exception>
    public static void RequireSize(long depth, long height, long width, string? where)
    {
        if (depth < 1 || height < 1 || width < 1)
            throw new DataException($"The volume has no voxels: {depth} x {height} x {width}.", where);
        if (
            depth > Raster.MostSamples
            || height > Raster.MostSamples
            || depth * height > Raster.MostSamples
            || depth * height > Raster.MostSamples / width
        )
            throw new DataException(
                $"The volume is too large: {depth} x {height} x {width}; at most {Raster.MostSamples} voxels are read.",
                where
            );
    }

    /// <summary>One slice as a still image; bytes are copied.</summary>
    /// <param name="slice">From 0.</param>
    public Raster Slice(int slice)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slice, (uint)Depth, nameof(slice));
        int length = Height * Width;
        PixelSpacing? spacing = Spacing is { } distance ? new(distance.Row, distance.Column) : null;
        var samples = (slice * length)..((slice + 1) * length);
        return _bytes is null
            ? Raster.OfFloats(Height, Width, Photometric.Grey, Range, _floats![samples], spacing)
            : Raster.OfBytes(Height, Width, Photometric.Grey, _bytes[samples], spacing);
    }

    /// <summary>
    /// The still image of one slice, along whichever axis there is one alone; else the volume. Of a slice across the rows or the
    /// columns the last is the top row: of volumes from feet to head the head.
    /// </summary>
    internal IImage Flat()
    {
        if (Depth == 1)
            return Slice(0);
        if (Height > 1 && Width > 1)
            return this;
        int width = Height * Width;
        PixelSpacing? spacing = Spacing is { } distance
            ? new(distance.Slice, Width == 1 ? distance.Row : distance.Column)
            : null;
        return _bytes is null
            ? Raster.OfFloats(Depth, width, Photometric.Grey, Range, TopDown(_floats!), spacing)
            : Raster.OfBytes(Depth, width, Photometric.Grey, TopDown(_bytes), spacing);

        T[] TopDown<T>(T[] samples)
        {
            var turned = new T[samples.Length];
            for (int row = 0; row < Depth; row++)
                samples.AsSpan((Depth - 1 - row) * width, width).CopyTo(turned.AsSpan(row * width));
            return turned;
        }
    }

    /// <inheritdoc/>
    public (float Low, float High) Extremes() =>
        _bytes is null
            ? (TensorPrimitives.Min<float>(_floats), TensorPrimitives.Max<float>(_floats))
            : (TensorPrimitives.Min<byte>(_bytes), TensorPrimitives.Max<byte>(_bytes));

    /// <inheritdoc/>
    public Planes ToPlanes()
    {
        var planes = new Planes(1, Depth, Height, Width, Range);
        if (_bytes is null)
            _floats.CopyTo(planes.Values);
        else
            TensorPrimitives.ConvertTruncating<byte, float>(_bytes, planes.Values);
        return planes;
    }
}
