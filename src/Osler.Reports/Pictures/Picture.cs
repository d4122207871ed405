namespace Osler.Reports.Pictures;

/// <summary>A small picture to show: bytes [H, W] grey or [H, W, 3] red, green and blue, row by row.</summary>
public sealed class Picture
{
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="samples">As many as pixels (grey), or three times as many; not copied.</param>
    /// <exception cref="ArgumentException">Another number of samples.</exception>
    public Picture(int height, int width, byte[] samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (samples.Length != height * width && samples.Length != 3 * height * width)
            throw new ArgumentException(
                $"{samples.Length} samples for {height} x {width} pixels.",
                nameof(samples)
            );
        (Height, Width, Samples) = (height, width, samples);
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Samples of a pixel: 1 or 3.</summary>
    public int Channels => Samples.Length / (Height * Width);

    /// <summary>The samples.</summary>
    public byte[] Samples { get; }

    /// <summary>A picture of numbers [H, W] or, channel by channel, [3, H, W]: the least black, the greatest white.</summary>
    /// <param name="values">Finite.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public static Picture Of(ReadOnlySpan<float> values, int height, int width)
    {
        float low = float.MaxValue;
        float high = float.MinValue;
        foreach (float value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return Of(values, height, width, low, high);
    }

    /// <summary>A picture of numbers between a black and a white one.</summary>
    /// <param name="values">[H, W], or [3, H, W].</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="low">Black, and whatever is less.</param>
    /// <param name="high">White, and whatever is more.</param>
    public static Picture Of(ReadOnlySpan<float> values, int height, int width, float low, float high)
    {
        int area = height * width;
        int channels = values.Length / area;
        byte[] samples = new byte[values.Length];
        float scale = high > low ? 255 / (high - low) : 0;
        for (int i = 0; i < samples.Length; i++)
        {
            float value = values[i % channels * area + i / channels];
            samples[i] = (byte)Math.Clamp((value - low) * scale + 0.5f, 0, 255);
        }
        return new Picture(height, width, samples);
    }
}
