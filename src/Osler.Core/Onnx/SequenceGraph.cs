using Osler.Core.Blocks;
using static Osler.Core.Onnx.GraphWriter;

namespace Osler.Core.Onnx;

/// <summary>Recurrent networks, attention and pooling over sequences as ONNX nodes; T is free.</summary>
/// <remarks>
/// What is padding follows from the graph's input, the token ids [N, T], wherever a block asks. Out of sums and means it
/// is left by zeros, out of maxima and softmax by numbers so low that nothing of them is left.
/// </remarks>
internal static class SequenceGraph
{
    // Softmax of it is exactly 0 beside any score; finite, so that a text without tokens gives numbers too.
    private const float Unseen = -1e9f;

    public static string Write(GraphWriter graph, ShapedBlock at, string input) =>
        at.Block switch
        {
            TokenEmbedding table => TokenGraph.Embedded(graph, at, table),
            Recurrent cell => Read(graph, at, cell, input),
            Attention attention => Attended(graph, at, attention, input),
            FirstToken => graph.Emit(
                "Flatten",
                at.Path,
                [
                    graph.Emit(
                        "Gather",
                        at.Path,
                        [input, graph.Integers(at.Path, "first", [0])],
                        [Int("axis", 1)]
                    ),
                ],
                [Int("axis", 1)]
            ),
            GlobalAveragePool => Mean(graph, at, input),
            GlobalMaxPool => Largest(graph, at, input),
            _ => throw new NotSupportedException(
                $"ONNX writing does not know the block {at.Block.GetType().Name}."
            ),
        };

    /// <summary>The sequence with 0 in place of what was made of padding; what is no sequence stays as it is.</summary>
    public static string Masked(GraphWriter graph, ShapedBlock at, string input) =>
        at.Input.Padding is { } padding
            ? graph.Emit("Mul", at.Path, [input, TokenGraph.Weights(graph, padding)])
            : input;

    /// <summary>The mean of the rows, weighted by the softmax of the scores [N, T, 1].</summary>
    public static string Pooled(GraphWriter graph, ShapedBlock at, string input, string scores)
    {
        string path = at.Path;
        if (at.Input.Padding is { } padding)
        {
            string real = TokenGraph.Spread(graph, padding, 2);
            scores = graph.Emit("Where", path, [real, scores, graph.Constant(path, "unseen", [], [Unseen])]);
        }
        string shares = graph.Emit("Softmax", path, [scores], [Int("axis", 1)]);
        return Sum(graph, path, graph.Emit("Mul", path, [shares, Masked(graph, at, input)]));
    }

    // ONNX has the gates in another order than PyTorch, time before cases, and both ways in one tensor.
    private static string Read(GraphWriter graph, ShapedBlock at, Recurrent cell, string input)
    {
        string path = at.Path;
        (string operation, int[] order) = cell is Lstm ? ("LSTM", [0, 3, 1, 2]) : ("GRU", (int[])[1, 0, 2]);
        long[] rows =
        [
            .. order.SelectMany(gate =>
                Enumerable.Range(gate * cell.Units, cell.Units).Select(row => (long)row)
            ),
        ];
        string reorder = graph.Integers(path, "gates", rows);
        string way = graph.Integers(path, "way", [0]);
        string weight = Both(end => Turned($"weight_ih_{end}"), 0);
        string recurrence = Both(end => Turned($"weight_hh_{end}"), 0);
        string bias = Both(
            end =>
                graph.Emit(
                    "Concat",
                    path,
                    [Turned($"bias_ih_{end}"), Turned($"bias_hh_{end}")],
                    [Int("axis", 1)]
                ),
            0
        );
        string time = graph.Emit("Transpose", path, [input], [Ints("perm", 1, 0, 2)]);
        string lengths = at.Input.Padding is { } padding ? TokenGraph.Lengths(graph, padding) : "";
        string states = graph.Emit(
            operation,
            path,
            [time, weight, recurrence, bias, lengths],
            [
                Int("hidden_size", cell.Units),
                Text("direction", cell.Bidirectional ? "bidirectional" : "forward"),
                .. cell is Gru ? [Int("linear_before_reset", 1)] : Array.Empty<Messages.AttributeProto>(),
            ]
        );
        // [T, ways, N, units] to [N, T, ways units].
        string cases = graph.Emit("Transpose", path, [states], [Ints("perm", 2, 0, 1, 3)]);
        return graph.Emit(
            "Reshape",
            path,
            [cases, graph.Integers(path, "shape", [0, 0, at.Output.Features])]
        );

        string Turned(string name) =>
            graph.Emit(
                "Unsqueeze",
                path,
                [graph.Emit("Gather", path, [at.Name(name), reorder], [Int("axis", 0)]), way]
            );

        string Both(Func<string, string> one, int axis) =>
            cell.Ways.Count == 1
                ? one(cell.Ways[0])
                : graph.Emit("Concat", path, [.. cell.Ways.Select(one)], [Int("axis", axis)]);
    }

    private static string Attended(GraphWriter graph, ShapedBlock at, Attention attention, string input)
    {
        string path = at.Path;
        int features = at.Input.Features;
        int size = features / attention.Heads;
        string parts = graph.Integers(path, "heads", [0, 0, attention.Heads, size]);
        string query = Projected("query", input, 0, 2, 1, 3);
        string key = Projected("key", input, 0, 2, 3, 1);
        string value = Projected("value", input, 0, 2, 1, 3);
        string scores = graph.Emit(
            "Mul",
            path,
            [
                graph.Emit("MatMul", path, [query, key]),
                graph.Constant(path, "scale", [], [(float)(1 / Math.Sqrt(size))]),
            ]
        );
        if (at.Input.Padding is { } padding)
        {
            string real = TokenGraph.Spread(graph, padding, 1, 2);
            scores = graph.Emit("Where", path, [real, scores, graph.Constant(path, "unseen", [], [Unseen])]);
        }
        string looks = graph.Emit("Softmax", path, [scores], [Int("axis", -1)]);
        string seen = graph.Emit("MatMul", path, [looks, value]);
        string joined = graph.Emit("Transpose", path, [seen], [Ints("perm", 0, 2, 1, 3)]);
        return graph.Emit("Reshape", path, [joined, graph.Integers(path, "shape", [0, 0, features])]);

        string Projected(string role, string from, params ReadOnlySpan<long> order)
        {
            string weight = graph.Emit("Transpose", path, [at.Name($"{role}.weight")], [Ints("perm", 1, 0)]);
            string product = graph.Emit("MatMul", path, [from, weight]);
            string sum = graph.Emit("Add", path, [product, at.Name($"{role}.bias")]);
            // Where a text has no token, what all look at is 0.
            if (role == "value")
                sum = Masked(graph, at, sum);
            return graph.Emit(
                "Transpose",
                path,
                [graph.Emit("Reshape", path, [sum, parts])],
                [Ints("perm", order)]
            );
        }
    }

    private static string Mean(GraphWriter graph, ShapedBlock at, string input) =>
        graph.Emit(
            "Div",
            at.Path,
            [
                Sum(graph, at.Path, Masked(graph, at, input)),
                graph.Emit(
                    "Max",
                    at.Path,
                    [
                        TokenGraph.Count(graph, at.Input.Padding!.Value),
                        graph.Constant(at.Path, "one", [], [1]),
                    ]
                ),
            ]
        );

    private static string Largest(GraphWriter graph, ShapedBlock at, string input)
    {
        string path = at.Path;
        int padding = at.Input.Padding!.Value;
        string lowest = graph.Constant(path, "lowest", [], [float.MinValue]);
        string seen = graph.Emit("Where", path, [TokenGraph.Spread(graph, padding, 2), input, lowest]);
        string largest = graph.Emit(
            "ReduceMax",
            path,
            [seen, graph.Integers(path, "axes", [1])],
            [Int("keepdims", 0)]
        );
        string any = graph.Emit(
            "Min",
            path,
            [TokenGraph.Count(graph, padding), graph.Constant(path, "one", [], [1])]
        );
        return graph.Emit("Mul", path, [largest, any]);
    }

    internal static string Sum(GraphWriter graph, string path, string rows) =>
        graph.Emit("ReduceSum", path, [rows, graph.Integers(path, "axes", [1])], [Int("keepdims", 0)]);
}
