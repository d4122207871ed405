using System.Collections.Immutable;
using MathNet.Numerics.LinearAlgebra;

namespace Osler.Reports.TableStudies;

/// <summary>One row of table one: an input's distribution among all cases and by outcome.</summary>
/// <param name="Name">Name of the input.</param>
/// <param name="StandardisedDifference">
/// Difference between the outcomes in units of the pooled standard deviation: above 0 where the value is higher
/// with the outcome; without sign for more than two levels; null where undefined (no case in a group, or no
/// spread).
/// </param>
public abstract record Characteristic(string Name, double? StandardisedDifference)
{
    /// <summary>The row of a number: median, quartiles and missing values in each group.</summary>
    /// <param name="name">Name of the input.</param>
    /// <param name="unit">Its unit; null where it has none.</param>
    /// <param name="values">One a case; NaN where missing.</param>
    /// <param name="outcomes">One a case.</param>
    /// <remarks>
    /// Standardised difference after Austin, Stat. Med. 28, 2009, doi:10.1002/sim.3697: difference of means over
    /// the root of the mean of the two variances.
    /// </remarks>
    /// <exception cref="ArgumentException">The two lengths differ.</exception>
    public static Characteristic OfNumbers(
        string name,
        string? unit,
        ReadOnlySpan<double> values,
        ReadOnlySpan<bool> outcomes
    )
    {
        RequireSameLength(values.Length, outcomes.Length);
        List<double> present = [];
        List<double> absent = [];
        int missingPresent = 0;
        int missingAbsent = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i]))
                (outcomes[i] ? present : absent).Add(values[i]);
            else if (outcomes[i])
                missingPresent++;
            else
                missingAbsent++;
        }
        return new NumericCharacteristic(
            name,
            unit,
            Spread.Of([.. present, .. absent], missingPresent + missingAbsent),
            Spread.Of([.. present], missingPresent),
            Spread.Of([.. absent], missingAbsent),
            DifferenceOfMeans(present, absent)
        );
    }

    /// <summary>The row of a category: count of each level and of missing values in each group.</summary>
    /// <param name="name">Name of the input.</param>
    /// <param name="levels">Names of the levels.</param>
    /// <param name="indices">Level of each case as an index into <paramref name="levels"/>; NaN where missing.</param>
    /// <param name="outcomes">One a case.</param>
    /// <remarks>
    /// Standardised difference after Yang and Dalton, SAS Global Forum 2012, paper 335: the Mahalanobis distance
    /// between the two groups' proportions.
    /// </remarks>
    /// <exception cref="ArgumentException">The two lengths differ, or an index names no level.</exception>
    public static Characteristic OfLevels(
        string name,
        ImmutableArray<string> levels,
        ReadOnlySpan<double> indices,
        ReadOnlySpan<bool> outcomes
    )
    {
        RequireSameLength(indices.Length, outcomes.Length);
        int[] present = new int[levels.Length + 1];
        int[] absent = new int[levels.Length + 1];
        for (int i = 0; i < indices.Length; i++)
        {
            int level = levels.Length;
            if (!double.IsNaN(indices[i]))
            {
                if (!(indices[i] >= 0 && indices[i] < levels.Length))
                    throw new ArgumentException(
                        $"{name} has no level of index {indices[i]:R}.",
                        nameof(indices)
                    );
                level = (int)indices[i];
            }
            (outcomes[i] ? present : absent)[level]++;
        }
        return new CategoricalCharacteristic(
            name,
            [.. levels.Select((level, i) => new LevelCount(level, present[i], absent[i]))],
            present[^1],
            absent[^1],
            DistanceOfProportions(present.AsSpan(0, levels.Length), absent.AsSpan(0, levels.Length))
        );
    }

    private static double? DifferenceOfMeans(List<double> present, List<double> absent)
    {
        if (present.Count < 2 || absent.Count < 2)
            return null;
        double meanPresent = present.Average();
        double meanAbsent = absent.Average();
        double pooled = (Variance(present, meanPresent) + Variance(absent, meanAbsent)) / 2;
        return pooled > 0 ? (meanPresent - meanAbsent) / Math.Sqrt(pooled) : null;
    }

    private static double Variance(List<double> values, double mean) =>
        values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);

    private static double? DistanceOfProportions(ReadOnlySpan<int> present, ReadOnlySpan<int> absent)
    {
        double presentTotal = Total(present);
        double absentTotal = Total(absent);
        if (presentTotal == 0 || absentTotal == 0)
            return null;
        List<(double Present, double Absent)> shares = [];
        for (int i = 0; i < present.Length; i++)
            if (present[i] + absent[i] > 0)
                shares.Add((present[i] / presentTotal, absent[i] / absentTotal));
        // Proportions add up to one, so the first level says nothing that the others don't.
        int free = shares.Count - 1;
        if (free < 1)
            return null;
        var difference = Vector<double>.Build.Dense(free, i => shares[i + 1].Present - shares[i + 1].Absent);
        var covariance = Matrix<double>.Build.Dense(
            free,
            free,
            (i, j) =>
                (
                    Covariance(shares[i + 1].Present, shares[j + 1].Present, i == j)
                    + Covariance(shares[i + 1].Absent, shares[j + 1].Absent, i == j)
                ) / 2
        );
        double squared = difference.DotProduct(covariance.PseudoInverse() * difference);
        if (!double.IsFinite(squared) || (squared <= 0 && difference.L2Norm() > 0))
            return null;
        double distance = Math.Sqrt(Math.Max(0, squared));
        return present.Length == 2 && difference[0] < 0 ? -distance : distance;
    }

    private static double Covariance(double one, double other, bool same) =>
        same ? one * (1 - one) : -one * other;

    private static double Total(ReadOnlySpan<int> counts)
    {
        double total = 0;
        foreach (int count in counts)
            total += count;
        return total;
    }

    private static void RequireSameLength(int values, int outcomes)
    {
        if (values != outcomes)
            throw new ArgumentException(
                $"{values} values, but {outcomes} outcomes; give one of each a case.",
                nameof(outcomes)
            );
    }
}

/// <summary>Median, quartiles and missing values of a group.</summary>
/// <param name="Count">Values that are known.</param>
/// <param name="Missing">Values that are missing.</param>
/// <param name="LowerQuartile">25 % quantile; null where no value is known.</param>
/// <param name="Median">50 % quantile; null where no value is known.</param>
/// <param name="UpperQuartile">75 % quantile; null where no value is known.</param>
public sealed record Spread(
    int Count,
    int Missing,
    double? LowerQuartile,
    double? Median,
    double? UpperQuartile
)
{
    /// <summary>Quantiles by linear interpolation between order statistics (R's type 7).</summary>
    internal static Spread Of(double[] values, int missing)
    {
        if (values.Length == 0)
            return new Spread(0, missing, null, null, null);
        Array.Sort(values);
        return new Spread(values.Length, missing, At(0.25), At(0.5), At(0.75));

        double At(double share)
        {
            double place = share * (values.Length - 1);
            int below = (int)place;
            int above = Math.Min(below + 1, values.Length - 1);
            return values[below] + (place - below) * (values[above] - values[below]);
        }
    }
}

/// <summary>A number in table one.</summary>
/// <param name="Name">Name of the input.</param>
/// <param name="Unit">Its unit; null where it has none.</param>
/// <param name="All">All cases.</param>
/// <param name="Present">Cases with the outcome.</param>
/// <param name="Absent">Cases without it.</param>
/// <param name="StandardisedDifference">As in <see cref="Characteristic"/>.</param>
public sealed record NumericCharacteristic(
    string Name,
    string? Unit,
    Spread All,
    Spread Present,
    Spread Absent,
    double? StandardisedDifference
) : Characteristic(Name, StandardisedDifference);

/// <summary>A category in table one.</summary>
/// <param name="Name">Name of the input.</param>
/// <param name="Levels">Its levels in order.</param>
/// <param name="MissingPresent">Cases with the outcome whose level is missing.</param>
/// <param name="MissingAbsent">Cases without the outcome whose level is missing.</param>
/// <param name="StandardisedDifference">As in <see cref="Characteristic"/>.</param>
public sealed record CategoricalCharacteristic(
    string Name,
    ImmutableArray<LevelCount> Levels,
    int MissingPresent,
    int MissingAbsent,
    double? StandardisedDifference
) : Characteristic(Name, StandardisedDifference);

/// <summary>One level of a category.</summary>
/// <param name="Level">Its name.</param>
/// <param name="Present">Cases with the outcome.</param>
/// <param name="Absent">Cases without it.</param>
public sealed record LevelCount(string Level, int Present, int Absent);
