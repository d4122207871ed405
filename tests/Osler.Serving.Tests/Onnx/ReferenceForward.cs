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
                return [.. x.Chunk(at.Input[1] * at.Input[2]).Select(channel => channel.Average())];
            case GlobalMaxPool:
                return [.. x.Chunk(at.Input[1] * at.Input[2]).Select(channel => channel.Max())];
            case BatchNorm norm:
                int size = x.Length / at.Input.Features;
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
            case Flatten or Identity or Dropout:
                return x;
            case Sigmoid:
                return [.. x.Select(v => 1 / (1 + Math.Exp(-v)))];
            case Tanh:
                return [.. x.Select(Math.Tanh)];
            case Relu:
                return [.. x.Select(v => Math.Max(v, 0))];
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

    private static double[] Convolve(Conv conv, ShapedBlock at, double[] x, float[] weight, float[]? bias)
    {
        var (input, output) = (at.Input, at.Output);
        int seen = input[0] / conv.Groups;
        double[] y = new double[output.Values];
        for (int o = 0; o < output[0]; o++)
        for (int i = 0; i < output[1]; i++)
        for (int j = 0; j < output[2]; j++)
        {
            double sum = bias?[o] ?? 0;
            int group = o / (output[0] / conv.Groups);
            for (int c = 0; c < seen; c++)
            for (int u = 0; u < conv.Kernel.Height; u++)
            for (int v = 0; v < conv.Kernel.Width; v++)
            {
                int row = i * conv.Stride.Height - conv.Padding.Height + u * conv.Dilation.Height;
                int column = j * conv.Stride.Width - conv.Padding.Width + v * conv.Dilation.Width;
                if (row < 0 || row >= input[1] || column < 0 || column >= input[2])
                    continue;
                double w = weight[((o * seen + c) * conv.Kernel.Height + u) * conv.Kernel.Width + v];
                sum += w * x[((group * seen + c) * input[1] + row) * input[2] + column];
            }
            y[(o * output[1] + i) * output[2] + j] = sum;
        }
        return y;
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
        var (input, output) = (at.Input, at.Output);
        double[] y = new double[output.Values];
        for (int c = 0; c < output[0]; c++)
        for (int i = 0; i < output[1]; i++)
        for (int j = 0; j < output[2]; j++)
        {
            var inside = new List<double>();
            int onPadded = 0;
            for (int u = 0; u < kernel.Height; u++)
            for (int v = 0; v < kernel.Width; v++)
            {
                int row = i * stride.Height - padding.Height + u * dilation.Height;
                int column = j * stride.Width - padding.Width + v * dilation.Width;
                if (row < input[1] + padding.Height && column < input[2] + padding.Width)
                    onPadded++;
                if (row >= 0 && row < input[1] && column >= 0 && column < input[2])
                    inside.Add(x[(c * input[1] + row) * input[2] + column]);
            }
            y[(c * output[1] + i) * output[2] + j] = reduce(inside, onPadded);
        }
        return y;
    }

    private static double[] Adaptive(ShapedBlock at, double[] x, Size to)
    {
        var input = at.Input;
        var y = new List<double>();
        for (int c = 0; c < input[0]; c++)
        for (int i = 0; i < to.Height; i++)
        for (int j = 0; j < to.Width; j++)
        {
            var window = new List<double>();
            for (
                int row = i * input[1] / to.Height;
                row < Math.Ceiling((i + 1.0) * input[1] / to.Height);
                row++
            )
            for (
                int col = j * input[2] / to.Width;
                col < Math.Ceiling((j + 1.0) * input[2] / to.Width);
                col++
            )
                window.Add(x[(c * input[1] + row) * input[2] + col]);
            y.Add(window.Average());
        }
        return [.. y];
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
