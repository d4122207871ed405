using CsCheck;
using Osler.Core.Blocks;
using Osler.Core.Collections;
using Size = Osler.Core.Blocks.Size;

namespace Osler.Core.Tests.Blocks;

/// <summary>Random trees of blocks: every type, every setting; their shapes need not fit.</summary>
internal static class RandomBlocks
{
    private static readonly Gen<Size> s_size = Gen.Select(
        Gen.Int[1, 9],
        Gen.Int[1, 9],
        (h, w) => new Size(h, w)
    );

    private static readonly Gen<Size> s_volume = Gen.Select(
        Gen.Int[1, 9],
        Gen.Int[1, 9],
        Gen.Int[1, 9],
        (d, h, w) => new Size(d, h, w)
    );

    private static readonly Gen<double> s_positive = Gen.Double[1e-9, 1];

    public static Gen<Block> Leaf { get; } =
        Gen.OneOf<Block>(
            Gen.Select(Gen.Int[1, int.MaxValue], Gen.Bool, (units, bias) => (Block)new Dense(units, bias)),
            Gen.Select(
                Gen.Int[1, 5],
                Gen.Int[1, 5],
                s_size,
                s_size,
                s_size,
                s_size,
                Gen.Bool,
                (groups, channels, kernel, stride, padding, dilation, bias) =>
                    (Block)new Conv(groups * channels, kernel, stride, padding, dilation, groups, bias)
            ),
            Gen.Select(
                s_volume,
                s_volume,
                (kernel, stride) => (Block)new Conv(4, kernel, stride, same: true)
            ),
            Gen.Select(
                Gen.Int[0, 4],
                s_positive,
                s_positive,
                s_positive,
                (half, alpha, beta, offset) => (Block)new LocalResponseNorm(2 * half + 1, alpha, beta, offset)
            ),
            Gen.Double[0, 0.999].Select(rate => (Block)new StochasticDepth(rate)),
            Gen.Select(
                Gen.Int[0, 9],
                Gen.Int[0, 9],
                (before, after) => (Block)new PadChannels(before, after)
            ),
            Gen.Select(
                s_size,
                s_size,
                s_size,
                Gen.Bool,
                (kernel, stride, dilation, ceiling) =>
                    (Block)
                        new MaxPool(kernel, stride, (kernel.Height / 2, kernel.Width / 2), dilation, ceiling)
            ),
            Gen.Select(
                s_size,
                s_size,
                Gen.Bool,
                Gen.Bool,
                (kernel, stride, ceiling, count) =>
                    (Block)
                        new AveragePool(kernel, stride, (kernel.Height / 2, kernel.Width / 2), ceiling, count)
            ),
            s_size.Select(size => (Block)new AdaptiveAveragePool(size)),
            Gen.Select(
                s_positive,
                s_positive,
                (epsilon, momentum) => (Block)new BatchNorm(epsilon, momentum)
            ),
            s_positive.Select(epsilon => (Block)new LayerNorm(epsilon)),
            Gen.Double[0, 0.999].Select(rate => (Block)new Dropout(rate)),
            s_positive.Select(slope => (Block)new LeakyRelu(slope)),
            Gen.Select(Gen.Int[1, 99], s_positive, (k, sigma) => (Block)new Periodic(k, sigma)),
            Gen.Select(
                Gen.Int[1, 99],
                Gen.Int[1, 99],
                s_positive,
                (rows, units, sigma) => (Block)new Embedding(rows, units, rows - 1, sigma)
            ),
            Gen.Select(
                Gen.Int[1, 99],
                Gen.Int[0, 9],
                (most, offset) => (Block)new PositionEmbedding(most, 4, 1, offset)
            ),
            Gen.Select(
                Gen.Int[1, 9],
                Gen.Int[0, 9],
                (types, separator) => (Block)new SegmentEmbedding(types, 4, separator)
            ),
            Gen.Select(Gen.Int[1, 99], Gen.Bool, (units, both) => (Block)new Lstm(units, both)),
            Gen.Select(Gen.Int[1, 99], Gen.Bool, (units, both) => (Block)new Gru(units, both)),
            Gen.Select(
                Gen.Int[1, 16],
                Gen.Double[0, 0.9],
                (heads, rate) => (Block)new Attention(heads, rate)
            ),
            Gen.Int[1, 99].Select(bins => (Block)new PiecewiseLinear(bins)),
            Gen.Int[-1_000_000, 1_000_000]
                .HashSet[2, 6]
                .Select(edges =>
                    (Block)new PiecewiseLinear([edges.Order().Select(edge => edge / 7f).ToValueList(), []])
                ),
            Gen.OneOf<Block>(
                Gen.Const((Block)new GlobalAveragePool()),
                Gen.Const((Block)new GlobalMaxPool()),
                Gen.Const((Block)new Flatten()),
                Gen.Int[1, 9].Select(channels => (Block)new Signal(channels)),
                Gen.Const((Block)new FirstToken()),
                Gen.Const((Block)new Identity()),
                Gen.Const((Block)new Sigmoid()),
                Gen.Const((Block)new Tanh()),
                Gen.Const((Block)new Relu()),
                Gen.Const((Block)new Relu6()),
                Gen.Const((Block)new Gelu()),
                Gen.Const((Block)new Silu()),
                Gen.Const((Block)new HardSigmoid()),
                Gen.Const((Block)new Softmax())
            )
        );

    public static Gen<Block> Tree(int depth = 3)
    {
        if (depth == 0)
            return Leaf;
        var inner = Tree(depth - 1);
        var named = Gen.Select(Gen.Bool, inner, (name, block) => (name, block)).List[1, 4];
        var parts = named.Select(all =>
            all.Select((part, i) => new Part(part.name ? $"part_{i}" : null, part.block)).ToValueList()
        );
        var all = inner.List[1, 3];
        return Gen.Frequency(
            (4, Leaf),
            (2, parts.Select(list => (Block)new Sequence(list))),
            (1, parts.Select(list => (Block)new Concat(list))),
            (1, parts.Select(list => (Block)new DenselyConnected(list))),
            (
                1,
                all.Select(blocks =>
                    (Block)new Heads(blocks.Select((block, i) => new Part($"head_{i}", block)).ToValueList())
                )
            ),
            (
                1,
                Gen.Select(
                    inner,
                    inner,
                    Gen.Bool,
                    (body, cut, has) => (Block)new Residual(("", body), has ? (Part)cut : null)
                )
            ),
            (1, inner.Select(body => (Block)new Gate(("", body)))),
            (1, inner.Select(body => (Block)new AttentionPool(body))),
            (1, inner.Select(body => (Block)new EachOption(body))),
            (1, Gen.Select(inner, s_positive, (body, weight) => (Block)new Auxiliary(body, weight))),
            (1, Gen.Select(inner, Gen.Int[1, 5], (network, count) => (Block)new Members(network, count)))
        );
    }
}
