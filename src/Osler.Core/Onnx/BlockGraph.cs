using Osler.Core.Blocks;
using static Osler.Core.Onnx.GraphWriter;

namespace Osler.Core.Onnx;

/// <summary>Each block as ONNX nodes, in its inference form.</summary>
internal static class BlockGraph
{
    /// <summary>Writes a block and all inside it; returns the name of its output.</summary>
    public static string Write(GraphWriter graph, ShapedBlock at, string input)
    {
        string path = at.Path;
        graph.Give(at, input);
        switch (at.Block)
        {
            case Sequence:
                foreach (var child in at.Children)
                    input = Write(graph, child, input);
                return input;
            case Residual:
                string body = Write(graph, at.Children[0], input);
                string shortcut = at.Children.Length > 1 ? Write(graph, at.Children[1], input) : input;
                return graph.Emit("Add", path, [body, shortcut]);
            case Concat or Heads:
                return Join(graph, at, [.. at.Children.Select(child => Write(graph, child, input))]);
            case DenselyConnected:
                List<string> all = [input];
                foreach (var child in at.Children)
                    all.Add(Write(graph, child, Join(graph, at, [.. all])));
                return Join(graph, at, [.. all]);
            case Gate:
                return Gated(graph, at, input);
            case Auxiliary:
                return input;
            case Members:
                string axes = graph.Integers(path, "axes", [1]);
                string[] members =
                [
                    .. at.Children.Select(child =>
                        graph.Emit("Unsqueeze", child.Path, [Write(graph, child, input), axes])
                    ),
                ];
                return graph.Emit("Concat", path, members, [Int("axis", 1)]);
            case EachOption:
                TokenGraph.Flatten(graph);
                return TokenGraph.Scores(graph, at, Write(graph, at.Children[0], input));
            case AttentionPool:
                return SequenceGraph.Pooled(graph, at, input, Write(graph, at.Children[0], input));
            case TokenEmbedding or Recurrent or Attention or FirstToken:
            case GlobalAveragePool or GlobalMaxPool when at.Input.IsSequence:
                return SequenceGraph.Write(graph, at, input);
            case Dense dense:
                return DenseNodes(graph, at, dense, input);
            case Conv conv when at.Input.IsSequence:
                string signal = Turned(graph, path, SequenceGraph.Masked(graph, at, input));
                return Turned(graph, path, ConvNode(graph, at, conv, signal));
            case Conv conv:
                return ConvNode(graph, at, conv, input);
            case MaxPool or AveragePool or AdaptiveAveragePool or GlobalAveragePool or GlobalMaxPool:
                return PoolGraph.Write(graph, at, input);
            case BatchNorm norm:
                return graph.Emit(
                    "BatchNormalization",
                    path,
                    [
                        input,
                        at.Name("weight"),
                        at.Name("bias"),
                        at.Name("running_mean"),
                        at.Name("running_var"),
                    ],
                    [Float("epsilon", norm.Epsilon)]
                );
            case LayerNorm norm:
                return graph.Emit(
                    "LayerNormalization",
                    path,
                    [input, at.Name("weight"), at.Name("bias")],
                    [Int("axis", -1), Float("epsilon", norm.Epsilon)]
                );
            case LocalResponseNorm norm:
                return graph.Emit(
                    "LRN",
                    path,
                    [input],
                    [
                        Int("size", norm.Size),
                        Float("alpha", norm.Alpha),
                        Float("beta", norm.Beta),
                        Float("bias", norm.Offset),
                    ]
                );
            case PadChannels pad:
                long[] pads = new long[2 * (at.Input.Rank + 1)];
                (pads[1], pads[at.Input.Rank + 2]) = (pad.Before, pad.After);
                return graph.Emit("Pad", path, [input, graph.Integers(path, "pads", pads)]);
            case Flatten:
                return at.Input.Rank == 1 ? input : graph.Emit("Flatten", path, [input], [Int("axis", 1)]);
            case Signal row:
                string positions = graph.Emit(
                    "Reshape",
                    path,
                    [input, graph.Integers(path, "positions", [0, at.Output[1], row.Channels])]
                );
                return graph.Emit("Transpose", path, [positions], [Ints("perm", [0, 2, 1])]);
            case Identity or Dropout or StochasticDepth:
                return input;
            case Activation activation:
                return ActivationNodes(graph, at, activation, input);
            case PiecewiseLinear encoding:
                return RampNodes(graph, path, encoding, input);
            case Periodic:
                return WaveNodes(graph, at, input);
            default:
                throw new NotSupportedException(
                    $"ONNX writing does not know the block {at.Block.GetType().Name}."
                );
        }
    }

    // The batch axis stands before the shape's axes.
    private static string Join(GraphWriter graph, ShapedBlock at, string[] values) =>
        values.Length == 1
            ? values[0]
            : graph.Emit("Concat", at.Path, values, [Int("axis", at.Output.FeatureAxis + 1)]);

    // Factors [N, C] are spread over the pixels; those with an axis for each of the input's spread by themselves.
    private static string Gated(GraphWriter graph, ShapedBlock at, string input)
    {
        string factors = Write(graph, at.Children[0], input);
        int missing = at.Input.Rank - at.Children[0].Output.Rank;
        if (missing > 0)
        {
            long[] axes = [.. Enumerable.Range(2, missing).Select(axis => (long)axis)];
            factors = graph.Emit("Unsqueeze", at.Path, [factors, graph.Integers(at.Path, "axes", axes)]);
        }
        return graph.Emit("Mul", at.Path, [input, factors]);
    }

    internal static long[] Long(ReadOnlySpan<int> sizes)
    {
        long[] all = new long[sizes.Length];
        for (int i = 0; i < all.Length; i++)
            all[i] = sizes[i];
        return all;
    }

    private static string ConvNode(GraphWriter graph, ShapedBlock at, Conv conv, string input)
    {
        int spatial = at.Input.Rank - 1;
        var (before, after) = conv.Pads(Conv.Seen(at.Input));
        return graph.Emit(
            "Conv",
            at.Path,
            WithBias(at, input, conv.Bias),
            [
                Ints("kernel_shape", Long(conv.Kernel.Over(spatial))),
                Ints("strides", Long(conv.Stride.Over(spatial))),
                Ints("pads", Long([.. before, .. after])),
                Ints("dilations", Long(conv.Dilation.Over(spatial))),
                Int("group", conv.Groups),
            ]
        );
    }

    // Rows [N, T, F] to a signal [N, F, T], or back.
    private static string Turned(GraphWriter graph, string path, string value) =>
        graph.Emit("Transpose", path, [value], [Ints("perm", 0, 2, 1)]);

    private static string[] WithBias(ShapedBlock at, string input, bool bias) =>
        bias ? [input, at.Name("weight"), at.Name("bias")] : [input, at.Name("weight")];

    private static string DenseNodes(GraphWriter graph, ShapedBlock at, Dense dense, string input)
    {
        if (at.Input.Rank == 1)
            return graph.Emit("Gemm", at.Path, WithBias(at, input, dense.Bias), [Int("transB", 1)]);
        // Gemm takes matrices only; rows of features go through MatMul, whose weight is [F, units].
        string weight = graph.Emit("Transpose", at.Path, [at.Name("weight")], [Ints("perm", 1, 0)]);
        string sum = graph.Emit("MatMul", at.Path, [input, weight]);
        return dense.Bias ? graph.Emit("Add", at.Path, [sum, at.Name("bias")]) : sum;
    }

    private static string ActivationNodes(
        GraphWriter graph,
        ShapedBlock at,
        Activation activation,
        string input
    )
    {
        string path = at.Path;
        return activation switch
        {
            Sigmoid => graph.Emit("Sigmoid", path, [input]),
            Tanh => graph.Emit("Tanh", path, [input]),
            Relu => graph.Emit("Relu", path, [input]),
            Relu6 => graph.Emit(
                "Clip",
                path,
                [input, graph.Constant(path, "least", [], [0]), graph.Constant(path, "most", [], [6])]
            ),
            LeakyRelu leaky => graph.Emit("LeakyRelu", path, [input], [Float("alpha", leaky.Slope)]),
            Gelu => graph.Emit("Gelu", path, [input]),
            Silu => graph.Emit("Mul", path, [input, graph.Emit("Sigmoid", path, [input])]),
            HardSigmoid => graph.Emit(
                "HardSigmoid",
                path,
                [input],
                [Float("alpha", 1.0 / 6), Float("beta", 0.5)]
            ),
            Softmax => graph.Emit("Softmax", path, [input], [Int("axis", at.Input.FeatureAxis + 1)]),
            _ => throw new NotSupportedException(
                $"ONNX writing does not know the block {activation.GetType().Name}."
            ),
        };
    }

    // min(max((x[feature] - left) * scale, low), high), all outputs at once.
    private static string RampNodes(GraphWriter graph, string path, PiecewiseLinear encoding, string input)
    {
        var ramps = encoding.Ramps();
        string feature = graph.Integers(path, "feature", [.. ramps.Select(ramp => (long)ramp.Feature)]);
        string value = graph.Emit("Gather", path, [input, feature], [Int("axis", 1)]);
        value = graph.Emit("Sub", path, [value, Row("left", ramp => ramp.Left)]);
        value = graph.Emit("Mul", path, [value, Row("scale", ramp => ramp.Scale)]);
        value = graph.Emit("Max", path, [value, Row("low", ramp => ramp.Low)]);
        return graph.Emit("Min", path, [value, Row("high", ramp => ramp.High)]);

        string Row(string what, Func<Ramp, float> of) =>
            graph.Constant(path, what, [ramps.Count], [.. ramps.Select(of)]);
    }

    // [N, F] to [N, F, 1], times 2π c [F, k], then sine and cosine side by side.
    private static string WaveNodes(GraphWriter graph, ShapedBlock at, string input)
    {
        string path = at.Path;
        string column = graph.Emit("Unsqueeze", path, [input, graph.Integers(path, "axes", [2])]);
        string turn = graph.Constant(path, "turn", [], [2 * MathF.PI]);
        string angular = graph.Emit("Mul", path, [at.Name("weight"), turn]);
        string angle = graph.Emit("Mul", path, [column, angular]);
        string sine = graph.Emit("Sin", path, [angle]);
        string cosine = graph.Emit("Cos", path, [angle]);
        return graph.Emit("Concat", path, [sine, cosine], [Int("axis", 2)]);
    }
}
