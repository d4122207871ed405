namespace Osler.Core.Blocks;

/// <summary>
/// Each feature (or channel) less its mean, divided by its standard deviation, then scaled and shifted by trained
/// numbers.
/// </summary>
/// <remarks>
/// Training uses the batch's mean and (biased) variance and moves the running ones towards them, the variance unbiased;
/// inference uses the running ones. [F] or [C, H, W], shape kept. Parameters: <c>weight</c>, <c>bias</c>; buffers:
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
}
