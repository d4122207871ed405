using Osler.Core.Blocks;

namespace Osler.Serving.Tests.Onnx;

// What reads a sequence [T, F], row by row. Places whose id is the padding that the sequence's shape carries are left out of
// everything: they are not looked at, not read, not counted.
internal sealed partial class ReferenceForward
{
    private double[] OfSequence(ShapedBlock at, double[] x)
    {
        float[] W(string name) => _weights[at.Name(name)].Values;
        double[][] rows = [.. x.Chunk(at.Input.Features)];
        int[] tokens = Tokens(at.Input.Padding, rows.Length);
        switch (at.Block)
        {
            case TokenEmbedding table:
                return
                [
                    .. Enumerable
                        .Range(0, _given.Length)
                        .SelectMany(t =>
                            W("weight")
                                .Skip(RowOf(table, t) * table.Units)
                                .Take(table.Units)
                                .Select(value => (double)value)
                        ),
                ];
            case FirstToken:
                return rows[0];
            case GlobalAveragePool:
                return Reduced(column => column.Average());
            case GlobalMaxPool:
                return Reduced(column => column.Max());
            case Conv conv:
                // Padding is what lies outside: zeros.
                double[][] real =
                [
                    .. rows.Select((row, t) => tokens.Contains(t) ? row : new double[row.Length]),
                ];
                double[] signal = Convolve(
                    conv,
                    Conv.Seen(at.Input),
                    Conv.Seen(at.Output),
                    Turned(real),
                    W("weight"),
                    conv.Bias ? W("bias") : null
                );
                return Turned([.. signal.Chunk(rows.Length)]);
            case Attention attention:
                return Attended(at, attention, rows, tokens);
            case Recurrent cell:
                double[][][] ways =
                [
                    .. cell.Ways.Select(way =>
                        Read(at, cell, way, rows, way == cell.Ways[0] ? tokens : [.. tokens.Reverse()])
                    ),
                ];
                return [.. rows.SelectMany((_, t) => ways.SelectMany(states => states[t]))];
            default:
                throw new NotSupportedException(
                    $"The reference does not know the block {at.Block.GetType().Name} of sequences."
                );
        }

        double[] Reduced(Func<IEnumerable<double>, double> reduce) =>
            [
                .. Enumerable
                    .Range(0, at.Input.Features)
                    .Select(f => tokens.Length == 0 ? 0 : reduce(tokens.Select(t => rows[t][f]))),
            ];
    }

    // The places that count: all of them where there is no padding.
    private int[] Tokens(int? padding, int places) =>
        [.. Enumerable.Range(0, places).Where(t => padding is null || _given[t] != padding)];

    private int RowOf(TokenEmbedding table, int t) =>
        table switch
        {
            Embedding => (int)_given[t],
            PositionEmbedding positions => positions.Offset
                + Math.Max(0, _given.Take(t + 1).Count(id => id != positions.Padding) - 1),
            SegmentEmbedding segments => Math.Min(
                segments.Types - 1,
                _given.Take(t).Count(id => id == segments.Separator)
            ),
            _ => throw new NotSupportedException(
                $"The reference does not know the block {table.GetType().Name}."
            ),
        };

    private double[] PooledByAttention(ShapedBlock at, double[] x, double[] scores)
    {
        double[][] rows = [.. x.Chunk(at.Input.Features)];
        int[] tokens = Tokens(at.Input.Padding, rows.Length);
        return Mixed(tokens, t => scores[t], t => rows[t], at.Input.Features);
    }

    private double[] Attended(ShapedBlock at, Attention attention, double[][] rows, int[] tokens)
    {
        var (queries, keys, values) = (Projected("query"), Projected("key"), Projected("value"));
        int size = at.Input.Features / attention.Heads;
        return
        [
            .. rows.SelectMany(
                (_, asking) =>
                    Enumerable
                        .Range(0, attention.Heads)
                        .SelectMany(head =>
                            Mixed(
                                tokens,
                                t =>
                                    Own(queries[asking], head).Zip(Own(keys[t], head), (q, k) => q * k).Sum()
                                    / Math.Sqrt(size),
                                t => Own(values[t], head),
                                size
                            )
                        )
            ),
        ];

        double[][] Projected(string role) =>
            [
                .. rows.Select(row =>
                    Linear(
                        row,
                        _weights[at.Name($"{role}.weight")].Values,
                        _weights[at.Name($"{role}.bias")].Values
                    )
                ),
            ];

        double[] Own(double[] row, int head) => row[(head * size)..((head + 1) * size)];
    }

    // The tokens' values by the softmax of their scores; 0 where there is no token.
    private static double[] Mixed(
        int[] tokens,
        Func<int, double> score,
        Func<int, double[]> value,
        int features
    )
    {
        double all = tokens.Sum(t => Math.Exp(score(t)));
        return
        [
            .. Enumerable
                .Range(0, features)
                .Select(f => tokens.Sum(t => Math.Exp(score(t)) / all * value(t)[f])),
        ];
    }

    // The state after each token in the order of reading; 0 at the places that are not read.
    private double[][] Read(ShapedBlock at, Recurrent cell, string way, double[][] rows, int[] order)
    {
        float[] W(string name) => _weights[at.Name($"{name}_{way}")].Values;
        double[] state = new double[cell.Units];
        double[] memory = new double[cell.Units];
        double[][] states = [.. rows.Select(_ => new double[cell.Units])];
        foreach (int t in order)
        {
            double[] given = Linear(rows[t], W("weight_ih"), W("bias_ih"));
            double[] handed = Linear(state, W("weight_hh"), W("bias_hh"));
            var next = new double[cell.Units];
            for (int u = 0; u < cell.Units; u++)
            {
                double Given(int gate) => given[gate * cell.Units + u];
                double Handed(int gate) => handed[gate * cell.Units + u];
                double Opened(int gate) => 1 / (1 + Math.Exp(-Given(gate) - Handed(gate)));
                if (cell is Lstm)
                {
                    // Input, forget, cell, output.
                    memory[u] = Opened(1) * memory[u] + Opened(0) * Math.Tanh(Given(2) + Handed(2));
                    next[u] = Opened(3) * Math.Tanh(memory[u]);
                }
                else
                {
                    // Reset, update, new.
                    double fresh = Math.Tanh(Given(2) + Opened(0) * Handed(2));
                    next[u] = (1 - Opened(1)) * fresh + Opened(1) * state[u];
                }
            }
            states[t] = state = next;
        }
        return states;
    }

    // Rows to columns, or back.
    private static double[] Turned(double[][] rows) =>
        [.. rows[0].SelectMany((_, f) => rows.Select(row => row[f]))];
}
