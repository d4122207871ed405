using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>
/// Each case's placement among the other class (DeLong's structural components): the share of the other class that
/// the case is ordered right against, ties half. The mean over either class is AUROC.
/// </summary>
internal sealed class Placements
{
    private readonly double[] _values;

    private Placements(double[] values, double area, int positives)
    {
        _values = values;
        Area = area;
        Positives = positives;
    }

    /// <summary>AUROC, or a difference of two.</summary>
    public double Area { get; }

    /// <summary>Cases with the outcome.</summary>
    public int Positives { get; }

    /// <summary>Cases of the rarer class.</summary>
    public int SmallerClass => Math.Min(Positives, _values.Length - Positives);

    /// <summary>Both classes have a case; the caller has checked.</summary>
    public static Placements Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes)
    {
        var ranked = RankedCases.Of(scores, outcomes);
        double[] values = new double[scores.Length];
        int positives = Checked.Positives(outcomes);
        int negatives = scores.Length - positives;
        long above = 0; // positives ranked higher
        long below = negatives; // negatives ranked lower, those of this group included
        long halfPairs = 0;
        int place = 0;
        foreach (int end in ranked.Ends)
        {
            int present = 0;
            for (int i = place; i < end; i++)
                present += ranked.Present[i];
            int absent = end - place - present;
            long positiveHalves = (2 * below) - absent;
            long negativeHalves = (2 * above) + present;
            double ofPositive = positiveHalves / (2.0 * negatives);
            double ofNegative = negativeHalves / (2.0 * positives);
            for (; place < end; place++)
                values[ranked.Order[place]] = ranked.Present[place] == 1 ? ofPositive : ofNegative;
            halfPairs += present * positiveHalves;
            above += present;
            below -= absent;
        }
        return new Placements(values, halfPairs / (2.0 * positives * negatives), positives);
    }

    /// <summary>The placements of a difference of two models on the same cases.</summary>
    public Placements Minus(Placements other)
    {
        double[] values = new double[_values.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = _values[i] - other._values[i];
        return new Placements(values, Area - other.Area, Positives);
    }

    /// <summary>The variance of <see cref="Area"/>; null when a class has a single case or patient.</summary>
    public double? Variance(ReadOnlySpan<bool> outcomes, ReadOnlySpan<ulong> patients)
    {
        int[]? numbers = PatientBootstrap.Numbers(patients, out int distinct);
        return numbers is null ? Independent(outcomes) : Clustered(outcomes, numbers, distinct);
    }

    /// <summary>Adds each case's influence on the area to its row.</summary>
    public void AddInfluence(ReadOnlySpan<bool> outcomes, ReadOnlySpan<int> rows, Span<double> influence)
    {
        double negatives = _values.Length - Positives;
        for (int i = 0; i < _values.Length; i++)
            influence[rows[i]] += (_values[i] - Area) / (outcomes[i] ? Positives : negatives);
    }

    /// <summary>The variance that influences add up to, those of one patient summed first.</summary>
    /// <param name="influence">[cases], as <see cref="AddInfluence"/> sums them.</param>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    public static double Variance(double[] influence, ReadOnlySpan<ulong> patients)
    {
        double[] summed = influence;
        if (PatientBootstrap.Numbers(patients, out int distinct) is { } numbers)
        {
            summed = new double[distinct];
            for (int i = 0; i < numbers.Length; i++)
                summed[numbers[i]] += influence[i];
        }
        double variance = 0;
        foreach (double one in summed)
            variance += one * one;
        return variance;
    }

    private double? Independent(ReadOnlySpan<bool> outcomes)
    {
        int negatives = _values.Length - Positives;
        if (Positives < 2 || negatives < 2)
            return null;
        double present = 0;
        double absent = 0;
        for (int i = 0; i < _values.Length; i++)
        {
            double deviation = _values[i] - Area;
            if (outcomes[i])
                present += deviation * deviation;
            else
                absent += deviation * deviation;
        }
        return (present / (Positives - 1.0) / Positives) + (absent / (negatives - 1.0) / negatives);
    }

    // Obuchowski 1997, equations 3 to 5: sums of deviations within a patient, of each class and across them.
    private double? Clustered(ReadOnlySpan<bool> outcomes, int[] numbers, int distinct)
    {
        double[] present = new double[distinct];
        double[] absent = new double[distinct];
        bool[] hasPresent = new bool[distinct];
        bool[] hasAbsent = new bool[distinct];
        for (int i = 0; i < _values.Length; i++)
        {
            int patient = numbers[i];
            double deviation = _values[i] - Area;
            if (outcomes[i])
            {
                present[patient] += deviation;
                hasPresent[patient] = true;
            }
            else
            {
                absent[patient] += deviation;
                hasAbsent[patient] = true;
            }
        }
        double withPresent = hasPresent.Count(has => has);
        double withAbsent = hasAbsent.Count(has => has);
        if (withPresent < 2 || withAbsent < 2)
            return null;
        double s10 = 0;
        double s01 = 0;
        double s11 = 0;
        for (int patient = 0; patient < distinct; patient++)
        {
            s10 += present[patient] * present[patient];
            s01 += absent[patient] * absent[patient];
            s11 += present[patient] * absent[patient];
        }
        double m = Positives;
        double n = _values.Length - Positives;
        double variance =
            (s10 * withPresent / (withPresent - 1) / (m * m))
            + (s01 * withAbsent / (withAbsent - 1) / (n * n))
            + (2 * s11 * distinct / (distinct - 1.0) / (m * n));
        return Math.Max(0, variance);
    }
}
