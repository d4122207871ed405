using Osler.Core.Blocks;
using Osler.Core.Bundles;

namespace Osler.Serving.Tests.Onnx;

/// <summary>One case through a network in float64, each block as its formula reads: slow and obvious.</summary>
internal sealed partial class ReferenceForward
{
    private readonly IReadOnlyDictionary<string, TensorData> _weights;
    private readonly double[] _given;

    private ReferenceForward(IReadOnlyDictionary<string, TensorData> weights, double[] given) =>
        (_weights, _given) = (weights, given);

    /// <summary>The network's output for one case, row-major.</summary>
    public static double[] Of(
        Block network,
        Shape input,
        IReadOnlyDictionary<string, TensorData> weights,
        double[] values
    ) => new ReferenceForward(weights, values).Run(ShapeInference.Annotate(network, input), values);

    private double[] Run(ShapedBlock at, double[] x)
    {
        float[] W(string name) => _weights[at.Name(name)].Values;
        double[] Child(int i, double[] input) => Run(at.Children[i], input);
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
                return Rows(at.Input.Features, x, row => Linear(row, weight, bias));
            case EachOption:
                return
                [
                    .. x.Chunk(at.Input[1])
                        .Select(one =>
                            Array.TrueForAll(one, id => id == 0)
                                ? EachOption.Absent
                                : new ReferenceForward(_weights, one).Run(at.Children[0], one)[0]
                        ),
                ];
            case AttentionPool:
                return PooledByAttention(at, x, Child(0, x));
            case TokenEmbedding or Recurrent or Attention or FirstToken:
            case Conv or GlobalAveragePool or GlobalMaxPool when at.Input.IsSequence:
                return OfSequence(at, x);
            case Conv conv:
                return Convolve(conv, at.Input, at.Output, x, W("weight"), conv.Bias ? W("bias") : null);
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
            case Signal signal:
                int length = x.Length / signal.Channels;
                return [.. x.Select((_, i) => x[i % length * signal.Channels + i / length])];
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

    // One weighted sum for each row of the weights, which are [sums, features].
    private static double[] Linear(double[] row, float[] weight, float[]? bias) =>
        [
            .. Enumerable
                .Range(0, weight.Length / row.Length)
                .Select(u =>
                    row.Select((value, f) => value * weight[u * row.Length + f]).Sum() + (bias?[u] ?? 0)
                ),
        ];

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
