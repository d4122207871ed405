using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>Two models' AUROC on the same cases.</summary>
/// <param name="First">The first model's AUROC and interval.</param>
/// <param name="Second">The second model's.</param>
/// <param name="Difference">First minus second, with its interval; negative where the second is better.</param>
/// <param name="Z">Difference over its standard error; null where the two order every pair alike.</param>
/// <param name="PValue">Two-sided, of no difference; 1 where the two order every pair alike; null if undefined.</param>
public sealed record AurocComparison(
    Estimate First,
    Estimate Second,
    Estimate Difference,
    double? Z,
    double? PValue
);

/// <summary>AUROC's variance without resampling, and the paired test between two models.</summary>
/// <remarks>
/// <para>
/// DeLong, DeLong and Clarke-Pearson, Biometrics 44, 1988, by the midranks of Sun and Xu, IEEE Signal Process. Lett.
/// 21(11), 2014, in O(n log n). Intervals are symmetric on the area's own scale and clipped to [0, 1], as pROC's.
/// </para>
/// <para>
/// Where patients repeat, components are summed within a patient first: Obuchowski, Biometrics 53, 1997. With one
/// case a patient that is DeLong's variance.
/// </para>
/// <para>
/// Departure from pROC: where every pair is ordered right (or every one wrong) DeLong's variance is 0 and the
/// interval would be a point. The open side's limit is then Wilson's for as many trials as the smaller class has
/// patients; on the problem see Obuchowski and Lieber, Acad. Radiol. 9, 2002.
/// </para>
/// </remarks>
public static class DeLong
{
    /// <summary>AUROC with its interval; undefined when a class has no case, without limits when one has one.</summary>
    /// <param name="scores">[cases] any scale, higher means more likely present.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    /// <param name="confidence">Coverage in (0, 1).</param>
    /// <exception cref="Faults.DataException">A score is NaN.</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static Estimate Interval(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        ReadOnlySpan<ulong> patients = default,
        double confidence = 0.95
    )
    {
        double z = Gaussian.HalfWidth(confidence);
        Checked.Scores(scores, outcomes);
        Checked.Patients(patients, scores.Length);
        if (Checked.Lacks(Checked.Positives(outcomes), outcomes.Length) is { } lack)
            return Estimate.None(lack);
        var placements = Placements.Of(scores, outcomes);
        return Around(placements, placements.Variance(outcomes, patients), confidence, z);
    }

    /// <summary>Whether two models differ on the same cases; the two-sided paired test.</summary>
    /// <param name="first">[cases] the first model's scores.</param>
    /// <param name="second">[cases] the second model's scores for the same cases.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    /// <param name="confidence">Coverage of the intervals, in (0, 1).</param>
    /// <exception cref="Faults.DataException">A score is NaN.</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static AurocComparison Compare(
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        ReadOnlySpan<bool> outcomes,
        ReadOnlySpan<ulong> patients = default,
        double confidence = 0.95
    )
    {
        double z = Gaussian.HalfWidth(confidence);
        Checked.Scores(first, outcomes);
        Checked.Scores(second, outcomes);
        Checked.Patients(patients, outcomes.Length);
        if (Checked.Lacks(Checked.Positives(outcomes), outcomes.Length) is { } lack)
        {
            var none = Estimate.None(lack);
            return new AurocComparison(none, none, none, null, null);
        }
        var one = Placements.Of(first, outcomes);
        var two = Placements.Of(second, outcomes);
        var gap = one.Minus(two);
        return Compare(
            Around(one, one.Variance(outcomes, patients), confidence, z),
            Around(two, two.Variance(outcomes, patients), confidence, z),
            gap.Area,
            gap.Variance(outcomes, patients),
            z
        );
    }

    internal static AurocComparison Compare(
        Estimate first,
        Estimate second,
        double difference,
        double? variance,
        double halfWidth
    )
    {
        if (variance is not { } spread)
            return new AurocComparison(first, second, new Estimate(difference), null, null);
        double error = Math.Sqrt(spread);
        var estimate = new Estimate(
            difference,
            Math.Max(-1, difference - (halfWidth * error)),
            Math.Min(1, difference + (halfWidth * error))
        );
        // Two models that order alike have no difference and no spread of it: nothing speaks against equality.
        if (error == 0)
            return new AurocComparison(first, second, estimate, null, difference == 0 ? 1 : null);
        double deviate = difference / error;
        return new AurocComparison(first, second, estimate, deviate, Gaussian.TwoSided(deviate));
    }

    private static Estimate Around(Placements placements, double? variance, double confidence, double z)
    {
        double area = placements.Area;
        if (variance is not { } spread)
            return new Estimate(area);
        if (area is 0 or 1)
            return Wilson.AtEnd(area, placements.SmallerClass, confidence);
        double half = z * Math.Sqrt(spread);
        return new Estimate(area, Math.Max(0, area - half), Math.Min(1, area + half));
    }
}
