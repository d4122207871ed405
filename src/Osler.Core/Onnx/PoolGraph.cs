using Osler.Core.Blocks;
using static Osler.Core.Onnx.GraphWriter;

namespace Osler.Core.Onnx;

/// <summary>Pooling as ONNX nodes that agree with PyTorch in every corner.</summary>
/// <remarks>
/// ONNX Runtime and PyTorch differ about windows cut off in ceiling mode (which windows there are, what the mean is
/// divided by). So ceiling mode is never asked for: the end's padding is made as long as the last window needs, which
/// means the same to both.
/// </remarks>
internal static class PoolGraph
{
    public static string Write(GraphWriter graph, ShapedBlock at, string input) =>
        at.Block switch
        {
            MaxPool pool => Largest(graph, at, pool, input),
            AveragePool pool => Mean(graph, at, pool, input),
            AdaptiveAveragePool pool => Adaptive(graph, at, pool, input),
            GlobalAveragePool => Whole(graph, at, "GlobalAveragePool", input),
            GlobalMaxPool => Whole(graph, at, "GlobalMaxPool", input),
            _ => throw new NotSupportedException(
                $"ONNX writing does not know the block {at.Block.GetType().Name}."
            ),
        };

    private static string Largest(GraphWriter graph, ShapedBlock at, MaxPool pool, string input)
    {
        var end = End(at, pool.Kernel, pool.Stride, pool.Padding, pool.Dilation, pool.Ceiling);
        var begin = pool.Padding;
        // The runtime refuses padding as long as the kernel, which a dilated window may need.
        if (end.Height >= pool.Kernel.Height || end.Width >= pool.Kernel.Width)
        {
            input = Padded(graph, at.Path, input, begin, end, float.NegativeInfinity);
            begin = end = 0;
        }
        return graph.Emit(
            "MaxPool",
            at.Path,
            [input],
            [
                Ints("kernel_shape", pool.Kernel.Height, pool.Kernel.Width),
                Ints("strides", pool.Stride.Height, pool.Stride.Width),
                Ints("pads", begin.Height, begin.Width, end.Height, end.Width),
                Ints("dilations", pool.Dilation.Height, pool.Dilation.Width),
            ]
        );
    }

    private static string Mean(GraphWriter graph, ShapedBlock at, AveragePool pool, string input)
    {
        var end = End(at, pool.Kernel, pool.Stride, pool.Padding, 1, pool.Ceiling);
        var begin = pool.Padding;
        if (pool is { CountPadding: true, Ceiling: true } && begin != 0)
        {
            // Zeros that count are made real; what the last window lacks beyond them does not count.
            input = Padded(graph, at.Path, input, begin, begin, 0);
            end = new Size(Math.Max(0, end.Height - begin.Height), Math.Max(0, end.Width - begin.Width));
            begin = 0;
        }
        bool count = pool is { CountPadding: true, Ceiling: false };
        return graph.Emit(
            "AveragePool",
            at.Path,
            [input],
            [
                Ints("kernel_shape", pool.Kernel.Height, pool.Kernel.Width),
                Ints("strides", pool.Stride.Height, pool.Stride.Width),
                Ints("pads", begin.Height, begin.Width, end.Height, end.Width),
                Int("count_include_pad", count ? 1 : 0),
            ]
        );
    }

    // Means over windows are two products with constant matrices: rows, then columns.
    private static string Adaptive(GraphWriter graph, ShapedBlock at, AdaptiveAveragePool pool, string input)
    {
        int height = at.Input[1];
        int width = at.Input[2];
        if (pool.Output == new Size(height, width))
            return input;
        if (pool.Output == 1)
            return graph.Emit("GlobalAveragePool", at.Path, [input]);
        float[] rows = Shares(height, pool.Output.Height);
        float[] columns = Shares(width, pool.Output.Width);
        float[] transposed = new float[columns.Length];
        for (int i = 0; i < pool.Output.Width; i++)
        {
            for (int j = 0; j < width; j++)
                transposed[j * pool.Output.Width + i] = columns[i * width + j];
        }
        string left = graph.Constant(at.Path, "rows", [pool.Output.Height, height], rows);
        string right = graph.Constant(at.Path, "columns", [width, pool.Output.Width], transposed);
        return graph.Emit("MatMul", at.Path, [graph.Emit("MatMul", at.Path, [left, input]), right]);
    }

    // [outputs, size]: row i holds one over the window's length inside window i, else 0.
    private static float[] Shares(int size, int outputs)
    {
        float[] shares = new float[checked(outputs * size)];
        for (int i = 0; i < outputs; i++)
        {
            int start = (int)((long)i * size / outputs);
            int stop = (int)(((i + 1L) * size + outputs - 1) / outputs);
            shares.AsSpan(i * size + start, stop - start).Fill(1f / (stop - start));
        }
        return shares;
    }

    private static string Whole(GraphWriter graph, ShapedBlock at, string operation, string input) =>
        graph.Emit("Flatten", at.Path, [graph.Emit(operation, at.Path, [input])], [Int("axis", 1)]);

    // How far the last window reaches beyond the image's end; in floor mode the padding as stated.
    private static Size End(
        ShapedBlock at,
        Size kernel,
        Size stride,
        Size padding,
        Size dilation,
        bool ceiling
    )
    {
        if (!ceiling)
            return padding;
        int height = Reach(
            at.Output[1],
            at.Input[1],
            kernel.Height,
            stride.Height,
            padding.Height,
            dilation.Height
        );
        int width = Reach(
            at.Output[2],
            at.Input[2],
            kernel.Width,
            stride.Width,
            padding.Width,
            dilation.Width
        );
        return new Size(height, width);
    }

    private static int Reach(int windows, int size, int kernel, int stride, int padding, int dilation) =>
        (int)Math.Max(0, (windows - 1L) * stride + (long)dilation * (kernel - 1) + 1 - size - padding);

    private static string Padded(
        GraphWriter graph,
        string path,
        string input,
        Size begin,
        Size end,
        float value
    )
    {
        string pads = graph.Integers(
            path,
            "pads",
            [0, 0, begin.Height, begin.Width, 0, 0, end.Height, end.Width]
        );
        return graph.Emit("Pad", path, [input, pads, graph.Constant(path, "value", [], [value])]);
    }
}
