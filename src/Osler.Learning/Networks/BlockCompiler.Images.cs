using Osler.Core.Blocks;
using TorchSharp;
using static TorchSharp.torch;
using Size = Osler.Core.Blocks.Size;

namespace Osler.Learning.Networks;

// The leaves that work on signals [C, L], images [C, H, W] and volumes [C, D, H, W].
internal sealed partial class BlockCompiler
{
    private Func<Tensor, Tensor> Convolve(Place place, Conv conv)
    {
        var weight = Weight(place, "weight");
        var bias = conv.Bias ? Weight(place, "bias") : null;
        int axes = place.At.Input.Rank - 1;
        (long[] stride, long[] dilation) = (Long(conv.Stride, axes), Long(conv.Dilation, axes));
        var seen = Conv.Seen(place.At.Input);
        var (before, after) = conv.Pads(seen);
        // libtorch pads both sides alike; where they differ the zeros are laid before.
        bool even = before.SequenceEqual(after);
        long[] padding = even ? [.. before.Select(pad => (long)pad)] : new long[axes];
        long[] zeros = Outwards(before, after);
        (long[] steps, long[] edges, long[] gaps) =
            axes == 1 ? ([1, .. stride], [0, .. padding], [1, .. dilation]) : (stride, padding, dilation);
        bool strides = stride.Any(step => step > 1);
        // As in MobileNet: one product for all channels.
        bool alone = conv.Groups == seen[0] && conv.Groups == conv.Channels;
        long[] windows = Long(conv.Kernel, axes);
        long[] around = [.. before.Zip(after, (first, last) => (long)first + last)];
        return input =>
        {
            bool rounds = Rounds && Covers(input);
            input = rounds ? Rounded(input) : Whole(input);
            var (kernel, shift) = rounds ? (Rounded(weight), Rounded(bias)) : (weight.Tensor, bias?.Tensor);
            if (!even)
                input = nn.functional.pad(input, zeros);
            if (axes == 1)
            {
                // As an image of one row: libtorch does so itself, but then the channels could not be laid last.
                input = input.unsqueeze(2);
                kernel = kernel.unsqueeze(2);
            }
            var output =
                conv.Groups == 1 ? Together(input, kernel, shift)
                : alone ? Alone(input, kernel, shift)
                : Grouped(input, kernel, shift);
            return axes == 1 ? output.squeeze(2) : output;
        };

        // Gradients of kernels larger than what they make are wrong in bfloat16 (docs/decisions/0005-whole-vectors.md); such a layer
        // has little to multiply.
        bool Covers(Tensor input)
        {
            for (int axis = 0; axis < axes; axis++)
            {
                long reach = (windows[axis] - 1) * dilation[axis] + 1;
                if ((input.shape[2 + axis] + around[axis] - reach) / stride[axis] + 1 < windows[axis])
                    return false;
            }
            return true;
        }

        Tensor Together(Tensor input, Tensor kernel, Tensor? shift)
        {
            long channels = kernel.shape[0];
            (input, kernel, shift) = WholeVectors.Fill(input, kernel, shift, strides);
            return First(channels, Product(input, kernel, shift, 1));
        }

        // Each channel by itself.
        Tensor Alone(Tensor input, Tensor kernel, Tensor? shift)
        {
            long channels = kernel.shape[0];
            (input, kernel, shift) = WholeVectors.FillAlone(input, kernel, shift);
            return First(channels, Product(input, kernel, shift, (int)kernel.shape[0]));
        }

        // Group by group, since each group's channels have to fill whole vectors.
        Tensor Grouped(Tensor input, Tensor kernel, Tensor? shift)
        {
            var inputs = input.chunk(conv.Groups, 1);
            var kernels = kernel.chunk(conv.Groups, 0);
            var shifts = shift?.chunk(conv.Groups, 0);
            return cat([.. inputs.Select((one, group) => Together(one, kernels[group], shifts?[group]))], 1);
        }

        // Bfloat16 is right and quick with the channels last, and of few channels with them first, as float32 is throughout.
        Tensor Product(Tensor input, Tensor kernel, Tensor? shift, int groups)
        {
            input =
                input.dtype == ScalarType.BFloat16 && input.shape[1] > WholeVectors.Few
                    ? ChannelsLast.Of(input)
                    : input.contiguous();
            return axes == 3
                ? nn.functional.conv3d(input, kernel, shift, stride, padding, dilation, groups)
                : nn.functional.conv2d(input, kernel, shift, steps, edges, gaps, groups);
        }

        static Tensor First(long channels, Tensor output) =>
            output.shape[1] == channels ? output : output.narrow(1, 0, channels);
    }

    private static Func<Tensor, Tensor> Pool(Leaf leaf, int axes)
    {
        long[] image = [.. Enumerable.Range(-axes, axes).Select(axis => (long)axis)];
        switch (leaf)
        {
            case MaxPool pool:
                return Largest(pool, axes);
            case AveragePool pool:
                return Mean(pool, axes);
            case AdaptiveAveragePool pool:
                long[] output = Long(pool.Output, axes);
                return input =>
                    axes switch
                    {
                        1 => nn.functional.adaptive_avg_pool1d(input, output[0]),
                        2 => nn.functional.adaptive_avg_pool2d(input, output),
                        _ => nn.functional.adaptive_avg_pool3d(input, output),
                    };
            case GlobalAveragePool:
                return input => Whole(input.mean(image));
            case GlobalMaxPool:
                return input => input.amax(image);
            default:
                throw Unknown(leaf);
        }
    }

    // libtorch takes the maxima of many channels at once where they lie together, several times as fast.
    private static Tensor Vectors(Tensor input) =>
        input.shape[1] < WholeVectors.Lanes ? input : ChannelsLast.Of(input);

    private static Func<Tensor, Tensor> Largest(MaxPool pool, int axes)
    {
        (long[] kernel, long[] stride) = (Long(pool.Kernel, axes), Long(pool.Stride, axes));
        (long[] padding, long[] dilation) = (Long(pool.Padding, axes), Long(pool.Dilation, axes));
        bool ceiling = pool.Ceiling;
        return input =>
            axes switch
            {
                1 => nn.functional.max_pool1d(input, kernel[0], stride[0], padding[0], dilation[0], ceiling),
                2 => nn.functional.max_pool2d(Vectors(input), kernel, stride, padding, dilation, ceiling),
                _ => nn.functional.max_pool3d(input, kernel, stride, padding, dilation, ceiling),
            };
    }

    private static Func<Tensor, Tensor> Mean(AveragePool pool, int axes)
    {
        (long[] kernel, long[] stride) = (Long(pool.Kernel, axes), Long(pool.Stride, axes));
        long[] padding = Long(pool.Padding, axes);
        (bool ceiling, bool count) = (pool.Ceiling, pool.CountPadding);
        return input =>
            axes switch
            {
                1 => nn.functional.avg_pool1d(input, kernel[0], stride[0], padding[0], ceiling, count),
                2 => nn.functional.avg_pool2d(input, kernel, stride, padding, ceiling, count),
                _ => nn.functional.avg_pool3d(input, kernel, stride, padding, ceiling, count),
            };
    }

    /// <summary>x / (offset + alpha mean of the neighbouring channels' squares)^beta.</summary>
    private static Func<Tensor, Tensor> Quieten(LocalResponseNorm norm)
    {
        long around = norm.Size / 2;
        return input =>
        {
            using Scalar alpha = norm.Alpha;
            using Scalar offset = norm.Offset;
            using Scalar beta = norm.Beta;
            // [N, 1, C, H, W]: the channels are an axis to pool over, zeros beyond them counted.
            input = Whole(input);
            var squares = input.square().unsqueeze(1);
            var mean = nn.functional.avg_pool3d(squares, [norm.Size, 1, 1], [1, 1, 1], [around, 0, 0]);
            using Scalar one = 1;
            return input / mean.squeeze(1).mul(alpha).add(offset, one).pow(beta);
        };
    }

    /// <summary>Zeros before and after the channels.</summary>
    private static Func<Tensor, Tensor> Widen(Place place, PadChannels pad)
    {
        if (pad is { Before: 0, After: 0 })
            return input => input;
        int rank = place.At.Input.Rank;
        // libtorch counts axes from the last one.
        long[] zeros = new long[2 * rank];
        (zeros[^2], zeros[^1]) = (pad.Before, pad.After);
        return input => nn.functional.pad(input, zeros);
    }

    // The last axis's two paddings first, as libtorch wants them.
    private static long[] Outwards(int[] before, int[] after) =>
        [.. before.Zip(after).Reverse().SelectMany(pair => (long[])[pair.First, pair.Second])];

    private static long[] Long(Size size, int axes) => [.. size.Over(axes).Select(one => (long)one)];
}
