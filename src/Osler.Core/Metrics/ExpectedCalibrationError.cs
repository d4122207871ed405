using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>Mean absolute distance of predicted from observed risk, over equal-mass bins.</summary>
/// <remarks>
/// <para>
/// Σ (cases in bin / cases) |mean probability - observed share|; Naeini, Cooper and Hauskrecht, AAAI 2015, with
/// equal-mass in place of equal-width bins (Nixon et al., CVPR workshops 2019), since clinical risks crowd near 0.
/// </para>
/// <para>
/// 0 is perfect, but a perfect model too has an error above 0 in a finite sample: about
/// √(2 p (1 - p) bins / (π cases)). The interval is pivotal for that reason, and its lower limit is often 0.
/// </para>
/// </remarks>
public static class ExpectedCalibrationError
{
    /// <summary>The error; null for no case.</summary>
    /// <param name="scores">[cases] probabilities.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="bins">Bins, at least 1; tied predictions share a bin.</param>
    /// <exception cref="Faults.DataException">A score is NaN or not in [0, 1].</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static double? Of(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        int bins = EqualMassBins.Deciles
    )
    {
        var curve = CalibrationCurve.Bins(scores, outcomes, bins);
        if (curve.IsEmpty)
            return null;
        double sum = 0;
        foreach (var bin in curve)
            sum += bin.Cases * Math.Abs(bin.Predicted - ((double)bin.Positives / bin.Cases));
        return sum / scores.Length;
    }

    /// <summary>The error with a pivotal interval by drawing patients, the bins held fixed; undefined for no case.</summary>
    /// <param name="scores">[cases] probabilities.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="draws">Resamples.</param>
    /// <param name="bins">Bins, at least 1.</param>
    /// <exception cref="Faults.DataException">A score is NaN or not in [0, 1].</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static Estimate Bootstrap(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        ReadOnlySpan<ulong> patients = default,
        long seed = 0,
        int draws = 2000,
        int bins = EqualMassBins.Deciles
    )
    {
        Checked.Patients(patients, scores.Length);
        if (Of(scores, outcomes, bins) is not { } error)
            return Estimate.None("no case");
        var ranked = RankedCases.Of(scores, outcomes);
        var segments = new Segments(ranked, EqualMassBins.Of(ranked, bins), []);
        var bootstrap = PatientBootstrap.Draw(
            scores.Length,
            patients,
            1,
            (multiplicity, statistics) => statistics[0] = segments.Sum(multiplicity).CalibrationError,
            seed,
            draws,
            ranked.Order
        );
        return bootstrap.Pivotal(0, error);
    }
}
