using System.Buffers;
using System.Numerics.Tensors;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Preprocessing;

/// <summary>One channel: 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601 luma). A grey image stays as it is.</summary>
public sealed record Grey : ImageStep
{
    internal override void Run(Planes image)
    {
        if (image.Channels == 1)
            return;
        int area = image.Length / 3;
        float[] luma = ArrayPool<float>.Shared.Rent(area);
        Luma(image, luma.AsSpan(0, area));
        image.Rechannel(luma, 1);
    }

    /// <summary>Writes the luma of a colour image, or the one channel of a grey one.</summary>
    internal static void Luma(Planes image, Span<float> luma)
    {
        if (image.Channels == 1)
        {
            image.Values.CopyTo(luma);
            return;
        }
        TensorPrimitives.Multiply(image.Channel(0), 0.299f, luma);
        TensorPrimitives.MultiplyAdd(image.Channel(1), 0.587f, luma, luma);
        TensorPrimitives.MultiplyAdd(image.Channel(2), 0.114f, luma, luma);
    }
}

/// <summary>Three channels: a grey image's one is repeated. A colour image stays as it is.</summary>
public sealed record Rgb : ImageStep
{
    internal override void Run(Planes image)
    {
        if (image.Channels == 3)
            return;
        int area = image.Length;
        float[] colour = ArrayPool<float>.Shared.Rent(3 * area);
        for (int channel = 0; channel < 3; channel++)
            image.Values.CopyTo(colour.AsSpan(channel * area));
        image.Rechannel(colour, 3);
    }
}
