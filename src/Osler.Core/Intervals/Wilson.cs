using Osler.Core.Metrics;

namespace Osler.Core.Intervals;

/// <summary>The score interval of a proportion from independent cases.</summary>
/// <remarks>
/// Wilson, J. Am. Stat. Assoc. 22, 1927, without continuity correction: it stays within [0, 1] and keeps a width
/// at 0 and n successes. It takes cases as independent; where patients repeat, see <see cref="PatientBootstrap"/>.
/// </remarks>
public static class Wilson
{
    /// <summary>The proportion with its interval; undefined for no trial.</summary>
    /// <param name="successes">Count in [0, trials].</param>
    /// <param name="trials">Count, 0 or more.</param>
    /// <param name="whenNone">Why there is no value when there is no trial, e.g. "no positive case".</param>
    /// <param name="confidence">Coverage in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A count or the coverage is out of range.</exception>
    public static Estimate Of(long successes, long trials, string whenNone, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (trials == 0)
            return Estimate.None(whenNone);
        if (successes == 0 || successes == trials)
            return AtEnd(successes == 0 ? 0 : 1, trials, confidence);
        double p = (double)successes / trials;
        var (low, high) = Limits(p, trials, confidence);
        return new Estimate(p, low, high);
    }

    /// <summary>
    /// A mean of values in [0, 1] that stands at 0 or at 1, with a limit on the open side alone; the other is the mean
    /// itself. A bootstrap gives a point there, since every resample has the same mean.
    /// </summary>
    /// <remarks>
    /// Of all values in [0, 1] with a mean p, those that are 0 or 1 spread most (variance p (1 - p)). So the limit of a
    /// proportion serves every such mean (an area, an average of precisions), as one that is too wide rather than too
    /// narrow.
    /// </remarks>
    /// <param name="end">0 or 1.</param>
    /// <param name="trials">How many independent values are averaged, at least: patients, not cases; more than 0.</param>
    /// <param name="confidence">Coverage of the two-sided interval, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">Not an end, no trial, or the coverage is out of range.</exception>
    public static Estimate AtEnd(double end, long trials, double confidence = 0.95)
    {
        if (end is not (0 or 1))
            throw new ArgumentOutOfRangeException(nameof(end), end, "An end is 0 or 1.");
        var (low, high) = Limits(end, trials, confidence);
        // The closed side is exact; the formula would leave a rounding error.
        return end == 0 ? new Estimate(0, 0, high) : new Estimate(1, low, 1);
    }

    /// <summary>Limits for a proportion that need not be a quotient of counts.</summary>
    /// <param name="proportion">In [0, 1].</param>
    /// <param name="trials">The number of trials, or the effective number; more than 0.</param>
    /// <param name="confidence">Coverage in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">No trial, or the coverage is out of range.</exception>
    public static (double Low, double High) Limits(double proportion, double trials, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(trials);
        double z = Gaussian.HalfWidth(confidence);
        double z2 = z * z / trials;
        double centre = proportion + (z2 / 2);
        double half = z * Math.Sqrt(((proportion * (1 - proportion)) + (z2 / 4)) / trials);
        return (Math.Max(0, (centre - half) / (1 + z2)), Math.Min(1, (centre + half) / (1 + z2)));
    }
}
