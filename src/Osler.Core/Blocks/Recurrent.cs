namespace Osler.Core.Blocks;

/// <summary>A network that reads a sequence token by token and hands its state on.</summary>
/// <remarks>
/// [T, F] gives [T, units], the state after each token; both ways [T, 2 units], the state of reading from the end beside
/// it. The state starts at 0. Padding is not read: its state is 0, and reading from the end starts at the last token.
/// Parameters as in PyTorch, one layer: <c>weight_ih_l0</c> [gates units, F], <c>weight_hh_l0</c> [gates units, units],
/// <c>bias_ih_l0</c>, <c>bias_hh_l0</c>, and with <c>_reverse</c> behind for the way back; several layers are a sequence
/// of blocks.
/// </remarks>
public abstract record Recurrent : Leaf
{
    private protected Recurrent(int units, bool bidirectional)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(units, 1 << 16);
        Units = units;
        Bidirectional = bidirectional;
    }

    /// <summary>Numbers of the state, 1 to 65,536.</summary>
    public int Units { get; }

    /// <summary>Whether the sequence is also read from its end.</summary>
    public bool Bidirectional { get; }

    /// <summary>Weighted sums for each number of the state.</summary>
    public abstract int Gates { get; }

    /// <summary>What stands behind the parameters' names, for each way of reading.</summary>
    public IReadOnlyList<string> Ways => Bidirectional ? ["l0", "l0_reverse"] : ["l0"];
}

/// <summary>Long short-term memory: a state that gates keep, forget and show.</summary>
/// <remarks>
/// Gates in PyTorch's order: input, forget, cell, output. c = f c + i g, h = o tanh(c), with i, f, o sigmoids and g a tanh
/// of W x + b + U h + b'. Hochreiter and Schmidhuber, Neural Computation 9(8), 1997, doi:10.1162/neco.1997.9.8.1735, with
/// the forget gate of Gers et al., 2000, doi:10.1162/089976600300015015. Shapes and names as <see cref="Recurrent"/>.
/// </remarks>
public sealed record Lstm : Recurrent
{
    /// <param name="units">Numbers of the state, at least 1.</param>
    /// <param name="bidirectional">Whether the sequence is also read from its end.</param>
    public Lstm(int units, bool bidirectional = false)
        : base(units, bidirectional) { }

    /// <inheritdoc/>
    public override int Gates => 4;
}

/// <summary>Gated recurrent unit: a state that is mixed with what is new.</summary>
/// <remarks>
/// Gates in PyTorch's order: reset, update, new. h = (1 - z) n + z h with n = tanh(W x + b + r (U h + b')). Cho et al.,
/// EMNLP 2014, doi:10.3115/v1/D14-1179; the reset gate stands behind the product, as in PyTorch. Shapes and names as
/// <see cref="Recurrent"/>.
/// </remarks>
public sealed record Gru : Recurrent
{
    /// <param name="units">Numbers of the state, at least 1.</param>
    /// <param name="bidirectional">Whether the sequence is also read from its end.</param>
    public Gru(int units, bool bidirectional = false)
        : base(units, bidirectional) { }

    /// <inheritdoc/>
    public override int Gates => 3;
}
