using Osler.Core.Blocks;
using Osler.Core.Bundles;

namespace Osler.Serving.Tests.Onnx;

/// <summary>One case through a network in float64, each block as its formula reads: slow and obvious.</summary>
internal static class ReferenceForward
{
    /// <summary>The network's output for one case, row-major.</summary>
    public static double[] Of(
        Block network,
        Shape input,
        IReadOnlyDictionary<string, TensorData> weights,
        double[] values
    ) => Run(ShapeInference.Annotate(network, input), weights, values);

    private static double[] Run(ShapedBlock at, IReadOnlyDictionary<string, TensorData> weights, double[] x)
    {
        float[] W(string name) => weights[at.Name(name)].Values;
        double[] Child(int i, double[] input) => Run(at.Children[i], weights, input);
        switch (at.Block)
        {
            case Sequence:
                for (int i = 0; i < at.Children.Length; i++)
                    x = Child(i, x);
                return x;
            case Residual:
                double[] shortcut = at.Children.Length > 1 ? Child(1, x) : x;
                return [.. Child(0, x).Zip(shortcut, (a, b) => a + b)];
            case Concat or Heads:
                return Join([.. at.Children.Select((child, i) => (child.Output, Child(i, x)))]);
            case DenselyConnected:
                var all = new List<(Shape, double[])> { (at.Input, x) };
                for (int i = 0; i < at.Children.Length; i++)
                    all.Add((at.Children[i].Output, Child(i, Join(all))));
                return Join(all);
            case Gate:
                double[] factors = Child(0, x);
                return
                [
                    .. x.Select((value, i) => value * factors[FactorOf(i, at.Input, at.Children[0].Output)]),
                ];
            case Auxiliary:
                return x;
            case LocalResponseNorm norm:
                return Quietened(norm, at.Input, x);
            case PadChannels pad:
                int plane = x.Length / at.Input[0];
                return [.. new double[pad.Before * plane], .. x, .. new double[pad.After * plane]];
            case Members:
                return [.. at.Children.SelectMany((_, i) => Child(i, x))];
            case Dense dense:
                float[] weight = W("weight");
                float[]? bias = dense.Bias ? W("bias") : null;
                return Rows(
                    at.Input.Features,
                    x,
                    row =>
                        [
                            .. Enumerable
                                .Range(0, dense.Units)
                                .Select(u =>
                                    row.Select((value, f) => value * weight[u * row.Length + f]).Sum()
                                    + (bias?[u] ?? 0)
                                ),
                        ]
                );
            case Conv conv:
                return Convolve(conv, at, x, W("weight"), conv.Bias ? W("bias") : null);
            case MaxPool pool:
                return Pool(
                    at,
                    x,
                    pool.Kernel,
                    pool.Stride,
                    pool.Padding,
                    pool.Dilation,
                    (inside, _) => inside.Max()
                );
            case AveragePool pool:
                return Pool(
                    at,
                    x,
                    pool.Kernel,
                    pool.Stride,
                    pool.Padding,
                    1,
                    (inside, onPadded) => inside.Sum() / (pool.CountPadding ? onPadded : inside.Count)
                );
            case AdaptiveAveragePool pool:
                return Adaptive(at, x, pool.Output);
            case GlobalAveragePool:
                return [.. x.Chunk(x.Length / at.Input[0]).Select(channel => channel.Average())];
            case GlobalMaxPool:
                return [.. x.Chunk(x.Length / at.Input[0]).Select(channel => channel.Max())];
            case BatchNorm norm:
                int size = x.Length / at.Input[0];
                return
                [
                    .. x.Select(
                        (value, i) =>
                        {
                            int c = i / size;
                            double deviation = Math.Sqrt(W("running_var")[c] + norm.Epsilon);
                            return (value - W("running_mean")[c]) / deviation * W("weight")[c] + W("bias")[c];
                        }
                    ),
                ];
            case LayerNorm norm:
                return Rows(
                    at.Input.Features,
                    x,
                    row =>
                    {
                        double mean = row.Average();
                        double deviation = Math.Sqrt(
                            row.Average(value => Math.Pow(value - mean, 2)) + norm.Epsilon
                        );
                        return
                        [
                            .. row.Select(
                                (value, f) => (value - mean) / deviation * W("weight")[f] + W("bias")[f]
                            ),
                        ];
                    }
                );
            case Flatten or Identity or Dropout or StochasticDepth:
                return x;
            case Sigmoid:
                return [.. x.Select(v => 1 / (1 + Math.Exp(-v)))];
            case Tanh:
                return [.. x.Select(Math.Tanh)];
            case Relu:
                return [.. x.Select(v => Math.Max(v, 0))];
            case Relu6:
                return [.. x.Select(v => Math.Clamp(v, 0, 6))];
            case LeakyRelu leaky:
                return [.. x.Select(v => v > 0 ? v : leaky.Slope * v)];
            case Gelu:
                return [.. x.Select(v => v * NormalDistribution(v))];
            case Silu:
                return [.. x.Select(v => v / (1 + Math.Exp(-v)))];
            case HardSigmoid:
                return [.. x.Select(v => Math.Clamp(v / 6 + 0.5, 0, 1))];
            case Softmax:
                return Softmaxed(at.Input, x);
            case PiecewiseLinear encoding:
                return
                [
                    .. encoding.Edges.SelectMany(
                        (edges, f) => Ramp(edges.Select(e => (double)e).ToArray(), x[f])
                    ),
                ];
            case Periodic periodic:
                int k = periodic.Frequencies;
                return
                [
                    .. x.SelectMany(
                        (value, f) =>
                        {
                            var angles = Enumerable
                                .Range(0, k)
                                .Select(l => 2 * Math.PI * W("weight")[f * k + l] * value);
                            return angles.Select(Math.Sin).Concat(angles.Select(Math.Cos));
                        }
                    ),
                ];
            default:
                throw new NotSupportedException(
                    $"The reference does not know the block {at.Block.GetType().Name}."
                );
        }
    }

    private static double[] Rows(int features, double[] x, Func<double[], double[]> row) =>
        [.. x.Chunk(features).SelectMany(row)];

    // Channels come first in images, so whole images stand side by side; rows of features interleave.
    private static double[] Join(List<(Shape Shape, double[] Values)> parts)
    {
        if (parts[0].Shape.Rank != 2)
            return [.. parts.SelectMany(part => part.Values)];
        return
        [
            .. Enumerable
                .Range(0, parts[0].Shape[0])
                .SelectMany(row =>
                    parts.SelectMany(part => part.Values.Skip(row * part.Shape[1]).Take(part.Shape[1]))
                ),
        ];
    }

    // Signals and images are volumes of depth 1 (and height 1).
    private static int[] Volume(IEnumerable<int> sizes, int missing)
    {
        int[] all = [.. sizes];
        return [.. Enumerable.Repeat(missing, 3 - all.Length), .. all];
    }

    private static int[] Volume(Size size, Shape input, int missing) =>
        Volume(size.Over(input.Rank - 1), missing);

    private static IEnumerable<int[]> Places(int[] sizes)
    {
        for (int d = 0; d < sizes[0]; d++)
        for (int h = 0; h < sizes[1]; h++)
        for (int w = 0; w < sizes[2]; w++)
            yield return [d, h, w];
    }

    private static int Index(int[] place, int[] sizes) =>
        (place[0] * sizes[1] + place[1]) * sizes[2] + place[2];

    private static double[] Convolve(Conv conv, ShapedBlock at, double[] x, float[] weight, float[]? bias)
    {
        int[] size = Volume(at.Input.Skip(1), 1);
        int[] kernel = Volume(conv.Kernel, at.Input, 1);
        int[] stride = Volume(conv.Stride, at.Input, 1);
        int[] dilation = Volume(conv.Dilation, at.Input, 1);
        int[] padding = Volume(conv.Padding, at.Input, 0);
        if (conv.Same)
        {
            // TensorFlow's SAME: ceil(size / stride) windows, the missing zeros shared, the odd one at the end.
            for (int i = 0; i < 3; i++)
            {
                int windows = (int)Math.Ceiling((double)size[i] / stride[i]);
                int reach = (windows - 1) * stride[i] + (kernel[i] - 1) * dilation[i] + 1;
                padding[i] = Math.Max(0, reach - size[i]) / 2;
            }
        }
        int seen = at.Input[0] / conv.Groups;
        int pixels = size[0] * size[1] * size[2];
        int taps = kernel[0] * kernel[1] * kernel[2];
        var y = new List<double>();
        for (int o = 0; o < conv.Channels; o++)
            foreach (int[] place in Places(Volume(at.Output.Skip(1), 1)))
            {
                double sum = bias?[o] ?? 0;
                int group = o / (conv.Channels / conv.Groups);
                for (int c = 0; c < seen; c++)
                    foreach (int[] tap in Places(kernel))
                    {
                        int[] from =
                        [
                            .. Enumerable
                                .Range(0, 3)
                                .Select(i => place[i] * stride[i] - padding[i] + tap[i] * dilation[i]),
                        ];
                        if (from.Zip(size, (f, s) => f >= 0 && f < s).All(inside => inside))
                            sum +=
                                weight[(o * seen + c) * taps + Index(tap, kernel)]
                                * x[(group * seen + c) * pixels + Index(from, size)];
                    }
                y.Add(sum);
            }
        return [.. y];
    }

    // The reduction gets the window's values on the image, and how many of its places lie on the padded image.
    private static double[] Pool(
        ShapedBlock at,
        double[] x,
        Size kernel,
        Size stride,
        Size padding,
        Size dilation,
        Func<List<double>, int, double> reduce
    )
    {
        int[] size = Volume(at.Input.Skip(1), 1);
        (int[] window, int[] step) = (Volume(kernel, at.Input, 1), Volume(stride, at.Input, 1));
        (int[] pad, int[] spread) = (Volume(padding, at.Input, 0), Volume(dilation, at.Input, 1));
        var y = new List<double>();
        foreach (double[] channel in x.Chunk(size[0] * size[1] * size[2]))
        foreach (int[] place in Places(Volume(at.Output.Skip(1), 1)))
        {
            var inside = new List<double>();
            int onPadded = 0;
            foreach (int[] tap in Places(window))
            {
                int[] from =
                [
                    .. Enumerable.Range(0, 3).Select(i => place[i] * step[i] - pad[i] + tap[i] * spread[i]),
                ];
                if (Enumerable.Range(0, 3).All(i => from[i] < size[i] + pad[i]))
                    onPadded++;
                if (Enumerable.Range(0, 3).All(i => from[i] >= 0 && from[i] < size[i]))
                    inside.Add(channel[Index(from, size)]);
            }
            y.Add(reduce(inside, onPadded));
        }
        return [.. y];
    }

    private static double[] Adaptive(ShapedBlock at, double[] x, Size to)
    {
        int[] size = Volume(at.Input.Skip(1), 1);
        int[] output = Volume(to, at.Input, 1);
        var y = new List<double>();
        foreach (double[] channel in x.Chunk(size[0] * size[1] * size[2]))
        foreach (int[] place in Places(output))
            y.Add(
                Places(size)
                    .Where(from =>
                        Enumerable
                            .Range(0, 3)
                            .All(i =>
                                from[i] >= place[i] * size[i] / output[i]
                                && from[i] < Math.Ceiling((place[i] + 1.0) * size[i] / output[i])
                            )
                    )
                    .Average(from => channel[Index(from, size)])
            );
        return [.. y];
    }

    private static double[] Quietened(LocalResponseNorm norm, Shape input, double[] x)
    {
        int pixels = input[1] * input[2];
        return
        [
            .. x.Select(
                (value, i) =>
                {
                    double squares = 0;
                    for (int c = i / pixels - norm.Size / 2; c <= i / pixels + norm.Size / 2; c++)
                        squares += c < 0 || c >= input[0] ? 0 : Math.Pow(x[c * pixels + i % pixels], 2);
                    return value / Math.Pow(norm.Offset + norm.Alpha / norm.Size * squares, norm.Beta);
                }
            ),
        ];
    }

    // Which factor stands at the i-th value: the same place, or the first where the factors have one for all.
    private static int FactorOf(int i, Shape input, Shape factors)
    {
        int[] sizes = [.. factors, .. Enumerable.Repeat(1, input.Rank - factors.Rank)];
        (int index, int step) = (0, 1);
        for (int axis = input.Rank - 1; axis >= 0; axis--)
        {
            index += sizes[axis] == 1 ? 0 : i % input[axis] * step;
            step *= sizes[axis];
            i /= input[axis];
        }
        return index;
    }

    private static double[] Softmaxed(Shape shape, double[] x)
    {
        int features = shape.Features;
        // Images: the same pixel of every channel; else: the row's features.
        int step = shape.Rank >= 3 ? x.Length / features : 1;
        return
        [
            .. x.Select(
                (value, i) =>
                {
                    int first = shape.Rank >= 3 ? i % step : i / features * features;
                    return Math.Exp(value)
                        / Enumerable.Range(0, features).Sum(f => Math.Exp(x[first + f * step]));
                }
            ),
        ];
    }

    private static IEnumerable<double> Ramp(double[] edges, double x)
    {
        if (edges.Length == 0)
            yield return x;
        for (int t = 1; t < edges.Length; t++)
        {
            double part = (x - edges[t - 1]) / (edges[t] - edges[t - 1]);
            if (t > 1 && x < edges[t - 1])
                part = 0;
            if (t < edges.Length - 1 && x >= edges[t])
                part = 1;
            yield return part;
        }
    }

    // Φ by Simpson's rule over [0, |x|]; good to 1e-12 for the values that tests use.
    private static double NormalDistribution(double x)
    {
        const int Steps = 2000;
        double h = Math.Abs(x) / Steps;
        double sum = 0;
        for (int i = 0; i <= Steps; i++)
            sum +=
                (
                    i is 0 or Steps ? 1
                    : i % 2 == 1 ? 4
                    : 2
                ) * Math.Exp(-i * h * i * h / 2);
        return 0.5 + Math.Sign(x) * sum * h / 3 / Math.Sqrt(2 * Math.PI);
    }
}
