namespace Osler.Core.Blocks;

/// <summary>
/// Each feature (or channel) less its mean, divided by its standard deviation, then scaled and shifted by trained
/// numbers.
/// </summary>
/// <remarks>
/// Training uses the batch's mean and (biased) variance and moves the running ones towards them, the variance unbiased;
/// inference uses the running ones. [F], or [C, L], [C, H, W], [C, D, H, W]; shape kept. Parameters: <c>weight</c>, <c>bias</c>; buffers:
/// <c>running_mean</c>, <c>running_var</c>; each [C]. Ioffe and Szegedy, ICML 2015, arXiv:1502.03167.
/// </remarks>
public sealed record BatchNorm : Leaf
{
    /// <param name="epsilon">Added to the variance, above 0.</param>
    /// <param name="momentum">Weight of the batch in the running statistics, above 0 and at most 1.</param>
    public BatchNorm(double epsilon = 1e-5, double momentum = 0.1)
    {
        Epsilon = epsilon;
        Momentum = momentum;
    }

    /// <summary>Added to the variance, above 0.</summary>
    public double Epsilon
    {
        get;
        init => field = Bound.Positive(value, nameof(Epsilon));
    }

    /// <summary>Weight of the batch in the running statistics, above 0 and at most 1.</summary>
    public double Momentum
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
            field = Bound.Positive(value, nameof(Momentum));
        }
    }
}

/// <summary>
/// Each case (or each row) less its mean over the features, divided by its standard deviation, then scaled and shifted
/// by trained numbers.
/// </summary>
/// <remarks>
/// [F] or [R, F], shape kept; the variance is biased. Parameters: <c>weight</c>, <c>bias</c>, each [F].
/// Ba et al., 2016, arXiv:1607.06450.
/// </remarks>
public sealed record LayerNorm : Leaf
{
    /// <param name="epsilon">Added to the variance, above 0.</param>
    public LayerNorm(double epsilon = 1e-5) => Epsilon = epsilon;

    /// <summary>Added to the variance, above 0.</summary>
    public double Epsilon
    {
        get;
        init => field = Bound.Positive(value, nameof(Epsilon));
    }
}

/// <summary>Each value divided by a measure of the neighbouring channels' values at the same pixel.</summary>
/// <remarks>
/// [C, H, W], shape kept: x / (offset + alpha / size Σ x²)^beta, the sum over the size channels around the value's own.
/// Krizhevsky et al., NeurIPS 2012, section 3.3, whose alpha is this one's divided by the size (as in PyTorch, Caffe
/// and ONNX).
/// </remarks>
public sealed record LocalResponseNorm : Leaf
{
    /// <param name="size">How many channels, odd, at least 1.</param>
    /// <param name="alpha">Weight of the squares' mean, above 0.</param>
    /// <param name="beta">Power, above 0.</param>
    /// <param name="offset">What is added to the mean, above 0.</param>
    public LocalResponseNorm(int size = 5, double alpha = 1e-4, double beta = 0.75, double offset = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (size % 2 == 0)
            throw new ArgumentException($"The number of channels must be odd; got {size}.", nameof(size));
        Size = size;
        Alpha = Bound.Positive(alpha, nameof(alpha));
        Beta = Bound.Positive(beta, nameof(beta));
        Offset = Bound.Positive(offset, nameof(offset));
    }

    /// <summary>How many channels.</summary>
    public int Size { get; }

    /// <summary>Weight of the squares' mean.</summary>
    public double Alpha { get; }

    /// <summary>Power.</summary>
    public double Beta { get; }

    /// <summary>What is added to the mean.</summary>
    public double Offset { get; }
}

/// <summary>The rules for real-valued settings.</summary>
internal static class Bound
{
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public static double Positive(double value, string name)
    {
        if (!double.IsFinite(value) || value <= 0)
            throw new ArgumentOutOfRangeException(name, value, "Must be a finite number above 0.");
        return value;
    }

    /// <exception cref="ArgumentOutOfRangeException">Not in [0, 1).</exception>
    public static double Chance(double value, string name)
    {
        if (!(value is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(name, value, "Must be at least 0 and below 1.");
        return value;
    }
}
