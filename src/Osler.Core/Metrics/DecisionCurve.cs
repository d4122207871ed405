using System.Collections.Immutable;
using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>Net benefit of acting on the model at one threshold.</summary>
/// <param name="Threshold">The risk at which one would act, in (0, 1).</param>
/// <param name="NetBenefit">True positives a case, less the false positives that they are worth; with interval.</param>
/// <param name="TreatAll">Net benefit of acting on everyone. Of acting on no one it is 0.</param>
public sealed record DecisionPoint(double Threshold, Estimate NetBenefit, double TreatAll);

/// <summary>Decision curve analysis: is acting on the model better than treating all or none?</summary>
/// <remarks>
/// Net benefit = TP / n - FP / n · t / (1 - t); Vickers and Elkin, Med. Decis. Making 26, 2006. The threshold t states
/// the harms: at t = 0.1 one missed patient weighs as much as nine treated in vain.
/// </remarks>
public static class DecisionCurve
{
    /// <summary>The curve; empty for no case.</summary>
    /// <param name="scores">[cases] probabilities.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="thresholds">Each in (0, 1); empty for 0.01, 0.02, ... 0.99.</param>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="draws">Resamples for the pointwise band.</param>
    /// <exception cref="Faults.DataException">A score is NaN or not in [0, 1].</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A threshold is not in (0, 1).</exception>
    public static ImmutableArray<DecisionPoint> Points(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        ReadOnlySpan<double> thresholds = default,
        ReadOnlySpan<ulong> patients = default,
        long seed = 0,
        int draws = 1000
    )
    {
        Checked.Probabilities(scores, outcomes);
        Checked.Patients(patients, scores.Length);
        double[] cuts = thresholds.IsEmpty
            ? [.. Enumerable.Range(1, 99).Select(percent => percent / 100.0)]
            : thresholds.ToArray();
        foreach (double cut in cuts)
            if (!(cut is > 0 and < 1))
                throw new ArgumentOutOfRangeException(nameof(thresholds), cut, "A threshold lies in (0, 1).");
        if (scores.IsEmpty)
            return [];
        var ranked = RankedCases.Of(scores, outcomes);
        var segments = new Segments(ranked, [(0, scores.Length)], cuts);
        var bootstrap = PatientBootstrap.Draw(
            scores.Length,
            patients,
            cuts.Length,
            (multiplicity, statistics) =>
            {
                var sums = segments.Sum(multiplicity);
                for (int t = 0; t < cuts.Length; t++)
                    statistics[t] = NetBenefit(sums.At(t), cuts[t]);
            },
            seed,
            draws,
            ranked.Order
        );
        var whole = segments.Sum(ranked.Once());
        double prevalence = (double)whole.Positives / whole.Cases;
        return
        [
            .. cuts.Select(
                (cut, t) =>
                    new DecisionPoint(
                        cut,
                        bootstrap.Percentile(t, NetBenefit(whole.At(t), cut)),
                        prevalence - ((1 - prevalence) * cut / (1 - cut))
                    )
            ),
        ];
    }

    /// <summary>Net benefit of what was decided at a threshold, for each case.</summary>
    /// <param name="counts">The decisions against the outcome; NaN for no case.</param>
    /// <param name="threshold">The risk at which one would act, in (0, 1).</param>
    public static double NetBenefit(ConfusionCounts counts, double threshold) =>
        (counts.TruePositives - (counts.FalsePositives * threshold / (1 - threshold))) / counts.Cases;
}
