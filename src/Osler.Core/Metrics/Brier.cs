using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>The Brier score taken apart.</summary>
/// <param name="Score">Mean squared difference between probability and outcome; 0 is perfect.</param>
/// <param name="Reliability">Squared distance of predicted from observed risk, over bins; 0 is perfect.</param>
/// <param name="Resolution">How far the bins' observed risks differ from the prevalence; higher is better.</param>
/// <param name="Uncertainty">Prevalence (1 - prevalence): the score of predicting the prevalence for everyone.</param>
/// <param name="WithinBins">
/// What is left because predictions differ within a bin: score = reliability - resolution + uncertainty + this.
/// </param>
/// <param name="Skill">1 - score / uncertainty: 1 perfect, 0 no better than the prevalence; null for one class.</param>
/// <remarks>
/// Brier, Mon. Weather Rev. 78, 1950; Murphy, J. Appl. Meteorol. 12, 1973; the remainder as in Stephenson, Coelho and
/// Jolliffe, Weather Forecast. 23, 2008.
/// </remarks>
public sealed record BrierParts(
    double Score,
    double Reliability,
    double Resolution,
    double Uncertainty,
    double WithinBins,
    double? Skill
);

/// <summary>Mean squared difference between the probability and the outcome (0 or 1).</summary>
/// <remarks>0: perfect; 0.25: every case given 0.5. It rewards calibration and discrimination together.</remarks>
public static class Brier
{
    /// <summary>The score; null for no case.</summary>
    /// <param name="scores">[cases] probabilities.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <exception cref="Faults.DataException">A score is NaN or not in [0, 1].</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static double? Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes)
    {
        Checked.Probabilities(scores, outcomes);
        if (scores.IsEmpty)
            return null;
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
            sum += Of(scores[i], outcomes[i]);
        return sum / scores.Length;
    }

    /// <summary>Murphy's decomposition over equal-mass bins; null for no case.</summary>
    /// <param name="scores">[cases] probabilities.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="bins">Bins, at least 1; tied predictions share a bin.</param>
    /// <exception cref="Faults.DataException">A score is NaN or not in [0, 1].</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static BrierParts? Decompose(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        int bins = EqualMassBins.Deciles
    )
    {
        if (Of(scores, outcomes) is not { } score)
            return null;
        double n = scores.Length;
        double prevalence = Checked.Positives(outcomes) / n;
        double uncertainty = prevalence * (1 - prevalence);
        double reliability = 0;
        double resolution = 0;
        foreach (var bin in CalibrationCurve.Bins(scores, outcomes, bins))
        {
            double observed = (double)bin.Positives / bin.Cases;
            reliability += bin.Cases / n * Square(bin.Predicted - observed);
            resolution += bin.Cases / n * Square(observed - prevalence);
        }
        return new BrierParts(
            score,
            reliability,
            resolution,
            uncertainty,
            score - (reliability - resolution + uncertainty),
            uncertainty == 0 ? null : 1 - (score / uncertainty)
        );
    }

    /// <summary>The score with an interval by drawing patients; undefined for no case.</summary>
    /// <param name="scores">[cases] probabilities.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="draws">Resamples.</param>
    /// <exception cref="Faults.DataException">A score is NaN or not in [0, 1].</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static Estimate Bootstrap(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        ReadOnlySpan<ulong> patients = default,
        long seed = 0,
        int draws = 2000
    )
    {
        if (Of(scores, outcomes) is not { } score)
            return Estimate.None("no case");
        Checked.Patients(patients, scores.Length);
        double[] squares = new double[scores.Length];
        for (int i = 0; i < squares.Length; i++)
            squares[i] = Of(scores[i], outcomes[i]);
        var bootstrap = PatientBootstrap.Draw(
            squares.Length,
            patients,
            1,
            (multiplicity, statistics) =>
            {
                double sum = 0;
                long count = 0;
                for (int i = 0; i < multiplicity.Length; i++)
                {
                    sum += multiplicity[i] * squares[i];
                    count += multiplicity[i];
                }
                statistics[0] = sum / count;
            },
            seed,
            draws
        );
        return bootstrap.Share(0, score, bootstrap.Patients);
    }

    /// <summary>One case's squared difference.</summary>
    internal static double Of(double probability, bool outcome) => Square(probability - (outcome ? 1 : 0));

    private static double Square(double x) => x * x;
}
