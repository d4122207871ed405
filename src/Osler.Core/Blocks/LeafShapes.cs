namespace Osler.Core.Blocks;

/// <summary>What shape comes out of one leaf.</summary>
internal static class LeafShapes
{
    public static Shape Of(Leaf leaf, string path, Shape input) =>
        leaf switch
        {
            TokenEmbedding or Recurrent or Attention or FirstToken => SequenceShapes.Of(leaf, path, input),
            _ when input.IsSequence => SequenceShapes.Of(leaf, path, input),
            Dense dense => Rows(dense, path, input).WithFeatures(dense.Units),
            Conv conv => Convolved(conv, path, input),
            MaxPool pool => Pooled(
                pool,
                path,
                input,
                new Windows(pool.Kernel, pool.Stride, pool.Padding, pool.Dilation, pool.Ceiling)
            ),
            AveragePool pool => Pooled(
                pool,
                path,
                input,
                new Windows(pool.Kernel, pool.Stride, pool.Padding, 1, pool.Ceiling)
            ),
            AdaptiveAveragePool pool => new Shape([
                Image(pool, path, input)[0],
                .. Over(pool.Output, pool, path, input),
            ]),
            GlobalAveragePool or GlobalMaxPool => new Shape([Image(leaf, path, input)[0]]),
            BatchNorm => input.Rank <= 4
                ? input
                : throw ShapeInference.Misfit(
                    path,
                    leaf,
                    input,
                    "[features], or channels with one to three axes",
                    "Use fewer axes."
                ),
            LocalResponseNorm => input.Rank == 3
                ? input
                : throw ShapeInference.Misfit(
                    path,
                    leaf,
                    input,
                    "[channels, height, width]",
                    "For other shapes use BatchNorm or LayerNorm."
                ),
            PadChannels pad => Widened(pad, path, input),
            LayerNorm => Rows(leaf, path, input),
            Flatten => new Shape([checked((int)input.Values)]),
            Signal signal => Positions(signal, path, input),
            PiecewiseLinear encoding => Encoded(encoding, path, input),
            Periodic periodic => new Shape([Row(leaf, path, input)[0], Twice(periodic, path, input)]),
            Activation or Dropout or StochasticDepth or Identity => input,
            _ => throw new NotSupportedException(
                $"Shape inference does not know the block {leaf.GetType().Name}."
            ),
        };

    /// <summary>Windows of a convolution or pooling along one axis; 0 or less where not even one fits.</summary>
    /// <remarks>As in PyTorch; in ceiling mode the last window starts inside the image or its leading padding.</remarks>
    public static long Count(int size, int kernel, int stride, int padding, int dilation, bool ceiling)
    {
        long room = size + 2L * padding - (long)dilation * (kernel - 1) - 1;
        if (!ceiling)
            return room < 0 ? 0 : room / stride + 1;
        // Rounded up; even a window longer than the image counts if it lacks less than one stride.
        long windows = (room + stride - 1) < 0 ? 0 : (room + stride - 1) / stride + 1;
        return (windows - 1) * stride >= (long)size + padding ? windows - 1 : windows;
    }

    private static Shape Row(Leaf leaf, string path, Shape input) =>
        input.Rank == 1
            ? input
            : throw ShapeInference.Misfit(path, leaf, input, "[features]", "Put Flatten before it.");

    private static Shape Rows(Leaf leaf, string path, Shape input) =>
        input.Rank is 1 or 2
            ? input
            : throw ShapeInference.Misfit(
                path,
                leaf,
                input,
                "[features] or [rows, features]",
                "Put Flatten or a pooling over the whole image before it."
            );

    // A signal, an image or a volume.
    private static Shape Image(Leaf leaf, string path, Shape input) =>
        input.Rank is >= 2 and <= 4
            ? input
            : throw ShapeInference.Misfit(
                path,
                leaf,
                input,
                "[channels, height, width], [channels, length] or [channels, depth, height, width]",
                "This block works on images; for a table use Dense, and put Flatten after the last image block only."
            );

    private static int[] Over(Size size, Leaf leaf, string path, Shape input) =>
        size.Fits(input.Rank - 1)
            ? size.Over(input.Rank - 1)
            : throw ShapeInference.Misfit(
                path,
                leaf,
                input,
                $"{size.Axes} axes beside the channels, as its size {size} has",
                "State sizes as one number, or one for each axis."
            );

    internal static Shape Convolved(Conv conv, string path, Shape input)
    {
        int channels = Image(conv, path, input)[0];
        if (channels % conv.Groups != 0)
        {
            throw ShapeInference.Misfit(
                path,
                conv,
                input,
                $"a number of channels that {conv.Groups} groups part evenly",
                "Change groups, or the channels of the block before."
            );
        }
        var windows = new Windows(conv.Kernel, conv.Stride, conv.Padding, conv.Dilation, false);
        var covered = conv.Same ? Covered(conv, path, input) : Pooled(conv, path, input, windows);
        return new Shape(covered.Sizes.SetItem(0, conv.Channels));
    }

    // With padding 'same' the strides alone tell how many windows there are, so the other sizes must only fit.
    private static Shape Covered(Conv conv, string path, Shape input)
    {
        int[] strides = Over(conv.Stride, conv, path, input);
        Over(conv.Kernel, conv, path, input);
        Over(conv.Dilation, conv, path, input);
        return new Shape([
            input[0],
            .. strides.Select((stride, i) => (int)((input[i + 1] + (long)stride - 1) / stride)),
        ]);
    }

    private readonly record struct Windows(
        Size Kernel,
        Size Stride,
        Size Padding,
        Size Dilation,
        bool Ceiling
    );

    private static Shape Pooled(Leaf leaf, string path, Shape input, Windows windows)
    {
        var image = Image(leaf, path, input);
        int[] kernel = Over(windows.Kernel, leaf, path, input);
        int[] stride = Over(windows.Stride, leaf, path, input);
        int[] padding = Over(windows.Padding, leaf, path, input);
        int[] dilation = Over(windows.Dilation, leaf, path, input);
        long[] counts =
        [
            .. kernel.Select(
                (size, i) => Count(image[i + 1], size, stride[i], padding[i], dilation[i], windows.Ceiling)
            ),
        ];
        if (counts.Any(count => count < 1))
        {
            var least = kernel.Select(
                (size, i) =>
                    Math.Max(
                        1,
                        (long)dilation[i] * (size - 1)
                            + 1
                            - 2L * padding[i]
                            - (windows.Ceiling ? stride[i] - 1 : 0)
                    )
            );
            throw ShapeInference.Misfit(
                path,
                leaf,
                input,
                $"an image of at least {string.Join(" x ", least)} pixels",
                "Use a smaller kernel, more padding, fewer poolings before it, or larger images."
            );
        }
        if (counts.Any(count => count > int.MaxValue))
            throw ShapeInference.Misfit(path, leaf, input, "less padding", "Use less padding.");
        return new Shape([image[0], .. counts.Select(count => (int)count)]);
    }

    private static Shape Positions(Signal signal, string path, Shape input) =>
        input.Rank == 1 && input[0] % signal.Channels == 0
            ? new Shape([signal.Channels, input[0] / signal.Channels])
            : throw ShapeInference.Misfit(
                path,
                signal,
                input,
                $"[features], a multiple of {signal.Channels}",
                "Give as many features for each position as it has channels."
            );

    private static Shape Widened(PadChannels pad, string path, Shape input)
    {
        long channels = (long)input[0] + pad.Before + pad.After;
        return channels <= int.MaxValue
            ? new Shape(input.Sizes.SetItem(0, (int)channels))
            : throw ShapeInference.Misfit(path, pad, input, "fewer channels", "Add fewer channels.");
    }

    private static Shape Encoded(PiecewiseLinear encoding, string path, Shape input)
    {
        if (!encoding.IsFitted)
        {
            throw ShapeInference.Misfit(
                path,
                encoding,
                input,
                "edges that were fitted on training rows",
                "Training fits them where the block comes first; put it first in the network."
            );
        }
        if (Row(encoding, path, input)[0] != encoding.Edges.Count)
        {
            throw ShapeInference.Misfit(
                path,
                encoding,
                input,
                $"[{encoding.Edges.Count}], one feature for each list of edges",
                "Fit the edges on the same preprocessed features that the network gets."
            );
        }
        return new Shape([encoding.Width]);
    }

    private static int Twice(Periodic periodic, string path, Shape input) =>
        periodic.Frequencies <= int.MaxValue / 2
            ? periodic.Frequencies * 2
            : throw ShapeInference.Misfit(
                path,
                periodic,
                input,
                "fewer frequencies",
                "Use fewer frequencies."
            );
}
