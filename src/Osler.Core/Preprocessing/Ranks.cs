using System.Collections.Immutable;
using MathNet.Numerics.Distributions;

namespace Osler.Core.Preprocessing;

/// <summary>Ranks of training values as normal deviates.</summary>
internal static class Ranks
{
    /// <summary>How many different values there are among ascending ones.</summary>
    public static int Distinct(double[] sorted)
    {
        int distinct = sorted.Length > 0 ? 1 : 0;
        for (int i = 1; i < sorted.Length; i++)
            if (sorted[i] != sorted[i - 1])
                distinct++;
        return distinct;
    }

    /// <summary>Knots from values to the normal deviates of their ranks.</summary>
    /// <param name="column">The column.</param>
    /// <param name="sorted">Its training values, ascending, none missing.</param>
    /// <param name="knots">At most so many, spread evenly over the ranks.</param>
    public static FittedQuantileNormal Fit(string column, double[] sorted, int knots)
    {
        const double end = 0.00135;
        if (sorted.Length == 0)
            return new FittedQuantileNormal(column, [0], [0]);
        var values = ImmutableArray.CreateBuilder<double>();
        var deviates = ImmutableArray.CreateBuilder<double>();
        for (int knot = 0; knot < knots; knot++)
        {
            double value = sorted[(int)((long)knot * (sorted.Length - 1) / (knots - 1))];
            if (values.Count > 0 && value == values[^1])
                continue;
            // Tied values share the middle of their ranks.
            double rank = (Below(sorted, value) + NotAbove(sorted, value)) / (2.0 * sorted.Length);
            values.Add(value);
            deviates.Add(Normal.InvCDF(0, 1, Math.Clamp(rank, end, 1 - end)));
        }
        return new FittedQuantileNormal(column, values.ToImmutable(), deviates.ToImmutable());
    }

    private static int Below(double[] sorted, double value) => First(sorted, cell => cell >= value);

    private static int NotAbove(double[] sorted, double value) => First(sorted, cell => cell > value);

    private static int First(double[] sorted, Predicate<double> holds)
    {
        (int low, int high) = (0, sorted.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (holds(sorted[middle]))
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }
}
