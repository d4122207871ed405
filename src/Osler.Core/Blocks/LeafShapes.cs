namespace Osler.Core.Blocks;

/// <summary>What shape comes out of one leaf.</summary>
internal static class LeafShapes
{
    public static Shape Of(Leaf leaf, string path, Shape input) =>
        leaf switch
        {
            Dense dense => Rows(dense, path, input).WithFeatures(dense.Units),
            Conv conv => Convolved(conv, path, input),
            MaxPool pool => Pooled(
                pool,
                path,
                input,
                pool.Kernel,
                pool.Stride,
                pool.Padding,
                pool.Dilation,
                pool.Ceiling
            ),
            AveragePool pool => Pooled(
                pool,
                path,
                input,
                pool.Kernel,
                pool.Stride,
                pool.Padding,
                1,
                pool.Ceiling
            ),
            AdaptiveAveragePool pool => new Shape([
                Image(pool, path, input)[0],
                pool.Output.Height,
                pool.Output.Width,
            ]),
            GlobalAveragePool or GlobalMaxPool => new Shape([Image(leaf, path, input)[0]]),
            BatchNorm => input.Rank is 1 or 3
                ? input
                : throw ShapeInference.Misfit(
                    path,
                    leaf,
                    input,
                    "[features] or [channels, height, width]",
                    "For rows of features use LayerNorm."
                ),
            LayerNorm => Rows(leaf, path, input),
            Flatten => new Shape([checked((int)input.Values)]),
            PiecewiseLinear encoding => Encoded(encoding, path, input),
            Periodic periodic => new Shape([Row(leaf, path, input)[0], Twice(periodic, path, input)]),
            Activation or Dropout or Identity => input,
            _ => throw new NotSupportedException(
                $"Shape inference does not know the block {leaf.GetType().Name}."
            ),
        };

    /// <summary>Windows of a convolution or pooling along one axis; 0 or less where not even one fits.</summary>
    /// <remarks>As in PyTorch; in ceiling mode the last window starts inside the image or its leading padding.</remarks>
    public static long Windows(int size, int kernel, int stride, int padding, int dilation, bool ceiling)
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

    private static Shape Image(Leaf leaf, string path, Shape input) =>
        input.Rank == 3
            ? input
            : throw ShapeInference.Misfit(
                path,
                leaf,
                input,
                "[channels, height, width]",
                "This block works on images; for a table use Dense, and put Flatten after the last image block only."
            );

    private static Shape Convolved(Conv conv, string path, Shape input)
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
        var pooled = Pooled(conv, path, input, conv.Kernel, conv.Stride, conv.Padding, conv.Dilation, false);
        return pooled.WithFeatures(conv.Channels);
    }

    private static Shape Pooled(
        Leaf leaf,
        string path,
        Shape input,
        Size kernel,
        Size stride,
        Size padding,
        Size dilation,
        bool ceiling
    )
    {
        var image = Image(leaf, path, input);
        long height = Windows(
            image[1],
            kernel.Height,
            stride.Height,
            padding.Height,
            dilation.Height,
            ceiling
        );
        long width = Windows(image[2], kernel.Width, stride.Width, padding.Width, dilation.Width, ceiling);
        if (height < 1 || width < 1)
        {
            long leastHeight = Least(kernel.Height, stride.Height, padding.Height, dilation.Height);
            long leastWidth = Least(kernel.Width, stride.Width, padding.Width, dilation.Width);
            throw ShapeInference.Misfit(
                path,
                leaf,
                input,
                $"an image of at least {leastHeight} x {leastWidth} pixels",
                "Use a smaller kernel, more padding, fewer poolings before it, or larger images."
            );
        }
        if (height > int.MaxValue || width > int.MaxValue)
            throw ShapeInference.Misfit(path, leaf, input, "less padding", "Use less padding.");
        return new Shape([image[0], (int)height, (int)width]);

        long Least(int kernel, int stride, int padding, int dilation) =>
            Math.Max(1, (long)dilation * (kernel - 1) + 1 - 2L * padding - (ceiling ? stride - 1 : 0));
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
