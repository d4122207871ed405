using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Osler.Imaging.Resampling;

/// <summary>Separable resampling: first down the columns, many pixels at once, then along the rows.</summary>
/// <remarks>Sums are in float32, a few units in the last place from the exact ones; nothing is rounded to bytes between.</remarks>
internal static class Resampler
{
    /// <summary>Resizes a rectangle of an image of bytes to planes.</summary>
    /// <param name="source">[height, stride], the first sample that of the rectangle's corner.</param>
    /// <param name="stride">Samples from one row to the next.</param>
    /// <param name="channels">Samples of a pixel, side by side.</param>
    /// <param name="rows">Table of the rectangle's height.</param>
    /// <param name="columns">Table of the rectangle's width.</param>
    /// <param name="width">The rectangle's width.</param>
    /// <param name="planes">[channels, rows.Length, columns.Length].</param>
    public static void Run(
        ReadOnlySpan<byte> source,
        int stride,
        int channels,
        ResampleTable rows,
        ResampleTable columns,
        int width,
        Span<float> planes
    )
    {
        float[] line = ArrayPool<float>.Shared.Rent(width * channels);
        var sums = line.AsSpan(0, width * channels);
        for (int row = 0; row < rows.Length; row++)
        {
            var taps = rows[row];
            Down(source[(taps.First * stride)..], stride, taps.Weights, sums);
            Along(sums, channels, columns, planes, row, rows.Length);
        }
        ArrayPool<float>.Shared.Return(line);
    }

    /// <summary>As the other, for floats.</summary>
    public static void Run(
        ReadOnlySpan<float> source,
        int stride,
        int channels,
        ResampleTable rows,
        ResampleTable columns,
        int width,
        Span<float> planes
    )
    {
        float[] line = ArrayPool<float>.Shared.Rent(width * channels);
        var sums = line.AsSpan(0, width * channels);
        for (int row = 0; row < rows.Length; row++)
        {
            var taps = rows[row];
            Down(source[(taps.First * stride)..], stride, taps.Weights, sums);
            Along(sums, channels, columns, planes, row, rows.Length);
        }
        ArrayPool<float>.Shared.Return(line);
    }

    private static void Down(
        ReadOnlySpan<byte> source,
        int stride,
        ReadOnlySpan<float> weights,
        Span<float> sums
    )
    {
        ref byte first = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(sums);
        _ = source[(weights.Length - 1) * stride + sums.Length - 1];
        int step = Vector<byte>.Count;
        int quarter = Vector<float>.Count;
        int x = 0;
        for (; x <= sums.Length - step; x += step)
        {
            var (a, b, c, d) = (
                Vector<float>.Zero,
                Vector<float>.Zero,
                Vector<float>.Zero,
                Vector<float>.Zero
            );
            for (int k = 0; k < weights.Length; k++)
            {
                Vector.Widen(
                    Vector.LoadUnsafe(ref first, (nuint)(k * stride + x)),
                    out var low,
                    out var high
                );
                Vector.Widen(low, out var p, out var q);
                Vector.Widen(high, out var r, out var s);
                var weight = new Vector<float>(weights[k]);
                a = Vector.FusedMultiplyAdd(Vector.ConvertToSingle(Vector.AsVectorInt32(p)), weight, a);
                b = Vector.FusedMultiplyAdd(Vector.ConvertToSingle(Vector.AsVectorInt32(q)), weight, b);
                c = Vector.FusedMultiplyAdd(Vector.ConvertToSingle(Vector.AsVectorInt32(r)), weight, c);
                d = Vector.FusedMultiplyAdd(Vector.ConvertToSingle(Vector.AsVectorInt32(s)), weight, d);
            }
            a.StoreUnsafe(ref to, (nuint)x);
            b.StoreUnsafe(ref to, (nuint)(x + quarter));
            c.StoreUnsafe(ref to, (nuint)(x + 2 * quarter));
            d.StoreUnsafe(ref to, (nuint)(x + 3 * quarter));
        }
        for (; x < sums.Length; x++)
        {
            float sum = 0;
            for (int k = 0; k < weights.Length; k++)
                sum = MathF.FusedMultiplyAdd(source[k * stride + x], weights[k], sum);
            sums[x] = sum;
        }
    }

    private static void Down(
        ReadOnlySpan<float> source,
        int stride,
        ReadOnlySpan<float> weights,
        Span<float> sums
    )
    {
        if (weights is [1f])
        {
            source[..sums.Length].CopyTo(sums);
            return;
        }
        TensorPrimitives.Multiply(source[..sums.Length], weights[0], sums);
        for (int k = 1; k < weights.Length; k++)
            TensorPrimitives.MultiplyAdd(source.Slice(k * stride, sums.Length), weights[k], sums, sums);
    }

    private static void Along(
        ReadOnlySpan<float> line,
        int channels,
        ResampleTable columns,
        Span<float> planes,
        int row,
        int height
    )
    {
        int width = columns.Length;
        if (channels == 1)
        {
            var to = planes.Slice(row * width, width);
            if (columns.IsIdentity)
            {
                line.CopyTo(to);
                return;
            }
            for (int x = 0; x < to.Length; x++)
            {
                var taps = columns[x];
                var from = line.Slice(taps.First, taps.Weights.Length);
                float sum = 0;
                for (int k = 0; k < from.Length; k++)
                    sum += from[k] * taps.Weights[k];
                to[x] = sum;
            }
            return;
        }
        Colours(
            line,
            columns,
            planes.Slice(row * width, width),
            planes.Slice((height + row) * width, width),
            planes.Slice((2 * height + row) * width, width)
        );
    }

    /// <summary>A pixel's three channels at once; the fourth lane, of the next pixel, is not kept.</summary>
    private static void Colours(
        ReadOnlySpan<float> line,
        ResampleTable columns,
        Span<float> red,
        Span<float> green,
        Span<float> blue
    )
    {
        ref float pixels = ref MemoryMarshal.GetReference(line);
        for (int x = 0; x < red.Length; x++)
        {
            var taps = columns[x];
            var weights = taps.Weights;
            int from = taps.First * 3;
            // The last pixel of the line has no fourth lane to read.
            int wide = from + 3 * weights.Length + 1 <= line.Length ? weights.Length : weights.Length - 1;
            var sum = Vector128<float>.Zero;
            for (int k = 0; k < wide; k++)
                sum = Vector128.FusedMultiplyAdd(
                    Vector128.LoadUnsafe(ref pixels, (nuint)(from + 3 * k)),
                    Vector128.Create(weights[k]),
                    sum
                );
            if (wide < weights.Length)
            {
                int last = from + 3 * wide;
                sum = Vector128.FusedMultiplyAdd(
                    Vector128.Create(line[last], line[last + 1], line[last + 2], 0),
                    Vector128.Create(weights[wide]),
                    sum
                );
            }
            red[x] = sum[0];
            green[x] = sum[1];
            blue[x] = sum[2];
        }
    }
}
