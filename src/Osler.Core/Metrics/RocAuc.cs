namespace Osler.Core.Metrics;

/// <summary>Area under the receiver operating characteristic curve.</summary>
/// <remarks>
/// The probability that a random case with the outcome has a higher score than a random case without it; ties count
/// half. 1: every pair ordered right, 0.5: no better than chance, 0: every pair ordered wrong. Hanley and McNeil,
/// Radiology 143, 1982. It says nothing of calibration. For intervals see <see cref="DeLong"/>.
/// </remarks>
public static class RocAuc
{
    /// <summary>The area; null when a class has no case.</summary>
    /// <param name="scores">[cases] any scale, higher means more likely present.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <exception cref="Faults.DataException">A score is NaN.</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static double? Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes)
    {
        Checked.Scores(scores, outcomes);
        if (Checked.Lacks(Checked.Positives(outcomes), outcomes.Length) is not null)
            return null;
        var ranked = RankedCases.Of(scores, outcomes);
        return ranked.Auroc(ranked.Once());
    }

    /// <summary>The area with an interval by drawing patients; see <see cref="DeLong"/> for the quicker one.</summary>
    /// <param name="scores">[cases] any scale, higher means more likely present.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="draws">Resamples.</param>
    /// <exception cref="Faults.DataException">A score is NaN.</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static Estimate Bootstrap(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        ReadOnlySpan<ulong> patients = default,
        long seed = 0,
        int draws = 2000
    )
    {
        Checked.Scores(scores, outcomes);
        Checked.Patients(patients, scores.Length);
        if (Checked.Lacks(Checked.Positives(outcomes), outcomes.Length) is { } lack)
            return Estimate.None(lack);
        var ranked = RankedCases.Of(scores, outcomes);
        var bootstrap = Intervals.PatientBootstrap.Draw(
            scores.Length,
            patients,
            1,
            (multiplicity, statistics) => statistics[0] = ranked.Auroc(multiplicity),
            seed,
            draws,
            ranked.Order
        );
        bool[] absent = new bool[outcomes.Length];
        for (int i = 0; i < absent.Length; i++)
            absent[i] = !outcomes[i];
        return bootstrap.Share(
            0,
            ranked.Auroc(ranked.Once()),
            Math.Min(
                Intervals.PatientBootstrap.Having(patients, outcomes),
                Intervals.PatientBootstrap.Having(patients, absent)
            )
        );
    }
}
