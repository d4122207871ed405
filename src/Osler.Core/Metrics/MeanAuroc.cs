using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>The mean of several AUROCs whose cases overlap: classes against the rest, or labels of one study.</summary>
/// <remarks>
/// A case moves each of the areas that it is judged in. Its influence on the mean is the mean of its influences
/// (placement minus area, over its class's size); the variance is the sum of their squares, summed within a patient
/// first. Efron, The Jackknife, the Bootstrap and Other Resampling Plans, 1982, chapter 6 (infinitesimal jackknife).
/// With one area it is DeLong's variance but for factors (m - 1) / m.
/// </remarks>
internal sealed class MeanAuroc(int cases)
{
    private readonly double[] _influence = new double[cases];
    private double _sum;
    private int _defined;

    /// <summary>Adds an area; one that lacks a class is left out of the mean.</summary>
    /// <param name="scores">[some] scores.</param>
    /// <param name="outcomes">[some] outcomes.</param>
    /// <param name="rows">[some] which of all cases these are.</param>
    public void Add(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes, ReadOnlySpan<int> rows)
    {
        int positives = Checked.Positives(outcomes);
        if (Checked.Lacks(positives, outcomes.Length) is not null)
            return;
        var placements = Placements.Of(scores, outcomes);
        placements.AddInfluence(outcomes, rows, _influence);
        _sum += placements.Area;
        _defined++;
    }

    /// <summary>The mean over the areas that are defined.</summary>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    public Estimate Estimate(ReadOnlySpan<ulong> patients)
    {
        if (_defined == 0)
            return Metrics.Estimate.None("no class or label has cases with and without it");
        double variance = Placements.Variance(_influence, patients);
        double mean = _sum / _defined;
        double half = Gaussian.Z95 * Math.Sqrt(variance) / _defined;
        return half == 0
            ? new Estimate(mean)
            : new Estimate(mean, Math.Max(0, mean - half), Math.Min(1, mean + half));
    }
}
