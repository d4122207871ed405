using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>Average precision: the area under the precision-recall curve, by steps.</summary>
/// <remarks>
/// The sum over thresholds of precision times the gain in recall, tied scores entering together, without
/// interpolation (as scikit-learn's <c>average_precision_score</c>). 1: every positive case ranks above every
/// negative one. Chance gives about the prevalence, so it can't be compared between cohorts of other prevalence.
/// </remarks>
public static class AveragePrecision
{
    /// <summary>The area; null without a positive case.</summary>
    /// <param name="scores">[cases] any scale, higher means more likely present.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <exception cref="Faults.DataException">A score is NaN.</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static double? Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes)
    {
        Checked.Scores(scores, outcomes);
        if (Checked.Positives(outcomes) == 0)
            return null;
        var ranked = RankedCases.Of(scores, outcomes);
        return ranked.AveragePrecision(ranked.Once());
    }

    /// <summary>The area with an interval by drawing patients; undefined without a positive case.</summary>
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
        if (Checked.Positives(outcomes) == 0)
            return Estimate.None(outcomes.IsEmpty ? "no case" : "no positive case");
        var ranked = RankedCases.Of(scores, outcomes);
        var bootstrap = PatientBootstrap.Draw(
            scores.Length,
            patients,
            1,
            (multiplicity, statistics) => statistics[0] = ranked.AveragePrecision(multiplicity),
            seed,
            draws,
            ranked.Order
        );
        return bootstrap.Share(
            0,
            ranked.AveragePrecision(ranked.Once()),
            PatientBootstrap.Having(patients, outcomes)
        );
    }
}
