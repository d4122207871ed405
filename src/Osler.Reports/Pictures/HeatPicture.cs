namespace Osler.Reports.Pictures;

/// <summary>A heat map over an image: red where a number is above 0, blue where it is below.</summary>
public static class HeatPicture
{
    // How strongly the strongest place covers the image.
    private const double Strongest = 0.75;

    /// <summary>Draws it; colours of the image become grey beneath.</summary>
    /// <param name="image">The image.</param>
    /// <param name="heat">[H, W] of the image.</param>
    /// <param name="limit">The number of the full colour, either side of 0; above 0.</param>
    public static Picture Of(Picture image, ReadOnlySpan<float> heat, float limit)
    {
        ArgumentNullException.ThrowIfNull(image);
        int area = image.Height * image.Width;
        if (heat.Length != area)
            throw new ArgumentException($"{heat.Length} numbers for {area} pixels.", nameof(heat));
        byte[] samples = new byte[3 * area];
        for (int i = 0; i < area; i++)
        {
            double grey =
                image.Channels == 1
                    ? image.Samples[i]
                    // ITU-R BT.601 luma.
                    : 0.299 * image.Samples[3 * i]
                        + 0.587 * image.Samples[3 * i + 1]
                        + 0.114 * image.Samples[3 * i + 2];
            double share = limit > 0 ? Math.Clamp(heat[i] / limit, -1, 1) : 0;
            double cover = Strongest * Math.Abs(share);
            (double red, double green, double blue) = share >= 0 ? (214, 39, 40) : (31, 90, 180);
            samples[3 * i] = Mixed(grey, red, cover);
            samples[3 * i + 1] = Mixed(grey, green, cover);
            samples[3 * i + 2] = Mixed(grey, blue, cover);
        }
        return new Picture(image.Height, image.Width, samples);
    }

    private static byte Mixed(double under, double over, double cover) =>
        (byte)Math.Round(under + (over - under) * cover);
}
