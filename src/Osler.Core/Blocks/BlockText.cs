using System.Globalization;

namespace Osler.Core.Blocks;

/// <summary>A block in a few words, for tables and drawings: <c>conv 6, 5 x 5, padding 2</c>.</summary>
public static class BlockText
{
    /// <summary>The block's name and its settings that differ from the usual.</summary>
    public static string Of(Block block)
    {
        string name = BlockNames.Of(block).Replace('_', ' ');
        string settings = block switch
        {
            Sequence or Residual or GlobalAveragePool or GlobalMaxPool or Flatten or Identity => "",
            Concat concat => Count(concat.Parts.Count, "branch", "branches"),
            DenselyConnected dense => Count(dense.Layers.Count, "layer", "layers"),
            Heads heads => string.Join(", ", heads.Outputs.Select(part => part.Name)),
            Members members => Count(members.Count, "network", "networks"),
            Dense dense => Text($"{dense.Units}{(dense.Bias ? "" : ", no bias")}"),
            Conv conv => Text($"{conv.Channels}, {Window(conv.Kernel)}")
                + Unless(conv.Stride, 1, "stride")
                + Unless(conv.Padding, 0, "padding")
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
            Dropout dropout => Text($"{dropout.Rate}"),
            LeakyRelu leaky => Text($"slope {leaky.Slope}"),
            Activation => "",
            PiecewiseLinear { IsFitted: false } encoding => Text($"{encoding.Bins} bins, not fitted"),
            PiecewiseLinear encoding => Text($"{encoding.Width} ramps"),
            Periodic periodic => Count(periodic.Frequencies, "frequency", "frequencies"),
            _ => throw new NotSupportedException($"Text does not know the block {block.GetType().Name}."),
        };
        return settings.Length == 0 ? name : $"{name} {settings}";
    }

    private static string Count(int count, string one, string many) =>
        Text($"{count} {(count == 1 ? one : many)}");

    private static string Window(Size size) => Text($"{size.Height} x {size.Width}");

    private static string Unless(Size size, Size usual, string what) =>
        size == usual ? "" : $", {what} {size}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
