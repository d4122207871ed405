namespace Osler.Reports.Pictures;

/// <summary>Pictures side by side in one, in rows from the upper left.</summary>
public static class Mosaic
{
    /// <summary>Pixels that the longest side of the largest picture is to measure at least.</summary>
    public const int Least = 112;

    private const int Gap = 4;
    private const byte Ground = 255;

    /// <summary>Puts them together; small ones are enlarged by whole factors, none is made smaller.</summary>
    /// <param name="pictures">At least one; larger and smaller ones stand at the upper left of their place.</param>
    /// <param name="columns">Pictures of a row, at least 1.</param>
    /// <param name="least">Pixels that the longest side of the largest is to measure at least.</param>
    public static Picture Of(IReadOnlyList<Picture> pictures, int columns, int least = Least)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (pictures.Count == 0)
            throw new ArgumentException("There is no picture.", nameof(pictures));
        int height = pictures.Max(picture => picture.Height);
        int width = pictures.Max(picture => picture.Width);
        int longest = Math.Max(height, width);
        int factor = Math.Max(1, (least + longest - 1) / longest);
        int channels = pictures.Max(picture => picture.Channels);
        int rows = (pictures.Count + columns - 1) / columns;
        int across = Math.Min(columns, pictures.Count);
        int down = rows * (height * factor + Gap) + Gap;
        int wide = across * (width * factor + Gap) + Gap;
        byte[] samples = new byte[checked(down * wide * channels)];
        samples.AsSpan().Fill(Ground);
        for (int i = 0; i < pictures.Count; i++)
        {
            int top = Gap + i / columns * (height * factor + Gap);
            int left = Gap + i % columns * (width * factor + Gap);
            Put(pictures[i], factor, samples, (top * wide + left) * channels, wide * channels, channels);
        }
        return new Picture(down, wide, samples);
    }

    private static void Put(Picture picture, int factor, byte[] samples, int corner, int stride, int channels)
    {
        for (int row = 0; row < picture.Height * factor; row++)
        for (int column = 0; column < picture.Width * factor; column++)
        {
            int from = (row / factor * picture.Width + column / factor) * picture.Channels;
            int to = corner + row * stride + column * channels;
            for (int channel = 0; channel < channels; channel++)
                samples[to + channel] = picture.Samples[from + (picture.Channels == 1 ? 0 : channel)];
        }
    }
}
