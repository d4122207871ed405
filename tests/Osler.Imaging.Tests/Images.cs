using Osler.Core.Chance;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Tests;

/// <summary>Images that tests make.</summary>
internal static class Images
{
    /// <summary>The image of the goldens: (7x + 13y + 29c + xy) mod 256.</summary>
    public static Raster Pattern(int height, int width, Photometric photometric = Photometric.Rgb)
    {
        int channels = photometric == Photometric.Rgb ? 3 : 1;
        byte[] samples = new byte[height * width * channels];
        for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
        for (int c = 0; c < channels; c++)
            samples[(y * width + x) * channels + c] = (byte)(7 * x + 13 * y + 29 * c + x * y);
        return Raster.OfBytes(height, width, photometric, samples);
    }

    public static Raster Noise(int height, int width, Photometric photometric, int seed)
    {
        byte[] samples = new byte[height * width * (photometric == Photometric.Rgb ? 3 : 1)];
        new KeyedRandom(seed, "noise").NextBytes(samples);
        return Raster.OfBytes(height, width, photometric, samples);
    }

    public static Raster Flat(int height, int width, byte value) =>
        Raster.OfBytes(height, width, Photometric.Grey, [.. Enumerable.Repeat(value, height * width)]);

    /// <summary>The samples [C, H, W] as floats.</summary>
    public static float[] Separate(Raster image)
    {
        using var planes = image.ToPlanes();
        return planes.Values.ToArray();
    }
}
