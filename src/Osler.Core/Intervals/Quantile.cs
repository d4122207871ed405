namespace Osler.Core.Intervals;

/// <summary>Quantiles by linear interpolation between order statistics.</summary>
/// <remarks>Hyndman and Fan's type 7 (Am. Stat. 50, 1996), the default of R and NumPy.</remarks>
public static class Quantile
{
    /// <summary>A quantile of values that are sorted already.</summary>
    /// <param name="sorted">Ascending, at least one value, no NaN.</param>
    /// <param name="probability">In [0, 1].</param>
    /// <exception cref="ArgumentException">No value.</exception>
    public static double OfSorted(ReadOnlySpan<double> sorted, double probability)
    {
        if (sorted.IsEmpty)
            throw new ArgumentException("A quantile needs at least one value.", nameof(sorted));
        double place = Math.Clamp(probability, 0, 1) * (sorted.Length - 1);
        int below = (int)place;
        if (below + 1 == sorted.Length)
            return sorted[below];
        return sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }
}
