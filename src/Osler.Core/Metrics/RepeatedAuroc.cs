using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>One model's predictions of some cases, which it had not learnt from.</summary>
/// <param name="Rows">[some] which of all cases these are.</param>
/// <param name="Scores">[some] predictions, higher means more likely present.</param>
/// <param name="Outcomes">[some] whether the outcome is present.</param>
public sealed record FoldScores(int[] Rows, double[] Scores, bool[] Outcomes);

/// <summary>The mean AUROC over folds, or over several outcomes' folds, with each case's influence on it.</summary>
/// <remarks>
/// Folds may share cases (cross-validation that is repeated), and outcomes may. A case's influence on the mean is the mean
/// of its influences on the areas that it is judged in (placement minus area, over its class's size); the variance is the
/// sum of their squares, summed within a group of cases first. Efron, The Jackknife, the Bootstrap and Other Resampling
/// Plans, 1982, chapter 6 (infinitesimal jackknife); with one area it is DeLong's variance but for factors (m - 1) / m.
/// Two models' difference has the difference of their influences: the paired test. The interval tells the doubt from the
/// cases judged, not how much another training sample would have changed the models.
/// </remarks>
public sealed class RepeatedAuroc
{
    private readonly double[] _influence; // [cases]

    private RepeatedAuroc(double? value, double[] influence, int areas, int undefined, string? reason)
    {
        (Value, _influence, Areas, Undefined, Reason) = (value, influence, areas, undefined, reason);
    }

    /// <summary>The mean; null where no area is defined.</summary>
    public double? Value { get; }

    /// <summary>Areas that the mean is over.</summary>
    public int Areas { get; }

    /// <summary>Areas that are left out of it, since a class has no case.</summary>
    public int Undefined { get; }

    /// <summary>Why there is no value.</summary>
    public string? Reason { get; }

    /// <summary>The mean over folds; a fold with one class alone is left out, and counted.</summary>
    /// <param name="cases">How many cases there are.</param>
    /// <param name="folds">At least one.</param>
    /// <exception cref="Faults.DataException">A score is NaN.</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static RepeatedAuroc Of(int cases, IEnumerable<FoldScores> folds)
    {
        double[] influence = new double[cases];
        double sum = 0;
        int areas = 0;
        int undefined = 0;
        string? reason = null;
        foreach (var fold in folds)
        {
            Checked.Scores(fold.Scores, fold.Outcomes);
            if (Checked.Lacks(Checked.Positives(fold.Outcomes), fold.Outcomes.Length) is { } lack)
            {
                reason ??= lack;
                undefined++;
                continue;
            }
            var placements = Placements.Of(fold.Scores, fold.Outcomes);
            placements.AddInfluence(fold.Outcomes, fold.Rows, influence);
            sum += placements.Area;
            areas++;
        }
        if (areas == 0)
            return new RepeatedAuroc(null, influence, 0, undefined, reason ?? "no case");
        for (int i = 0; i < cases; i++)
            influence[i] /= areas;
        return new RepeatedAuroc(sum / areas, influence, areas, undefined, null);
    }

    /// <summary>The mean of several, e.g. over outcomes; those without a value are left out.</summary>
    public static RepeatedAuroc Mean(IReadOnlyList<RepeatedAuroc> several)
    {
        RepeatedAuroc[] defined = [.. several.Where(one => one.Value is not null)];
        int undefined = several.Sum(one => one.Undefined);
        if (defined.Length == 0)
            return new RepeatedAuroc(null, [], 0, undefined, "no outcome has cases with and without it");
        double[] influence = new double[defined[0]._influence.Length];
        foreach (var one in defined)
            for (int i = 0; i < influence.Length; i++)
                influence[i] += one._influence[i] / defined.Length;
        return new RepeatedAuroc(
            defined.Average(one => one.Value!.Value),
            influence,
            defined.Sum(one => one.Areas),
            undefined,
            null
        );
    }

    /// <summary>The mean with its 95 % interval.</summary>
    /// <param name="groups">[cases] which cases belong together; empty where every case is its own.</param>
    public Estimate Estimate(ReadOnlySpan<ulong> groups = default)
    {
        if (Value is not { } value)
            return Metrics.Estimate.None(Reason!);
        double half = Gaussian.Z95 * Math.Sqrt(Placements.Variance(_influence, groups));
        return half == 0
            ? new Estimate(value)
            : new Estimate(value, Math.Max(0, value - half), Math.Min(1, value + half));
    }

    /// <summary>How much this one is above another model's on the same cases, and the paired test of no difference.</summary>
    /// <param name="other">Judged on the same folds.</param>
    /// <param name="groups">As for <see cref="Estimate"/>.</param>
    public (Estimate Difference, double? PValue) Against(
        RepeatedAuroc other,
        ReadOnlySpan<ulong> groups = default
    )
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Value is not { } value || other.Value is not { } others)
            return (Metrics.Estimate.None(Reason ?? other.Reason!), null);
        double[] influence = new double[_influence.Length];
        for (int i = 0; i < influence.Length; i++)
            influence[i] = _influence[i] - other._influence[i];
        double gap = value - others;
        double error = Math.Sqrt(Placements.Variance(influence, groups));
        if (error == 0)
            return (new Estimate(gap), gap == 0 ? 1 : null);
        double half = Gaussian.Z95 * error;
        return (
            new Estimate(gap, Math.Max(-1, gap - half), Math.Min(1, gap + half)),
            Gaussian.TwoSided(gap / error)
        );
    }
}
