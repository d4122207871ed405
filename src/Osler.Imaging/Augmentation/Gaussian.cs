using System.Buffers;
using System.Numerics.Tensors;

namespace Osler.Imaging.Augmentation;

/// <summary>Gaussian smoothing, separably, cut off at three standard deviations.</summary>
internal static class Gaussian
{
    /// <summary>Smooths a plane in place.</summary>
    /// <param name="plane">[height, width].</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="deviation">In pixels, above 0.</param>
    /// <param name="outside">What lies beyond the edge; null repeats the edge.</param>
    public static void Blur(Span<float> plane, int height, int width, double deviation, float? outside)
    {
        float[] weights = Weights(deviation);
        int radius = weights.Length / 2;
        float[] rented = ArrayPool<float>.Shared.Rent(height * width + width + 2 * radius);
        var down = rented.AsSpan(0, height * width);
        for (int row = 0; row < height; row++)
        {
            var to = down.Slice(row * width, width);
            to.Clear();
            for (int k = -radius; k <= radius; k++)
            {
                int from = row + k;
                float weight = weights[k + radius];
                if ((uint)from < (uint)height || outside is null)
                    TensorPrimitives.MultiplyAdd(
                        plane.Slice(Math.Clamp(from, 0, height - 1) * width, width),
                        weight,
                        to,
                        to
                    );
                else
                    TensorPrimitives.Add(to, weight * outside.Value, to);
            }
        }
        var line = rented.AsSpan(height * width, width + 2 * radius);
        for (int row = 0; row < height; row++)
        {
            var from = down.Slice(row * width, width);
            line[..radius].Fill(outside ?? from[0]);
            from.CopyTo(line[radius..]);
            line[(radius + width)..].Fill(outside ?? from[^1]);
            var to = plane.Slice(row * width, width);
            to.Clear();
            for (int k = 0; k < weights.Length; k++)
                TensorPrimitives.MultiplyAdd(line.Slice(k, width), weights[k], to, to);
        }
        ArrayPool<float>.Shared.Return(rented);
    }

    private static float[] Weights(double deviation)
    {
        int radius = Math.Max(1, (int)Math.Ceiling(3 * deviation));
        double[] weights =
        [
            .. Enumerable
                .Range(-radius, 2 * radius + 1)
                .Select(k => Math.Exp(-k * (double)k / (2 * deviation * deviation))),
        ];
        double sum = weights.Sum();
        return [.. weights.Select(weight => (float)(weight / sum))];
    }
}
