using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>Mean absolute distance of predicted from observed risk, over equal-mass bins.</summary>
/// <remarks>
/// <para>
/// Σ (cases in bin / cases) |mean probability - observed share|; Naeini, Cooper and Hauskrecht, AAAI 2015, with
/// equal-mass in place of equal-width bins (Nixon et al., CVPR workshops 2019), since clinical risks crowd near 0.
/// </para>
/// <para>
/// 0 is perfect, but the error is biased upwards: chance moves every bin off its place, and a distance counts whatever
/// its direction. A perfect model has about √(2 p (1 - p) bins / (π cases)). A resample adds the same chance once more,
/// so neither its percentiles (all too high) nor their mirror image (which leaves 0 out four times in ten for a perfect
/// model) cover the true error.
/// </para>
/// <para>
/// The interval therefore rests on two inequalities. With e the chance in each bin's gap and δ the true gaps, the error
/// found is at most Σ |δ| + Σ |e|, and at least Σ |δ| + Σ sign(δ) e. The lower limit is the error less the 97.5 %
/// quantile of Σ |e|, 0 where chance alone explains the error; the upper one is the error less the 2.5 % quantile of
/// Σ sign e, with the signs of the gaps found; the bootstrap draws e. It holds the error itself always, and the true
/// one at least as often as it says. The upper limit is never below <see cref="Wilson.AtEnd"/>'s of no event among the
/// patients, which is all that cases without any chance of their own can tell.
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

    /// <summary>The error with its interval by drawing patients, the bins held fixed; undefined for no case.</summary>
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
        var whole = segments.Sum(ranked.Once());
        var bootstrap = PatientBootstrap.Draw(
            scores.Length,
            patients,
            2,
            (multiplicity, statistics) =>
                (statistics[0], statistics[1]) = segments.Sum(multiplicity).GapsFrom(whole),
            seed,
            draws,
            ranked.Order
        );
        return Interval(bootstrap, 0, error);
    }

    /// <summary>The error with its interval, from draws of <see cref="Segments.Sums.GapsFrom"/>.</summary>
    /// <param name="bootstrap">The draws.</param>
    /// <param name="sizes">The place of the added sizes; the signed sum stands behind it.</param>
    /// <param name="error">The error of the cases as they are.</param>
    internal static Estimate Interval(PatientBootstrap bootstrap, int sizes, double error)
    {
        if (bootstrap.Limits(sizes) is not var (_, most) || bootstrap.Limits(sizes + 1) is not var (least, _))
            return new Estimate(error);
        double leastHigh = Wilson.AtEnd(0, bootstrap.Patients).High!.Value;
        return new Estimate(
            error,
            Math.Max(0, error - most),
            Math.Min(1, Math.Max(error, Math.Max(error - least, leastHigh)))
        );
    }
}
