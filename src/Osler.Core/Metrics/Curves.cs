using System.Collections.Immutable;

namespace Osler.Core.Metrics;

/// <summary>One point of a receiver operating characteristic curve.</summary>
/// <param name="FalsePositiveRate">1 - specificity, in [0, 1].</param>
/// <param name="TruePositiveRate">Sensitivity, in [0, 1].</param>
/// <param name="Threshold">Cases scored at or above it are called positive; +infinity at (0, 0).</param>
public readonly record struct RocPoint(double FalsePositiveRate, double TruePositiveRate, double Threshold);

/// <summary>One point of a precision-recall curve.</summary>
/// <param name="Recall">Sensitivity, in [0, 1].</param>
/// <param name="Precision">Positive predictive value, in [0, 1].</param>
/// <param name="Threshold">Cases scored at or above it are called positive.</param>
public readonly record struct PrecisionRecallPoint(double Recall, double Precision, double Threshold);

/// <summary>The receiver operating characteristic, as points to draw.</summary>
public static class RocCurve
{
    /// <summary>
    /// The curve from (0, 0) to (1, 1); points on a straight stretch are left out, then evenly thinned. Empty when a
    /// class has no case.
    /// </summary>
    /// <param name="scores">[cases] any scale, higher means more likely present.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="most">The most points that are given, at least 2.</param>
    /// <exception cref="Faults.DataException">A score is NaN.</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static ImmutableArray<RocPoint> Points(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        int most = 400
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        Checked.Scores(scores, outcomes);
        int positives = Checked.Positives(outcomes);
        int negatives = outcomes.Length - positives;
        if (positives == 0 || negatives == 0)
            return [];
        var ranked = RankedCases.Of(scores, outcomes);
        var points = new List<(int False, int True, double Threshold)> { (0, 0, double.PositiveInfinity) };
        int place = 0;
        int called = 0;
        foreach (int end in ranked.Ends)
        {
            for (; place < end; place++)
                called += ranked.Present[place];
            var next = (end - called, called, ranked.Scores[end - 1]);
            if (points.Count > 1 && Straight(points[^2], points[^1], next))
                points[^1] = next;
            else
                points.Add(next);
        }
        return
        [
            .. Thinned
                .Evenly(points, most)
                .Select(p => new RocPoint(
                    (double)p.False / negatives,
                    (double)p.True / positives,
                    p.Threshold
                )),
        ];
    }

    private static bool Straight(
        (int False, int True, double) a,
        (int False, int True, double) b,
        (int False, int True, double) c
    ) => (long)(b.False - a.False) * (c.True - b.True) == (long)(c.False - b.False) * (b.True - a.True);
}

/// <summary>Precision against recall, as points to draw.</summary>
public static class PrecisionRecallCurve
{
    /// <summary>
    /// The curve by rising recall, one point a distinct score, evenly thinned; empty without a positive case. Draw it
    /// by steps: a straight line between points overstates the area.
    /// </summary>
    /// <param name="scores">[cases] any scale, higher means more likely present.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="most">The most points that are given, at least 2.</param>
    /// <exception cref="Faults.DataException">A score is NaN.</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static ImmutableArray<PrecisionRecallPoint> Points(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        int most = 400
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        Checked.Scores(scores, outcomes);
        int positives = Checked.Positives(outcomes);
        if (positives == 0)
            return [];
        var ranked = RankedCases.Of(scores, outcomes);
        var points = new List<PrecisionRecallPoint>();
        int place = 0;
        int found = 0;
        foreach (int end in ranked.Ends)
        {
            int before = found;
            for (; place < end; place++)
                found += ranked.Present[place];
            // Between two positives precision only falls; the last of such points is enough to draw the fall.
            if (found == before && points.Count > 0 && points[^1].Recall == (double)found / positives)
                continue;
            points.Add(
                new PrecisionRecallPoint(
                    (double)found / positives,
                    (double)found / end,
                    ranked.Scores[end - 1]
                )
            );
        }
        return [.. Thinned.Evenly(points, most)];
    }
}

/// <summary>Bounds the number of points of a curve.</summary>
internal static class Thinned
{
    /// <summary>Evenly spaced members, first and last among them.</summary>
    public static IEnumerable<T> Evenly<T>(List<T> points, int most)
    {
        if (points.Count <= most)
            return points;
        return Enumerable
            .Range(0, most)
            .Select(i => points[(int)((long)i * (points.Count - 1) / (most - 1))]);
    }
}
