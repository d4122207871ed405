using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Reports.Plots;

namespace Osler.Reports.TableStudies;

/// <summary>The curves of one model on the judged cases, ready to draw.</summary>
internal sealed class JudgedCurves
{
    // Enough for a band that is looked at, and for limits to three decimals.
    private const int Draws = 1000;

    private readonly double[] _scores;
    private readonly bool[] _outcomes;
    private readonly ulong[] _patients;

    /// <summary>Cases whose probability is not a number in [0, 1] are left out.</summary>
    public JudgedCurves(double[] probabilities, bool[] outcomes, ulong[] patients)
    {
        List<double> scores = [];
        List<bool> known = [];
        List<ulong> named = [];
        for (int i = 0; i < Math.Min(probabilities.Length, outcomes.Length); i++)
            if (probabilities[i] is >= 0 and <= 1)
            {
                scores.Add(probabilities[i]);
                known.Add(outcomes[i]);
                if (patients.Length > 0)
                    named.Add(patients[i]);
            }
        _patients = [.. named];
        _scores = [.. scores];
        _outcomes = [.. known];
        Positives = _outcomes.Count(outcome => outcome);
    }

    public int Cases => _outcomes.Length;

    public int Positives { get; }

    public double Prevalence => Cases == 0 ? double.NaN : (double)Positives / Cases;

    /// <summary>Why there is no curve; null where there is one.</summary>
    public string? Empty =>
        Cases == 0 ? "no judged case"
        : Positives == 0 ? "undefined: no case with the outcome"
        : Positives == Cases ? "undefined: no case without the outcome"
        : null;

    public ReadOnlySpan<double> Scores => _scores;

    /// <summary>The probabilities of cases with or without the outcome.</summary>
    public double[] Of(bool outcome) => [.. _scores.Where((_, i) => _outcomes[i] == outcome)];

    public Curve Roc(string legend, Ink ink)
    {
        var points = RocCurve.Points(_scores, _outcomes);
        return new Curve(
            legend,
            [.. points.Select(point => point.FalsePositiveRate)],
            [.. points.Select(point => point.TruePositiveRate)],
            ink
        );
    }

    /// <summary>Drawn by steps, since a straight line between two points would overstate the precision.</summary>
    public Curve PrecisionRecall(string legend, Ink ink)
    {
        List<double> x = [];
        List<double> y = [];
        foreach (var point in PrecisionRecallCurve.Points(_scores, _outcomes))
        {
            if (x.Count > 0)
            {
                x.Add(x[^1]);
                y.Add(point.Precision);
            }
            x.Add(point.Recall);
            y.Add(point.Precision);
        }
        return new Curve(legend, [.. x], [.. y], ink);
    }

    public List<CalibrationGroup> Groups() =>
        [
            .. CalibrationCurve
                .Bins(_scores, _outcomes)
                .Select(bin => new CalibrationGroup(
                    bin.Predicted,
                    bin.Observed.Value ?? double.NaN,
                    bin.Observed.Low ?? double.NaN,
                    bin.Observed.High ?? double.NaN,
                    bin.Cases
                )),
        ];

    public SmoothCalibration Smooth()
    {
        var points = CalibrationCurve.Smooth(_scores, _outcomes);
        return new SmoothCalibration(
            [.. points.Select(point => point.Predicted)],
            [.. points.Select(point => point.Observed.Value ?? double.NaN)],
            [.. points.Select(point => point.Observed.Low ?? double.NaN)],
            [.. points.Select(point => point.Observed.High ?? double.NaN)]
        );
    }

    /// <summary>Net benefit at each threshold, with the interval that the patient bootstrap gives.</summary>
    public ImmutableArray<DecisionPoint> NetBenefit(double[] thresholds, long seed) =>
        DecisionCurve.Points(_scores, _outcomes, thresholds, _patients, seed, Draws);

    /// <summary>What happens at a threshold; a case is called positive at or above it.</summary>
    public ConfusionCounts At(double threshold) => ConfusionCounts.At(_scores, _outcomes, threshold);
}
