using Osler.Core.Chance;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Preprocessing;

/// <summary>
/// Images of nothing but noise, of the kind that a preprocessing expects: a bundle travels with what training's own code
/// made of them, and no patient's image.
/// </summary>
public static class NoiseImage
{
    /// <summary>Name of the input by which a bundle's samples tell that they are these images.</summary>
    public const string Input = "noise_image";

    /// <summary>Draws one: blocks of 1 to 8 pixels with even chance over the first of the expected ranges, or what images used of a guessed one.</summary>
    /// <param name="expects">What training images were like.</param>
    /// <param name="number">Which; the same number gives the same image.</param>
    public static IImage Draw(ImageExpectation expects, int number)
    {
        ArgumentNullException.ThrowIfNull(expects);
        var random = new KeyedRandom(number, "noise image");
        // What was guessed may be far wider than its images are: noise over all of it would verify rounding alone.
        float used = expects.Ranges[0].IsGuessed ? (float)(expects.Used ?? 1) : 1;
        var range = expects.Ranges[0] with { IsGuessed = false };
        int[] axes = [.. expects.Largest];
        int channels = expects.Colour ? 3 : 1;
        int depth = axes.Length == 3 ? axes[0] : 1;
        int height = axes[^2];
        int width = axes[^1];
        float[] values = new float[depth * height * width * channels];
        for (int at = 0; at < values.Length; )
        {
            float value = range.Low + (float)random.NextDouble() * (range.High - range.Low) * used;
            // Whole numbers where the range is that of brightness in bytes or words.
            if (range.High - range.Low >= 255)
                value = MathF.Round(value);
            int run = Math.Min(values.Length - at, 1 + random.Next(8));
            values.AsSpan(at, run).Fill(value);
            at += run;
        }
        if (axes.Length == 3)
            return Volume.OfFloats(depth, height, width, range, values);
        var photometric = channels == 3 ? Photometric.Rgb : Photometric.Grey;
        return range == SampleRange.Bytes
            ? Raster.OfBytes(height, width, photometric, Array.ConvertAll(values, value => (byte)value))
            : Raster.OfFloats(height, width, photometric, range, values);
    }
}
