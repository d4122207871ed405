namespace Osler.Core.Metrics;

/// <summary>
/// Bins with about equally many cases each, by rising score. Tied scores share a bin, so there may be fewer bins.
/// </summary>
/// <remarks>
/// Bin k ends with the case of rank floor((n - 1) k / bins), counted from 0, and whatever is tied with it: the edges
/// of scikit-learn's <c>calibration_curve(strategy="quantile")</c>.
/// </remarks>
internal static class EqualMassBins
{
    /// <summary>The usual number of bins: deciles of risk.</summary>
    public const int Deciles = 10;

    /// <summary>Half-open ranges of places of the (descending) ranked cases, by rising score.</summary>
    public static List<(int Start, int End)> Of(RankedCases ranked, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        int n = ranked.Scores.Length;
        var ranges = new List<(int, int)>(bins);
        int end = n;
        for (int bin = 1; bin <= bins && end > 0; bin++)
        {
            int start = 0;
            if (bin < bins)
            {
                int edge = n - 1 - (int)((n - 1L) * bin / bins);
                if (edge >= end)
                    continue;
                start = StartOfTie(ranked, edge);
            }
            if (start < end)
                ranges.Add((start, end));
            end = start;
        }
        return ranges;
    }

    private static int StartOfTie(RankedCases ranked, int place)
    {
        int group = Array.BinarySearch(ranked.Ends, place + 1);
        if (group < 0)
            group = ~group;
        return group == 0 ? 0 : ranked.Ends[group - 1];
    }
}
