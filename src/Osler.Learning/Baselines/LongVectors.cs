using System.Numerics.Tensors;

namespace Osler.Learning.Baselines;

/// <summary>Sums over vectors of millions of places, in blocks whose order does not depend on the number of threads.</summary>
internal static class LongVectors
{
    private const int Block = 1 << 14;

    /// <summary>The inner product, summed in float64 over blocks.</summary>
    public static double Dot(ReadOnlyMemory<float> one, ReadOnlyMemory<float> other)
    {
        double[] sums = new double[(one.Length + Block - 1) / Block];
        Parallel.For(
            0,
            sums.Length,
            b =>
            {
                var (from, length) = Place(b, one.Length);
                sums[b] = TensorPrimitives.Dot(one.Span.Slice(from, length), other.Span.Slice(from, length));
            }
        );
        return sums.Sum();
    }

    /// <summary>Writes <paramref name="start"/> + <paramref name="factor"/> · <paramref name="step"/>, which may be written over.</summary>
    public static void Add(float[] start, float factor, float[] step, float[] sum) =>
        Parallel.For(
            0,
            (sum.Length + Block - 1) / Block,
            b =>
            {
                var (from, length) = Place(b, sum.Length);
                TensorPrimitives.MultiplyAdd(
                    step.AsSpan(from, length),
                    factor,
                    start.AsSpan(from, length),
                    sum.AsSpan(from, length)
                );
            }
        );

    private static (int From, int Length) Place(int block, int length) =>
        (block * Block, Math.Min(Block, length - block * Block));
}
