using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>Two models' right answers to the same questions.</summary>
/// <param name="Difference">The first's accuracy less the second's.</param>
/// <param name="OnlyFirst">Questions that the first alone answers right.</param>
/// <param name="OnlySecond">Questions that the second alone answers right.</param>
/// <param name="PValue">Two-sided, exact; null for no question.</param>
public sealed record AccuracyComparison(Estimate Difference, int OnlyFirst, int OnlySecond, double? PValue);

/// <summary>Whether two models differ in accuracy on the same cases.</summary>
/// <remarks>
/// McNemar, Psychometrika 12, 1947, doi:10.1007/BF02295996, in its exact form: of the cases that one model alone has
/// right, how many the first has is binomial with a half where the models are equal. 1 means no sign of a difference
/// (also where no case tells them apart). The interval of the difference is Wald's for paired proportions (Fleiss,
/// Levin, Paik, Statistical Methods for Rates and Proportions, 3rd ed., 2003, section 13.1), cut at -1 and 1; where
/// no case tells them apart it has no limits.
/// </remarks>
public static class McNemar
{
    /// <summary>Compares.</summary>
    /// <param name="first">[cases] whether the first model is right.</param>
    /// <param name="second">[cases] whether the second is.</param>
    public static AccuracyComparison Compare(ReadOnlySpan<bool> first, ReadOnlySpan<bool> second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"{first.Length} and {second.Length} cases.", nameof(second));
        int n = first.Length;
        if (n == 0)
            return new(Estimate.None("no case"), 0, 0, null);
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int i = 0; i < n; i++)
        {
            onlyFirst += first[i] && !second[i] ? 1 : 0;
            onlySecond += second[i] && !first[i] ? 1 : 0;
        }
        double difference = (double)(onlyFirst - onlySecond) / n;
        int apart = onlyFirst + onlySecond;
        if (apart == 0)
            return new(new Estimate(0), 0, 0, 1);
        double error = Math.Sqrt(apart - (double)(onlyFirst - onlySecond) * (onlyFirst - onlySecond) / n) / n;
        double half = Gaussian.HalfWidth(0.95) * error;
        return new(
            new Estimate(difference, Math.Max(-1, difference - half), Math.Min(1, difference + half)),
            onlyFirst,
            onlySecond,
            PValue(Math.Min(onlyFirst, onlySecond), apart)
        );
    }

    // Twice the binomial tail up to the smaller count, at most 1; by logarithms, since 2^-n underflows.
    private static double PValue(int fewer, int apart)
    {
        double log = -apart * Math.Log(2);
        double tail = 0;
        for (int k = 0; k <= fewer; k++)
        {
            tail += Math.Exp(log);
            log += Math.Log(apart - k) - Math.Log(k + 1);
        }
        return Math.Min(1, 2 * tail);
    }
}
