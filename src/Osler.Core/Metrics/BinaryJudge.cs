using System.Collections.Immutable;

namespace Osler.Core.Metrics;

/// <summary>Judges the probabilities of one outcome by every binary measure, each with its doubt.</summary>
/// <remarks>
/// <para>
/// Measures, in order: <c>auroc</c> (DeLong), <c>average_precision</c>, <c>brier</c>, <c>log_loss</c> (bootstrap),
/// <c>calibration_slope</c>, <c>calibration_intercept</c> (calibration in the large; Wald), <c>ece</c> (pivotal
/// bootstrap); then at each operating point <c>accuracy</c>, <c>sensitivity</c>, <c>specificity</c>, <c>ppv</c>,
/// <c>npv</c> (Wilson), <c>balanced_accuracy</c>, <c>f1</c> (bootstrap). Where patients repeat, Wilson gives way to
/// the patient bootstrap, and DeLong and Wald to their clustered forms.
/// </para>
/// <para>
/// With folds, <c>auroc</c> and <c>average_precision</c> are means over the folds (<see cref="CrossValidated"/>):
/// fold models may differ in level, and pooling would then rank cases across models. The rest is pooled over all
/// out-of-fold predictions.
/// </para>
/// </remarks>
public static class BinaryJudge
{
    /// <summary>All measures.</summary>
    /// <param name="outcome">The outcome's name.</param>
    /// <param name="part"><c>train</c>, <c>validation</c>, <c>test</c> or <c>cross_validation</c>.</param>
    /// <param name="model"><c>network</c> or a baseline's slug.</param>
    /// <param name="scores">[cases] probabilities; unknown labels masked before (<see cref="KnownOnly"/>).</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="patients">[cases] each case's patient, any key; empty where every case is its own.</param>
    /// <param name="operatingPoints">Frozen thresholds; null or empty for none.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="folds">[cases] the fold whose model made the prediction; empty where one model made all.</param>
    /// <param name="draws">Resamples of the bootstrap.</param>
    /// <param name="subgroup">Set by <see cref="Subgroups"/>, e.g. <c>sex=female</c>.</param>
    /// <exception cref="Faults.DataException">A score is NaN or not in [0, 1].</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static ImmutableArray<Measure> Judge(
        string outcome,
        string part,
        string model,
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        ReadOnlySpan<ulong> patients = default,
        IReadOnlyList<OperatingPoint>? operatingPoints = null,
        long seed = 0,
        ReadOnlySpan<int> folds = default,
        int draws = 2000,
        string? subgroup = null
    )
    {
        Checked.Probabilities(scores, outcomes);
        Checked.Patients(patients, scores.Length);
        int positives = Checked.Positives(outcomes);
        int cases = scores.Length;
        OperatingPoint[] points = [.. operatingPoints ?? []];
        var resampled = cases == 0 ? null : new Resampling(scores, outcomes, patients, points, seed, draws);
        var measures = ImmutableArray.CreateBuilder<Measure>();

        void Add(string name, Estimate estimate, Better better, string? point = null) =>
            measures.Add(
                new Measure(name, outcome, part, model, estimate, cases, positives, better, subgroup, point)
            );

        string? lack = Checked.Lacks(positives, cases);
        Estimate OrNone(string? reason, Func<Resampling, Estimate> estimate) =>
            reason is null && resampled is not null
                ? estimate(resampled)
                : Estimate.None(reason ?? "no case");

        Add(
            "auroc",
            folds.IsEmpty
                ? DeLong.Interval(scores, outcomes, patients)
                : CrossValidated.Auroc(scores, outcomes, folds, patients),
            Better.Higher
        );
        Add(
            "average_precision",
            folds.IsEmpty
                ? OrNone(positives == 0 ? lack : null, r => r.AveragePrecision)
                : CrossValidated.AveragePrecision(scores, outcomes, folds, patients, seed, draws),
            Better.Higher
        );
        Add("brier", OrNone(null, r => r.Brier), Better.Lower);
        Add("log_loss", OrNone(null, r => r.LogLoss), Better.Lower);
        var calibration = CalibrationFit.Of(scores, outcomes, patients);
        Add("calibration_slope", calibration.Slope, Better.Target);
        Add("calibration_intercept", calibration.Intercept, Better.Target);
        Add("ece", OrNone(null, r => r.CalibrationError), Better.Lower);
        for (int p = 0; p < points.Length; p++)
            foreach (var (name, estimate) in AtPoint(resampled, p))
                Add(name, estimate, Better.Higher, points[p].Name);
        return measures.DrainToImmutable();
    }

    private static IEnumerable<(string Name, Estimate Estimate)> AtPoint(Resampling? resampled, int point)
    {
        string[] names = ["accuracy", "balanced_accuracy", "sensitivity", "specificity", "ppv", "npv", "f1"];
        return resampled is null
            ? names.Select(name => (name, Estimate.None("no case")))
            : names.Zip(resampled.AtPoint(point));
    }
}
