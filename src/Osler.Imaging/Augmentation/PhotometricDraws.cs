using System.Buffers;
using System.Numerics.Tensors;
using Osler.Core.Chance;
using Osler.Imaging.Preprocessing;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Augmentation;

/// <summary>What was drawn to be done to brightness or colour.</summary>
internal abstract record PhotometricDraw
{
    public abstract void Apply(Planes image);

    /// <summary>Keeps every sample between black and white.</summary>
    protected static void Clip(Planes image)
    {
        TensorPrimitives.Max(image.Values, image.Range.Low, image.Values);
        TensorPrimitives.Min(image.Values, image.Range.High, image.Values);
    }

    /// <summary>value = centre + factor (value - centre).</summary>
    protected static void Spread(Span<float> values, float centre, float factor)
    {
        TensorPrimitives.Multiply(values, factor, values);
        TensorPrimitives.Add(values, centre * (1 - factor), values);
    }
}

internal sealed record BrightnessDraw(double Factor) : PhotometricDraw
{
    public override void Apply(Planes image)
    {
        Spread(image.Values, image.Range.Low, (float)Factor);
        Clip(image);
    }
}

internal sealed record ContrastDraw(double Factor) : PhotometricDraw
{
    public override void Apply(Planes image)
    {
        int area = image.Length / image.Channels;
        float[] luma = ArrayPool<float>.Shared.Rent(area);
        Grey.Luma(image, luma.AsSpan(0, area));
        double sum = 0;
        foreach (float value in luma.AsSpan(0, area))
            sum += value;
        ArrayPool<float>.Shared.Return(luma);
        Spread(image.Values, (float)(sum / area), (float)Factor);
        Clip(image);
    }
}

internal sealed record SaturationDraw(double Factor) : PhotometricDraw
{
    public override void Apply(Planes image)
    {
        if (image.Channels == 1)
            return;
        int area = image.Length / 3;
        float[] rented = ArrayPool<float>.Shared.Rent(area);
        var luma = rented.AsSpan(0, area);
        Grey.Luma(image, luma);
        TensorPrimitives.Multiply(luma, (float)(1 - Factor), luma);
        for (int channel = 0; channel < 3; channel++)
            TensorPrimitives.MultiplyAdd(image.Channel(channel), (float)Factor, luma, image.Channel(channel));
        ArrayPool<float>.Shared.Return(rented);
        Clip(image);
    }
}

/// <summary>Hue in Smith's hexcone (HSV; SIGGRAPH 1978, doi:10.1145/800248.807361): value and saturation stay.</summary>
internal sealed record HueDraw(double Turn) : PhotometricDraw
{
    public override void Apply(Planes image)
    {
        if (image.Channels == 1)
            return;
        var reds = image.Channel(0);
        var greens = image.Channel(1);
        var blues = image.Channel(2);
        for (int i = 0; i < reds.Length; i++)
        {
            (float r, float g, float b) = (reds[i], greens[i], blues[i]);
            float most = Math.Max(r, Math.Max(g, b));
            float least = Math.Min(r, Math.Min(g, b));
            float chroma = most - least;
            if (chroma == 0)
                continue;
            double sixth =
                most == r ? (g - b) / chroma
                : most == g ? 2 + (b - r) / chroma
                : 4 + (r - g) / chroma;
            double turned = sixth + 6 * Turn;
            (reds[i], greens[i], blues[i]) = (At(5), At(3), At(1));

            // The distance of a channel's own hue decides how much of the chroma it lacks.
            float At(int own)
            {
                double k = ((own + turned) % 6 + 6) % 6;
                return (float)(most - chroma * Math.Max(0, Math.Min(1, Math.Min(k, 4 - k))));
            }
        }
    }
}

internal sealed record ColourNoiseDraw(double First, double Second, double Third) : PhotometricDraw
{
    private static readonly double[] Eigenvalues = [0.2175, 0.0188, 0.0045];

    private static readonly double[,] Eigenvectors =
    {
        { -0.5675, 0.7192, 0.4009 },
        { -0.5808, -0.0045, -0.8140 },
        { -0.5836, -0.6948, 0.4203 },
    };

    public override void Apply(Planes image)
    {
        if (image.Channels == 1)
            return;
        double[] deviates = [First, Second, Third];
        float width = image.Range.High - image.Range.Low;
        for (int channel = 0; channel < 3; channel++)
        {
            double shift = 0;
            for (int axis = 0; axis < 3; axis++)
                shift += Eigenvectors[channel, axis] * Eigenvalues[axis] * deviates[axis];
            TensorPrimitives.Add(image.Channel(channel), (float)shift * width, image.Channel(channel));
        }
        Clip(image);
    }
}

internal sealed record BlurDraw(double Deviation) : PhotometricDraw
{
    public override void Apply(Planes image)
    {
        int area = image.Height * image.Width;
        for (int plane = 0; plane < image.Channels * image.Depth; plane++)
            Gaussian.Blur(
                image.Values.Slice(plane * area, area),
                image.Height,
                image.Width,
                Deviation,
                outside: null
            );
    }
}

internal sealed record NoiseDraw(double Deviation, long Seed) : PhotometricDraw
{
    public override void Apply(Planes image)
    {
        var random = new KeyedRandom(Seed, "noise of an image");
        double deviation = Deviation * (image.Range.High - image.Range.Low);
        foreach (ref float value in image.Values)
            value += (float)(deviation * random.NextNormal());
        Clip(image);
    }
}

internal sealed record CutoutDraw(double Down, double Across, double Share) : PhotometricDraw
{
    public override void Apply(Planes image)
    {
        int side = (int)Math.Round(Share * Math.Min(image.Height, image.Width));
        int top = (int)(Down * image.Height) - side / 2;
        int left = (int)(Across * image.Width) - side / 2;
        int first = Math.Max(0, left);
        int width = Math.Min(image.Width, left + side) - first;
        for (int channel = 0; channel < image.Channels; channel++)
        {
            var values = image.Channel(channel);
            float mean = (float)Moments.Of(values).Mean;
            for (int slice = 0; slice < image.Depth; slice++)
            for (int row = Math.Max(0, top); row < Math.Min(image.Height, top + side); row++)
                values.Slice((slice * image.Height + row) * image.Width + first, width).Fill(mean);
        }
    }
}
