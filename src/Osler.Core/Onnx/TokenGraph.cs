using Osler.Core.Blocks;
using static Osler.Core.Onnx.GraphWriter;

namespace Osler.Core.Onnx;

/// <summary>The graph's token ids [N, T]: their rows in tables, and which of them are padding.</summary>
internal static class TokenGraph
{
    /// <summary>Rows of a table for the tokens, [N, T, units].</summary>
    public static string Embedded(GraphWriter graph, ShapedBlock at, TokenEmbedding table)
    {
        string path = at.Path;
        string rows = table switch
        {
            Embedding => Ids(graph),
            PositionEmbedding positions => Places(graph, path, positions),
            SegmentEmbedding segments => Parts(graph, path, segments),
            _ => throw new NotSupportedException(
                $"ONNX writing does not know the block {table.GetType().Name}."
            ),
        };
        return graph.Emit("Gather", path, [at.Name("weight"), rows], [Int("axis", 0)]);
    }

    // Tokens up to and with this one, counted, less one, plus the offset; not below it where there is only padding.
    private static string Places(GraphWriter graph, string path, PositionEmbedding positions)
    {
        string real = graph.Emit(
            "Cast",
            path,
            [Real(graph, positions.Padding)],
            [Int("to", (long)Number.Int64)]
        );
        string counted = graph.Emit("CumSum", path, [real, graph.Whole(path, "axis", 1)]);
        string place = graph.Emit("Add", path, [counted, graph.Whole(path, "before", positions.Offset - 1L)]);
        return graph.Emit("Max", path, [place, graph.Whole(path, "first", positions.Offset)]);
    }

    private static string Parts(GraphWriter graph, string path, SegmentEmbedding segments)
    {
        string ends = graph.Emit(
            "Cast",
            path,
            [graph.Emit("Equal", path, [Ids(graph), graph.Whole(path, "separator", segments.Separator)])],
            [Int("to", (long)Number.Int64)]
        );
        string before = graph.Emit(
            "CumSum",
            path,
            [ends, graph.Whole(path, "axis", 1)],
            [Int("exclusive", 1)]
        );
        return graph.Emit("Min", path, [before, graph.Whole(path, "last", segments.Types - 1L)]);
    }

    /// <summary>Makes the ids [N, K, T] of options those of rows, [N K, T], before any block asks for them.</summary>
    public static void Flatten(GraphWriter graph) =>
        graph.Once(
            IdsKey,
            () =>
                graph.Emit(
                    "Flatten",
                    "tokens",
                    [graph.Emit("Cast", "tokens", [OnnxGraph.InputName], [Int("to", (long)Number.Int64)])],
                    [Int("axis", 2)]
                )
        );

    /// <summary>Scores of rows [N K, 1] as those of questions [N, K], an option without tokens out of the choice.</summary>
    public static string Scores(GraphWriter graph, ShapedBlock at, string scores)
    {
        string path = at.Path;
        foreach (int padding in TokenInput.Paddings(at))
        {
            string count = Count(graph, padding);
            string some = graph.Emit("Greater", path, [count, graph.Constant(path, "none", [], [0])]);
            string absent = graph.Constant(path, "absent", [], [EachOption.Absent]);
            scores = graph.Emit("Where", path, [some, scores, absent]);
        }
        return graph.Emit("Reshape", path, [scores, graph.Integers(path, "options", [-1, at.Input[0]])]);
    }

    private const string IdsKey = "ids";

    // The ids as whole numbers, [N, T].
    private static string Ids(GraphWriter graph) =>
        graph.Once(
            IdsKey,
            () => graph.Emit("Cast", "tokens", [OnnxGraph.InputName], [Int("to", (long)Number.Int64)])
        );

    // Which are no padding, [N, T] of true and false.
    private static string Real(GraphWriter graph, int padding) =>
        graph.Once(
            $"real {padding}",
            () =>
                graph.Emit(
                    "Not",
                    "tokens",
                    [graph.Emit("Equal", "tokens", [Ids(graph), graph.Whole("tokens", "padding", padding)])]
                )
        );

    /// <summary>The same with more axes, at which it spreads over something: features [N, T, 1], heads and questions.</summary>
    public static string Spread(GraphWriter graph, int padding, params long[] axes) =>
        graph.Once(
            $"real {padding} {string.Join(',', axes)}",
            () =>
                graph.Emit(
                    "Unsqueeze",
                    "tokens",
                    [Real(graph, padding), graph.Integers("tokens", "axes", axes)]
                )
        );

    /// <summary>1 for tokens, 0 for padding, [N, T, 1].</summary>
    public static string Weights(GraphWriter graph, int padding) =>
        graph.Once(
            $"weights {padding}",
            () => graph.Emit("Cast", "tokens", [Spread(graph, padding, 2)], [Int("to", (long)Number.Float)])
        );

    /// <summary>Tokens of each text, [N, 1].</summary>
    public static string Count(GraphWriter graph, int padding) =>
        graph.Once($"count {padding}", () => SequenceGraph.Sum(graph, "tokens", Weights(graph, padding)));

    /// <summary>The same as ONNX's recurrent operators want it, [N].</summary>
    public static string Lengths(GraphWriter graph, int padding) =>
        graph.Once(
            $"lengths {padding}",
            () =>
                graph.Emit(
                    "Cast",
                    "tokens",
                    [
                        graph.Emit(
                            "Squeeze",
                            "tokens",
                            [Count(graph, padding), graph.Integers("tokens", "axes", [1])]
                        ),
                    ],
                    [Int("to", (long)Number.Int32)]
                )
        );
}
