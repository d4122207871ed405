using System.Globalization;

namespace Osler.Core.Blocks;

/// <summary>A block in a few words, for tables and drawings: <c>conv 6, 5 x 5, padding 2</c>.</summary>
public static class BlockText
{
    /// <summary>The block's name and its settings that differ from the usual.</summary>
    /// <param name="block">The block.</param>
    /// <param name="input">What it gets, which tells a window's axes; two where not given.</param>
    public static string Of(Block block, Shape? input = null)
    {
        int axes = input is { Rank: > 1 and < 5 } shape ? shape.Rank - 1 : 2;
        string name = BlockNames.Of(block).Replace('_', ' ');
        string settings = block switch
        {
            Sequence or Residual or Gate or GlobalAveragePool or GlobalMaxPool or Flatten or Identity => "",
            AttentionPool or EachOption or FirstToken => "",
            Concat concat => Count(concat.Parts.Count, "branch", "branches"),
            DenselyConnected dense => Count(dense.Layers.Count, "layer", "layers"),
            Heads heads => string.Join(", ", heads.Outputs.Select(part => part.Name)),
            Auxiliary auxiliary => Text($"weight {auxiliary.Weight}"),
            Members members => Count(members.Count, "network", "networks"),
            Embedding table => Text($"{table.Vocabulary} tokens, {table.Units}") + Filled(table),
            PositionEmbedding table => Text($"{table.Most} places, {table.Units}") + Filled(table),
            SegmentEmbedding table => Text($"{table.Types} parts, {table.Units}") + Filled(table),
            Recurrent cell => Text($"{cell.Units}{(cell.Bidirectional ? ", both ways" : "")}"),
            Attention attention => Count(attention.Heads, "head", "heads"),
            Dense dense => Text($"{dense.Units}{(dense.Bias ? "" : ", no bias")}"),
            Conv conv => Text($"{conv.Channels}, {Window(conv.Kernel)}")
                + Unless(conv.Stride, 1, "stride")
                + (conv.Same ? ", padding same" : Unless(conv.Padding, 0, "padding"))
                + Unless(conv.Dilation, 1, "dilation")
                + (conv.Groups == 1 ? "" : Text($", {conv.Groups} groups"))
                + (conv.Bias ? "" : ", no bias"),
            MaxPool pool => Window(pool.Kernel)
                + Unless(pool.Stride, pool.Kernel, "stride")
                + Unless(pool.Padding, 0, "padding")
                + Unless(pool.Dilation, 1, "dilation")
                + (pool.Ceiling ? ", rounded up" : ""),
            AveragePool pool => Window(pool.Kernel)
                + Unless(pool.Stride, pool.Kernel, "stride")
                + Unless(pool.Padding, 0, "padding")
                + (pool.Ceiling ? ", rounded up" : "")
                + (pool.CountPadding ? "" : ", padding not counted"),
            AdaptiveAveragePool pool => $"to {Window(pool.Output)}",
            BatchNorm norm => norm.Epsilon == 1e-5 ? "" : Text($"epsilon {norm.Epsilon}"),
            LayerNorm norm => norm.Epsilon == 1e-5 ? "" : Text($"epsilon {norm.Epsilon}"),
            LocalResponseNorm norm => Count(norm.Size, "channel", "channels"),
            StochasticDepth depth => Text($"{depth.Rate}"),
            Signal signal => Count(signal.Channels, "channel", "channels"),
            PadChannels pad => Text($"{pad.Before} before, {pad.After} after"),
            Dropout dropout => Text($"{dropout.Rate}"),
            LeakyRelu leaky => Text($"slope {leaky.Slope}"),
            Activation => "",
            PiecewiseLinear { IsFitted: false } encoding => Text($"{encoding.Bins} bins, not fitted"),
            PiecewiseLinear encoding => Text($"{encoding.Width} ramps"),
            Periodic periodic => Count(periodic.Frequencies, "frequency", "frequencies"),
            _ => throw new NotSupportedException($"Text does not know the block {block.GetType().Name}."),
        };
        return settings.Length == 0 ? name : $"{name} {settings}";

        string Window(Size size) => string.Join(" x ", size.Over(size.Axes == 0 ? axes : size.Axes));
    }

    private static string Filled(TokenEmbedding table) =>
        table.Padding == 0 ? "" : Text($", padding {table.Padding}");

    private static string Count(int count, string one, string many) =>
        Text($"{count} {(count == 1 ? one : many)}");

    private static string Unless(Size size, Size usual, string what) =>
        size == usual ? "" : $", {what} {size}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
