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
        int axes = at.Input.Rank - 1;
        int[] kernel = pool.Kernel.Over(axes);
        int[] end = End(at, pool.Kernel, pool.Stride, pool.Padding, pool.Dilation, pool.Ceiling);
        int[] begin = pool.Padding.Over(axes);
        // The runtime refuses padding as long as the kernel, which a dilated window may need.
        if (end.Zip(kernel, (pad, size) => pad >= size).Any(longer => longer))
        {
            input = Padded(graph, at.Path, input, begin, end, float.NegativeInfinity);
            begin = end = new int[axes];
        }
        return graph.Emit(
            "MaxPool",
            at.Path,
            [input],
            [
                Ints("kernel_shape", BlockGraph.Long(kernel)),
                Ints("strides", BlockGraph.Long(pool.Stride.Over(axes))),
                Ints("pads", BlockGraph.Long([.. begin, .. end])),
                Ints("dilations", BlockGraph.Long(pool.Dilation.Over(axes))),
            ]
        );
    }

    private static string Mean(GraphWriter graph, ShapedBlock at, AveragePool pool, string input)
    {
        int axes = at.Input.Rank - 1;
        int[] end = End(at, pool.Kernel, pool.Stride, pool.Padding, 1, pool.Ceiling);
        int[] begin = pool.Padding.Over(axes);
        if (pool is { CountPadding: true, Ceiling: true } && begin.Any(pad => pad > 0))
        {
            // Zeros that count are made real; what the last window lacks beyond them does not count.
            input = Padded(graph, at.Path, input, begin, begin, 0);
            end = [.. end.Zip(begin, (after, before) => Math.Max(0, after - before))];
            begin = new int[axes];
        }
        bool count = pool is { CountPadding: true, Ceiling: false };
        return graph.Emit(
            "AveragePool",
            at.Path,
            [input],
            [
                Ints("kernel_shape", BlockGraph.Long(pool.Kernel.Over(axes))),
                Ints("strides", BlockGraph.Long(pool.Stride.Over(axes))),
                Ints("pads", BlockGraph.Long([.. begin, .. end])),
                Int("count_include_pad", count ? 1 : 0),
            ]
        );
    }

    // Means over windows are products with a constant matrix, one for each axis, which takes its turn as the last one.
    private static string Adaptive(GraphWriter graph, ShapedBlock at, AdaptiveAveragePool pool, string input)
    {
        int axes = at.Input.Rank - 1;
        if (at.Output == at.Input)
            return input;
        if (pool.Output == 1)
            return graph.Emit("GlobalAveragePool", at.Path, [input]);
        int[] outputs = pool.Output.Over(axes);
        for (int axis = 0; axis < axes; axis++)
        {
            int size = at.Input[axis + 1];
            if (size == outputs[axis])
                continue;
            // The batch axis and the channels stand before the image's axes.
            long[] order = [.. Enumerable.Range(0, axes + 2).Select(place => (long)place)];
            (order[axis + 2], order[^1]) = (order[^1], order[axis + 2]);
            bool last = axis == axes - 1;
            string matrix = graph.Constant(
                at.Path,
                "shares",
                [size, outputs[axis]],
                Shares(size, outputs[axis])
            );
            string turned = last ? input : graph.Emit("Transpose", at.Path, [input], [Ints("perm", order)]);
            string means = graph.Emit("MatMul", at.Path, [turned, matrix]);
            input = last ? means : graph.Emit("Transpose", at.Path, [means], [Ints("perm", order)]);
        }
        return input;
    }

    // [size, outputs]: column i holds one over the window's length inside window i, else 0.
    private static float[] Shares(int size, int outputs)
    {
        float[] shares = new float[checked(outputs * size)];
        for (int i = 0; i < outputs; i++)
        {
            int start = (int)((long)i * size / outputs);
            int stop = (int)(((i + 1L) * size + outputs - 1) / outputs);
            for (int place = start; place < stop; place++)
                shares[place * outputs + i] = 1f / (stop - start);
        }
        return shares;
    }

    private static string Whole(GraphWriter graph, ShapedBlock at, string operation, string input) =>
        graph.Emit("Flatten", at.Path, [graph.Emit(operation, at.Path, [input])], [Int("axis", 1)]);

    // How far the last window reaches beyond the image's end; in floor mode the padding as stated.
    private static int[] End(
        ShapedBlock at,
        Size kernel,
        Size stride,
        Size padding,
        Size dilation,
        bool ceiling
    )
    {
        int axes = at.Input.Rank - 1;
        int[] pad = padding.Over(axes);
        if (!ceiling)
            return pad;
        (int[] size, int[] step, int[] spread) = (kernel.Over(axes), stride.Over(axes), dilation.Over(axes));
        return
        [
            .. Enumerable
                .Range(0, axes)
                .Select(i => Reach(at.Output[i + 1], at.Input[i + 1], size[i], step[i], pad[i], spread[i])),
        ];
    }

    private static int Reach(int windows, int size, int kernel, int stride, int padding, int dilation) =>
        (int)Math.Max(0, (windows - 1L) * stride + (long)dilation * (kernel - 1) + 1 - size - padding);

    private static string Padded(
        GraphWriter graph,
        string path,
        string input,
        ReadOnlySpan<int> begin,
        ReadOnlySpan<int> end,
        float value
    )
    {
        long[] all = [0, 0, .. BlockGraph.Long(begin), 0, 0, .. BlockGraph.Long(end)];
        string pads = graph.Integers(path, "pads", all);
        return graph.Emit("Pad", path, [input, pads, graph.Constant(path, "value", [], [value])]);
    }
}
