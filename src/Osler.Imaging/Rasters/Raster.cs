using System.Numerics.Tensors;
using Osler.Core.Faults;

namespace Osler.Imaging.Rasters;

/// <summary>A still image in memory: [H, W, C], row by row from the top left, channels side by side.</summary>
/// <remarks>
/// Samples are bytes where the source had 8 bits and nothing has changed them to other numbers; else they are single
/// floats, which hold every 16-bit number and every Hounsfield unit exactly. Immutable once made; the array handed in
/// is not copied and must be left alone.
/// </remarks>
public sealed class Raster : IImage
{
    /// <summary>Most samples of one image: 2 to the power of 30, about a gigapixel in grey.</summary>
    public const long MostSamples = 1L << 30;

    private readonly byte[]? _bytes;
    private readonly float[]? _floats;

    private Raster(
        int height,
        int width,
        Photometric photometric,
        SampleRange range,
        byte[]? bytes,
        float[]? floats
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (Height, Width, Photometric, Range) = (height, width, photometric, range);
        (_bytes, _floats) = (bytes, floats);
        long samples = (long)height * width * Channels;
        long given = bytes?.LongLength ?? floats!.LongLength;
        if (given != samples)
            throw new ArgumentException(
                $"[{height}, {width}, {Channels}] needs {samples} samples; got {given}.",
                bytes is null ? nameof(floats) : nameof(bytes)
            );
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <inheritdoc/>
    public Photometric Photometric { get; }

    /// <summary>Samples of a pixel: 1 or 3.</summary>
    public int Channels => Photometric == Photometric.Rgb ? 3 : 1;

    /// <inheritdoc/>
    public SampleRange Range { get; }

    /// <summary>Distance between the centres of neighbouring pixels, where the source states it.</summary>
    public PixelSpacing? Spacing { get; init; }

    /// <inheritdoc/>
    public IImage Displayed => Display?.Value ?? this;

    /// <summary>What <see cref="Displayed"/> gives, made when asked for; null: the image itself.</summary>
    private Lazy<Raster>? Display { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<int> Axes => [Height, Width];

    /// <summary>Whether the samples are bytes.</summary>
    public bool IsBytes => _bytes is not null;

    /// <summary>The samples [H, W, C], of an image of bytes.</summary>
    /// <exception cref="InvalidOperationException">The samples are floats.</exception>
    public ReadOnlySpan<byte> Bytes =>
        _bytes ?? throw new InvalidOperationException("The samples of this image are floats.");

    /// <summary>The samples [H, W, C], of an image of floats.</summary>
    /// <exception cref="InvalidOperationException">The samples are bytes.</exception>
    public ReadOnlySpan<float> Floats =>
        _floats ?? throw new InvalidOperationException("The samples of this image are bytes.");

    /// <summary>The sample of a row, a column and a channel.</summary>
    public float this[int row, int column, int channel = 0]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Height, nameof(row));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Width, nameof(column));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(
                (uint)channel,
                (uint)Channels,
                nameof(channel)
            );
            int at = (row * Width + column) * Channels + channel;
            return _bytes is null ? _floats![at] : _bytes[at];
        }
    }

    /// <summary>An image of bytes, 0 black and 255 white.</summary>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="photometric">What the channels are.</param>
    /// <param name="samples">[H, W, C]; not copied.</param>
    /// <param name="spacing">Distance between pixels, where known.</param>
    /// <exception cref="ArgumentException">The number of samples is another.</exception>
    public static Raster OfBytes(
        int height,
        int width,
        Photometric photometric,
        byte[] samples,
        PixelSpacing? spacing = null
    )
    {
        ArgumentNullException.ThrowIfNull(samples);
        return new(height, width, photometric, SampleRange.Bytes, samples, null) { Spacing = spacing };
    }

    /// <summary>An image of floats.</summary>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="photometric">What the channels are.</param>
    /// <param name="range">What its numbers mean.</param>
    /// <param name="samples">[H, W, C]; not copied.</param>
    /// <param name="spacing">Distance between pixels, where known.</param>
    /// <exception cref="ArgumentException">The number of samples is another.</exception>
    public static Raster OfFloats(
        int height,
        int width,
        Photometric photometric,
        SampleRange range,
        float[] samples,
        PixelSpacing? spacing = null
    )
    {
        ArgumentNullException.ThrowIfNull(samples);
        return new(height, width, photometric, range, null, samples) { Spacing = spacing };
    }

    /// <summary>The same numbers, taken for others.</summary>
    /// <param name="range">What they mean.</param>
    internal Raster WithRange(SampleRange range) =>
        new(Height, Width, Photometric, range, _bytes, _floats) { Spacing = Spacing, Display = Display };

    /// <summary>The same image, of which another is shown.</summary>
    /// <param name="display">Makes the other when it is asked for.</param>
    internal Raster WithDisplay(Func<Raster> display) =>
        new(Height, Width, Photometric, Range, _bytes, _floats) { Spacing = Spacing, Display = new(display) };

    /// <summary>Numbers from 0 to 255 in place of those from the least to the greatest; of equal ones, over their range.</summary>
    internal static float[] Stretched(ReadOnlySpan<float> values, SampleRange range)
    {
        var (least, greatest) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (float value in values)
            if (float.IsFinite(value))
                (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        if (!(greatest > least))
            (least, greatest) = (range.Low, Math.Max(range.High, range.Low + 1));
        double width = (double)greatest - least;
        float[] stretched = new float[values.Length];
        for (int i = 0; i < stretched.Length; i++)
            stretched[i] = (float)(Math.Clamp((values[i] - (double)least) / width, 0, 1) * 255);
        return stretched;
    }

    /// <summary>Refuses an image too large to hold, before any memory is taken for it.</summary>
    /// <param name="height">Rows as its file states them.</param>
    /// <param name="width">Columns as its file states them.</param>
    /// <param name="channels">Samples of a pixel.</param>
    /// <param name="where">The file, for the message.</param>
    /// <exception cref="DataException">More than <see cref="MostSamples"/>, or no pixel at all.</exception>
    public static void RequireSize(long height, long width, long channels, string? where)
    {
        if (height < 1 || width < 1 || channels < 1)
            throw new DataException(
                $"The image has no pixels: {height} x {width} with {channels} channels.",
                where
            );
        if (height > MostSamples || width > MostSamples || height * width > MostSamples / channels)
            throw new DataException(
                $"The image is too large: {height} x {width} pixels with {channels} channels; at most {MostSamples} samples are read.",
                where,
                "Shrink it or cut it into tiles first."
            );
    }

    /// <inheritdoc/>
    public bool IsGrey
    {
        get
        {
            if (Photometric == Photometric.Grey)
                return true;
            return _bytes is null ? AllAlike<float>(_floats!) : AllAlike<byte>(_bytes);
        }
    }

    /// <inheritdoc/>
    public (float Low, float High) Extremes() =>
        _bytes is null
            ? (TensorPrimitives.Min<float>(_floats), TensorPrimitives.Max<float>(_floats))
            : (TensorPrimitives.Min<byte>(_bytes), TensorPrimitives.Max<byte>(_bytes));

    /// <inheritdoc/>
    public Planes ToPlanes() => new(this);

    /// <summary>Writes the samples as floats [H, W, C].</summary>
    /// <param name="destination">At least as many places as there are samples.</param>
    public void CopyTo(Span<float> destination)
    {
        if (_floats is not null)
            _floats.CopyTo(destination);
        else
            TensorPrimitives.ConvertTruncating<byte, float>(_bytes, destination);
    }

    /// <summary>The first of three channels: all that there is to a colour image that shows grey.</summary>
    internal static T[] FirstChannel<T>(ReadOnlySpan<T> samples)
    {
        var first = new T[samples.Length / 3];
        for (int i = 0; i < first.Length; i++)
            first[i] = samples[i * 3];
        return first;
    }

    private static bool AllAlike<T>(ReadOnlySpan<T> samples)
        where T : IEquatable<T>
    {
        for (int i = 0; i < samples.Length; i += 3)
            if (!samples[i].Equals(samples[i + 1]) || !samples[i].Equals(samples[i + 2]))
                return false;
        return true;
    }
}
