using Osler.Core.Blocks;
using TorchSharp;
using static TorchSharp.torch;

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
            case TokenEmbedding table:
                return Embed(place, table);
            case Recurrent cell:
                return Recur(place, cell);
            case Attention attention:
                return Attend(place, attention);
            case FirstToken:
                return input => input.select(1, 0);
            case GlobalAveragePool when shape.Padding is { } padding:
                return Mean(padding);
            case GlobalMaxPool when shape.Padding is { } padding:
                return Largest(padding);
            case Conv conv when shape.Padding is { } padding:
                if (conv.Groups == 1)
                    return Slide(place, conv, padding);
                var convolved = Convolve(place, conv);
                return input => convolved(Masked(input, padding).transpose(1, 2)).transpose(1, 2);
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
            case LocalResponseNorm norm:
                return Quieten(norm);
            case PadChannels pad:
                return Widen(place, pad);
            case Dropout dropout:
                return Drop(place, dropout.Rate, wholeCases: false);
            case StochasticDepth depth:
                return Drop(place, depth.Rate, wholeCases: true);
            case Identity:
                return input => input;
            case Flatten:
                int axes = shape.Rank;
                return axes == 1 ? input => input : input => input.flatten(-axes, -1);
            case Signal signal:
                long channels = signal.Channels;
                return input => input.unflatten(input.dim() - 1, -1, channels).transpose(-1, -2);
            case MaxPool or AveragePool or AdaptiveAveragePool or GlobalAveragePool or GlobalMaxPool:
                return Pool(leaf, shape.Rank - 1);
            case Sigmoid:
                return input => input.sigmoid();
            case Tanh:
                return input => input.tanh();
            case Relu:
                return input => input.relu();
            case Relu6:
                return input => nn.functional.relu6(input);
            case LeakyRelu leaky:
                // Held by the closure while libtorch reads it: a number given as a double is held by nobody.
                Scalar slope = leaky.Slope;
                return input => input.leaky_relu(slope);
            case Gelu:
                return input => nn.functional.gelu(input);
            case Silu:
                return input => nn.functional.silu(input);
            case HardSigmoid:
                return input => nn.functional.hardsigmoid(input);
            case Softmax:
                return input => Whole(input).softmax(features);
            default:
                throw Unknown(leaf);
        }
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

    /// <summary>A mask of 0 and 1 / (1 - rate), of values or of whole cases; each member draws its own.</summary>
    private Func<Tensor, Tensor> Drop(Place place, double rate, bool wholeCases)
    {
        if (rate == 0)
            return input => input;
        int rank = place.At.Input.Rank;
        int copies = place.Copies.Length;
        return input =>
        {
            if (!training())
                return input;
            if (place.Stacked)
                input = Own(input, rank, copies);
            // The case's own axes come last.
            long[] shape = input.shape;
            if (wholeCases)
                Array.Fill(shape, 1, shape.Length - rank, rank);
            return Dropped(input, rate, shape);
        };
    }

    /// <summary>In training the input times a mask of 0 and 1 / (1 - rate), of its own shape where none is stated.</summary>
    private Tensor Dropped(Tensor input, double rate, long[]? shape = null)
    {
        if (rate == 0 || !training())
            return input;
        double keep = 1 - rate;
        // Drawn on the processor, whose generator it is, whatever the device.
        using Scalar scale = 1 / keep;
        var mask = empty(shape ?? input.shape, dtype: ScalarType.Float32)
            .bernoulli_(keep, chance)
            .mul_(scale);
        // In float32, so that the scale is not rounded; then back to what the input was.
        return (input * mask.to(input.device)).to(input.dtype);
    }
}
