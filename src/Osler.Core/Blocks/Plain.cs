namespace Osler.Core.Blocks;

/// <summary>Gives what it gets.</summary>
public sealed record Identity : Leaf;

/// <summary>All values as one row of features: [C, H, W] gives [C H W], the last axis running fastest.</summary>
public sealed record Flatten : Leaf;

/// <summary>
/// A row of features as a signal, position by position: [L C] gives [C, L], what stands at each position running fastest in the
/// row (one-hot bases of a sequence, A, C, G, T and gap of its first position, then of its second).
/// </summary>
public sealed record Signal : Leaf
{
    /// <param name="channels">Values at each position, at least 1.</param>
    public Signal(int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Channels = channels;
    }

    /// <summary>Values at each position.</summary>
    public int Channels { get; }
}

/// <summary>In training sets each value to 0 with the given chance and scales the others up; does nothing otherwise.</summary>
/// <remarks>Srivastava et al., JMLR 15, 2014, pages 1929 to 1958.</remarks>
public sealed record Dropout : Leaf
{
    /// <param name="rate">Chance that a value is dropped, in [0, 1).</param>
    public Dropout(double rate) => Rate = rate;

    /// <summary>Chance that a value is dropped, in [0, 1).</summary>
    public double Rate
    {
        get;
        init => field = Bound.Chance(value, nameof(value));
    }
}

/// <summary>
/// In training sets a whole case to 0 with the given chance and scales the others up, so that a residual block is
/// skipped for that case; does nothing otherwise.
/// </summary>
/// <remarks>Huang et al., ECCV 2016, doi:10.1007/978-3-319-46493-0_39.</remarks>
public sealed record StochasticDepth : Leaf
{
    /// <param name="rate">Chance that a case is dropped, in [0, 1).</param>
    public StochasticDepth(double rate) => Rate = Bound.Chance(rate, nameof(rate));

    /// <summary>Chance that a case is dropped, in [0, 1).</summary>
    public double Rate { get; }
}

/// <summary>Channels of zeros before and after the others: [C, ...] gives [before + C + after, ...].</summary>
/// <remarks>
/// With a strided pooling of one pixel it is the shortcut without weights of small residual networks: option A of
/// He et al., CVPR 2016, section 4.2. Shapes of two axes are [C, L] here.
/// </remarks>
public sealed record PadChannels : Leaf
{
    /// <param name="before">Channels of zeros in front, at least 0.</param>
    /// <param name="after">Channels of zeros behind, at least 0.</param>
    public PadChannels(int before, int after)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        Before = before;
        After = after;
    }

    /// <summary>Channels of zeros in front.</summary>
    public int Before { get; }

    /// <summary>Channels of zeros behind.</summary>
    public int After { get; }
}
