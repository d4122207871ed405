using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>Measures of k-fold cross-validation that must not rank cases across the folds' models.</summary>
/// <remarks>
/// <para>
/// The estimate is the mean over folds. AUROC's variance is the mean of the folds' DeLong variances over k: folds are
/// disjoint, so given the models they are independent. LeDell, Petersen and van der Laan, Electron. J. Stat. 9, 2015.
/// </para>
/// <para>
/// The interval tells the doubt from the cases judged. It does not tell how much another training sample would have
/// changed the models. Pooled AUROC is <see cref="DeLong"/> of all out-of-fold predictions; it mixes the
/// folds' levels and tends to be lower. Measures that are means over cases (Brier, log loss) are pooled.
/// </para>
/// </remarks>
public static class CrossValidated
{
    /// <summary>Mean over folds of AUROC; undefined when a fold lacks a class, by name of that fold.</summary>
    /// <param name="scores">[cases] out-of-fold predictions.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="folds">[cases] which fold's model made the prediction, any numbers.</param>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    /// <exception cref="Faults.DataException">A score is NaN.</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static Estimate Auroc(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        ReadOnlySpan<int> folds,
        ReadOnlySpan<ulong> patients = default
    )
    {
        Checked.Scores(scores, outcomes);
        Checked.Patients(patients, scores.Length);
        var parts = Parts(outcomes, folds, out string? lack);
        if (lack is not null)
            return Estimate.None(lack);
        if (parts.Count == 1)
            return DeLong.Interval(scores, outcomes, patients);
        var placements = new List<Placements>();
        foreach (int[] fold in parts)
            placements.Add(Placements.Of(Of(scores, fold), Of(outcomes, fold)));
        var (area, variance) = Mean(placements, parts, outcomes, patients);
        return Interval(area, variance);
    }

    /// <summary>Two models on the same folds: the mean over folds of the difference in AUROC, and its test.</summary>
    /// <param name="first">[cases] the first model's out-of-fold predictions.</param>
    /// <param name="second">[cases] the second model's.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="folds">[cases] the fold, the same for both models.</param>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    /// <exception cref="Faults.DataException">A score is NaN.</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static AurocComparison Compare(
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        ReadOnlySpan<bool> outcomes,
        ReadOnlySpan<int> folds,
        ReadOnlySpan<ulong> patients = default
    )
    {
        Checked.Scores(first, outcomes);
        Checked.Scores(second, outcomes);
        Checked.Patients(patients, outcomes.Length);
        var parts = Parts(outcomes, folds, out string? lack);
        if (lack is not null)
        {
            var none = Estimate.None(lack);
            return new AurocComparison(none, none, none, null, null);
        }
        if (parts.Count == 1)
            return DeLong.Compare(first, second, outcomes, patients);
        var one = new List<Placements>();
        var two = new List<Placements>();
        foreach (int[] fold in parts)
        {
            one.Add(Placements.Of(Of(first, fold), Of(outcomes, fold)));
            two.Add(Placements.Of(Of(second, fold), Of(outcomes, fold)));
        }
        var (a, va) = Mean(one, parts, outcomes, patients);
        var (b, vb) = Mean(two, parts, outcomes, patients);
        var (_, vd) = Mean(one.Zip(two, (x, y) => x.Minus(y)), parts, outcomes, patients);
        return DeLong.Compare(Interval(a, va), Interval(b, vb), a - b, vd, Gaussian.Z95);
    }

    /// <summary>Mean over folds of average precision, with a patient-bootstrap interval within the folds.</summary>
    /// <param name="scores">[cases] out-of-fold predictions.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="folds">[cases] which fold's model made the prediction.</param>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="draws">Resamples of each fold.</param>
    /// <exception cref="Faults.DataException">A score is NaN.</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static Estimate AveragePrecision(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        ReadOnlySpan<int> folds,
        ReadOnlySpan<ulong> patients = default,
        long seed = 0,
        int draws = 2000
    )
    {
        Checked.Scores(scores, outcomes);
        Checked.Patients(patients, scores.Length);
        var parts = Parts(outcomes, folds, out string? lack);
        if (lack is not null)
            return Estimate.None(lack);
        double value = 0;
        double[] sums = new double[draws];
        foreach (int[] fold in parts)
        {
            var ranked = RankedCases.Of(Of(scores, fold), Of(outcomes, fold));
            value += ranked.AveragePrecision(ranked.Once()) / parts.Count;
            var bootstrap = PatientBootstrap.Draw(
                fold.Length,
                Of(patients, fold),
                1,
                (multiplicity, statistics) => statistics[0] = ranked.AveragePrecision(multiplicity),
                // Folds are resampled independently of one another: the first case tells them apart.
                seed ^ ((long)fold[0] << 32),
                draws,
                ranked.Order
            );
            var drawn = bootstrap.Values(0);
            for (int draw = 0; draw < draws; draw++)
                sums[draw] += drawn[draw] / parts.Count;
        }
        // The mean of the folds' ones may miss 1 by a rounding.
        if (value > 1 - 1e-12)
            return Wilson.AtEnd(1, PatientBootstrap.Having(patients, outcomes));
        double[] defined = [.. sums.Where(double.IsFinite).Order()];
        return defined.Length < 0.9 * draws
            ? new Estimate(value)
            : new Estimate(value, Quantile.OfSorted(defined, 0.025), Quantile.OfSorted(defined, 0.975));
    }

    private static List<int[]> Parts(ReadOnlySpan<bool> outcomes, ReadOnlySpan<int> folds, out string? lack)
    {
        if (folds.Length != outcomes.Length)
            throw new ArgumentException($"{folds.Length} folds for {outcomes.Length} cases.", nameof(folds));
        var parts = new SortedDictionary<int, List<int>>();
        for (int i = 0; i < folds.Length; i++)
        {
            if (!parts.TryGetValue(folds[i], out var cases))
                parts.Add(folds[i], cases = []);
            cases.Add(i);
        }
        lack = outcomes.IsEmpty ? "no case" : null;
        foreach (var (fold, cases) in parts)
        {
            int positives = 0;
            foreach (int i in cases)
                positives += outcomes[i] ? 1 : 0;
            if (lack is null && Checked.Lacks(positives, cases.Count) is { } reason)
                lack = $"{reason} in fold {fold}";
        }
        return [.. parts.Values.Select(cases => cases.ToArray())];
    }

    private static (double Area, double? Variance) Mean(
        IEnumerable<Placements> placements,
        List<int[]> parts,
        ReadOnlySpan<bool> outcomes,
        ReadOnlySpan<ulong> patients
    )
    {
        double k = parts.Count;
        double area = 0;
        double? variance = 0;
        int index = 0;
        foreach (var fold in placements)
        {
            int[] cases = parts[index++];
            area += fold.Area / k;
            variance += fold.Variance(Of(outcomes, cases), Of(patients, cases)) / (k * k);
        }
        return (area, variance);
    }

    private static Estimate Interval(double area, double? variance)
    {
        // Every fold ordered without a mistake (or with nothing else) leaves no spread to tell a limit from.
        if (variance is not > 0)
            return new Estimate(area);
        double half = Gaussian.Z95 * Math.Sqrt(variance.Value);
        return new Estimate(area, Math.Max(0, area - half), Math.Min(1, area + half));
    }

    private static T[] Of<T>(ReadOnlySpan<T> column, int[] cases)
    {
        if (column.IsEmpty)
            return [];
        var chosen = new T[cases.Length];
        for (int i = 0; i < chosen.Length; i++)
            chosen[i] = column[cases[i]];
        return chosen;
    }
}
