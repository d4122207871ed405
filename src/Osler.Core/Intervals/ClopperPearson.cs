using MathNet.Numerics.Distributions;
using Osler.Core.Metrics;

namespace Osler.Core.Intervals;

/// <summary>The exact interval of a proportion: it covers at least as often as it says, at the price of width.</summary>
/// <remarks>
/// Clopper and Pearson, Biometrika 26, 1934. For claims to a regulator; reports use <see cref="Wilson"/>, whose
/// coverage is closer to the stated one.
/// </remarks>
public static class ClopperPearson
{
    /// <summary>The proportion with its interval; undefined for no trial.</summary>
    /// <param name="successes">Count in [0, trials].</param>
    /// <param name="trials">Count, 0 or more.</param>
    /// <param name="whenNone">Why there is no value when there is no trial.</param>
    /// <param name="confidence">Coverage in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A count or the coverage is out of range.</exception>
    public static Estimate Of(long successes, long trials, string whenNone, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(
                nameof(confidence),
                confidence,
                "A coverage lies in (0, 1)."
            );
        if (trials == 0)
            return Estimate.None(whenNone);
        double tail = (1 - confidence) / 2;
        double low = successes == 0 ? 0 : Beta.InvCDF(successes, trials - successes + 1, tail);
        double high = successes == trials ? 1 : Beta.InvCDF(successes + 1, trials - successes, 1 - tail);
        return new Estimate((double)successes / trials, low, high);
    }
}
