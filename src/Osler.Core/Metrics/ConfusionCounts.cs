using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>The two-by-two table of a decision against the outcome; every measure with Wilson's interval.</summary>
/// <param name="TruePositives">Called positive, outcome present.</param>
/// <param name="FalsePositives">Called positive, outcome absent.</param>
/// <param name="TrueNegatives">Called negative, outcome absent.</param>
/// <param name="FalseNegatives">Called negative, outcome present.</param>
public sealed record ConfusionCounts(
    long TruePositives,
    long FalsePositives,
    long TrueNegatives,
    long FalseNegatives
)
{
    /// <summary>Cases with the outcome.</summary>
    public long Positives => TruePositives + FalseNegatives;

    /// <summary>Cases without the outcome.</summary>
    public long Negatives => TrueNegatives + FalsePositives;

    /// <summary>All cases.</summary>
    public long Cases => Positives + Negatives;

    /// <summary>Share of all cases that are called right.</summary>
    public Estimate Accuracy => Wilson.Of(TruePositives + TrueNegatives, Cases, "no case");

    /// <summary>Share of the cases with the outcome that are called positive (recall).</summary>
    public Estimate Sensitivity => Wilson.Of(TruePositives, Positives, "no positive case");

    /// <summary>Share of the cases without the outcome that are called negative.</summary>
    public Estimate Specificity => Wilson.Of(TrueNegatives, Negatives, "no negative case");

    /// <summary>Positive predictive value (precision): it depends on the prevalence of these cases.</summary>
    public Estimate Ppv =>
        Wilson.Of(TruePositives, TruePositives + FalsePositives, "no case is called positive");

    /// <summary>Negative predictive value: it depends on the prevalence of these cases.</summary>
    public Estimate Npv =>
        Wilson.Of(TrueNegatives, TrueNegatives + FalseNegatives, "no case is called negative");

    /// <summary>
    /// Mean of sensitivity and specificity; the interval adds their Wilson half-widths as independent ones (the
    /// square-and-add rule of Newcombe, Stat. Med. 17, 1998).
    /// </summary>
    public Estimate BalancedAccuracy => Balanced(Sensitivity, Specificity);

    /// <summary>
    /// Harmonic mean of positive predictive value and sensitivity, without interval: F1 is no proportion of
    /// independent cases, so its interval comes from <see cref="PatientBootstrap"/>. Undefined when there is neither
    /// a positive case nor one called positive.
    /// </summary>
    public Estimate F1
    {
        get
        {
            long twice = 2 * TruePositives;
            long all = twice + FalsePositives + FalseNegatives;
            return all == 0
                ? Estimate.None("no positive case, and none is called positive")
                : new Estimate((double)twice / all);
        }
    }

    /// <summary>The mean of two shares that have limits, or are undefined.</summary>
    internal static Estimate Balanced(Estimate sensitivity, Estimate specificity)
    {
        if (sensitivity.Value is not { } a || specificity.Value is not { } b)
            return Estimate.None(sensitivity.Undefined ?? specificity.Undefined ?? "no case");
        double value = (a + b) / 2;
        double below = double.Hypot(a - sensitivity.Low!.Value, b - specificity.Low!.Value) / 2;
        double above = double.Hypot(sensitivity.High!.Value - a, specificity.High!.Value - b) / 2;
        return new Estimate(value, value - below, value + above);
    }

    /// <summary>Counts at a threshold: cases scored at or above it are called positive.</summary>
    /// <param name="scores">[cases] any scale.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="threshold">Where to cut.</param>
    /// <exception cref="Faults.DataException">A score is NaN.</exception>
    /// <exception cref="ArgumentException">Lengths differ, or the threshold is NaN.</exception>
    public static ConfusionCounts At(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        double threshold
    )
    {
        if (double.IsNaN(threshold))
            throw new ArgumentException("A threshold is a number.", nameof(threshold));
        Checked.Scores(scores, outcomes);
        long tp = 0;
        long fp = 0;
        long tn = 0;
        long fn = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            bool called = scores[i] >= threshold;
            if (outcomes[i])
                (tp, fn) = called ? (tp + 1, fn) : (tp, fn + 1);
            else
                (fp, tn) = called ? (fp + 1, tn) : (fp, tn + 1);
        }
        return new ConfusionCounts(tp, fp, tn, fn);
    }
}
