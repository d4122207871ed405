using Osler.Core.Blocks;
using TorchSharp;
using static TorchSharp.torch;
using Size = Osler.Core.Blocks.Size;

namespace Osler.Learning.Networks;

internal sealed partial class BlockCompiler
{
    private Func<Tensor, Tensor> Compile(Place place, Leaf leaf)
    {
        var shape = place.At.Input;
        // Axes are counted from the end, where members' own axis in front makes no difference.
        int features = shape.FeatureAxis - shape.Rank;
        switch (leaf)
        {
            case Dense dense:
                return Weigh(place, dense);
            case Conv conv:
                return Convolve(place, conv);
            case BatchNorm norm:
                return Normalise(place, norm);
            case LayerNorm norm:
                return Normalise(place, norm);
            case Periodic:
                return Wave(place);
            case PiecewiseLinear encoding:
                return Ramp(encoding);
            case Dropout dropout:
                return Drop(place, dropout);
            case Identity:
                return input => input;
            case Flatten:
                int axes = shape.Rank;
                return axes == 1 ? input => input : input => input.flatten(-axes, -1);
            case MaxPool or AveragePool or AdaptiveAveragePool or GlobalAveragePool or GlobalMaxPool:
                return Pool(leaf);
            case Sigmoid:
                return input => input.sigmoid();
            case Tanh:
                return input => input.tanh();
            case Relu:
                return input => input.relu();
            case LeakyRelu leaky:
                return input => nn.functional.leaky_relu(input, leaky.Slope);
            case Gelu:
                return input => nn.functional.gelu(input);
            case Silu:
                return input => nn.functional.silu(input);
            case HardSigmoid:
                return input => nn.functional.hardsigmoid(input);
            case Softmax:
                return input => input.softmax(features);
            default:
                throw Unknown(leaf);
        }
    }

    private static Func<Tensor, Tensor> Pool(Leaf leaf)
    {
        switch (leaf)
        {
            case MaxPool pool:
                (long[] maxKernel, long[] maxStride) = (Pair(pool.Kernel), Pair(pool.Stride));
                (long[] maxPadding, long[] dilation) = (Pair(pool.Padding), Pair(pool.Dilation));
                return input =>
                    nn.functional.max_pool2d(input, maxKernel, maxStride, maxPadding, dilation, pool.Ceiling);
            case AveragePool pool:
                (long[] kernel, long[] stride, long[] padding) = (
                    Pair(pool.Kernel),
                    Pair(pool.Stride),
                    Pair(pool.Padding)
                );
                return input =>
                    nn.functional.avg_pool2d(input, kernel, stride, padding, pool.Ceiling, pool.CountPadding);
            case AdaptiveAveragePool pool:
                long[] output = Pair(pool.Output);
                return input => nn.functional.adaptive_avg_pool2d(input, output);
            case GlobalAveragePool:
                return input => input.mean([-2, -1]);
            case GlobalMaxPool:
                return input => input.amax([-2, -1]);
            default:
                throw Unknown(leaf);
        }
    }

    private Func<Tensor, Tensor> Convolve(Place place, Conv conv)
    {
        var weight = Weight(place, "weight");
        var bias = conv.Bias ? Weight(place, "bias") : null;
        (long[] stride, long[] padding, long[] dilation) = (
            Pair(conv.Stride),
            Pair(conv.Padding),
            Pair(conv.Dilation)
        );
        return input =>
            nn.functional.conv2d(input, weight.Tensor, bias?.Tensor, stride, padding, dilation, conv.Groups);
    }

    /// <summary>min(max((x[feature] - left) scale, low), high), all outputs at once.</summary>
    private Func<Tensor, Tensor> Ramp(PiecewiseLinear encoding)
    {
        var ramps = encoding.Ramps();
        var feature = Constant(tensor(ramps.Select(ramp => (long)ramp.Feature).ToArray()));
        var left = Constant(tensor(ramps.Select(ramp => ramp.Left).ToArray()));
        var scale = Constant(tensor(ramps.Select(ramp => ramp.Scale).ToArray()));
        var low = Constant(tensor(ramps.Select(ramp => ramp.Low).ToArray()));
        var high = Constant(tensor(ramps.Select(ramp => ramp.High).ToArray()));
        return input =>
            (Held.Difference(input.index_select(-1, feature.Tensor), left.Tensor) * scale.Tensor)
                .maximum(low.Tensor)
                .minimum(high.Tensor);
    }

    /// <summary>A mask of 0 and 1 / (1 - rate); each member draws its own.</summary>
    private Func<Tensor, Tensor> Drop(Place place, Dropout dropout)
    {
        if (dropout.Rate == 0)
            return input => input;
        int rank = place.At.Input.Rank;
        int copies = place.Copies.Length;
        double keep = 1 - dropout.Rate;
        return input =>
        {
            if (!training())
                return input;
            if (place.Stacked)
                input = Own(input, rank, copies);
            // Drawn on the processor, whose generator it is, whatever the device.
            using Scalar scale = 1 / keep;
            var mask = empty(input.shape, dtype: ScalarType.Float32).bernoulli_(keep, chance).mul_(scale);
            return input * mask.to(input.dtype, input.device);
        };
    }

    private static long[] Pair(Size size) => [size.Height, size.Width];
}
