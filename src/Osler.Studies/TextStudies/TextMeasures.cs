using System.Collections.Immutable;
using Osler.Core.Intervals;
using Osler.Core.Metrics;

namespace Osler.Studies;

/// <summary>The measures of texts with one of several classes each: the same in a run and on other texts.</summary>
/// <param name="Outcome">The outcome's name.</param>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Draws">Resamples of the bootstrap.</param>
public sealed record TextMeasures(string Outcome, ImmutableArray<string> Classes, long Seed, int Draws)
{
    private const string Test = "test";

    /// <summary>
    /// All of <see cref="MultiClassJudge"/>, and <c>top3_accuracy</c> and <c>ece</c> (of the probability of the first class).
    /// </summary>
    /// <param name="model"><c>network</c> or a baseline's slug.</param>
    /// <param name="probabilities">[cases, classes] row-major; each row sums to 1.</param>
    /// <param name="labels">[cases] each case's class.</param>
    /// <param name="groups">[cases] near duplicates share a number.</param>
    public ImmutableArray<Measure> Of(string model, double[] probabilities, int[] labels, ulong[] groups)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(labels);
        int k = Classes.Length;
        int top3 = 0;
        double[] confidences = new double[labels.Length];
        bool[] right = new bool[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            var row = probabilities.AsSpan(i * k, k);
            int before = 0;
            for (int c = 0; c < k; c++)
                before += row[c] > row[labels[i]] || (row[c] == row[labels[i]] && c < labels[i]) ? 1 : 0;
            top3 += before < 3 ? 1 : 0;
            right[i] = before == 0;
            foreach (double one in row)
                confidences[i] = Math.Max(confidences[i], Math.Min(1, one));
        }
        return
        [
            .. MultiClassJudge.Judge(
                Outcome,
                Classes,
                Test,
                model,
                probabilities,
                labels,
                groups,
                Seed,
                Draws
            ),
            Line("top3_accuracy", model, Wilson.Of(top3, labels.Length, "no case"), labels.Length),
            Line(
                "ece",
                model,
                ExpectedCalibrationError.Bootstrap(confidences, right, groups, Seed, Draws),
                labels.Length,
                Better.Lower
            ),
        ];
    }

    /// <summary>As of <see cref="SelectiveMeasures"/>, where those less sure than a threshold get no answer.</summary>
    /// <param name="model"><c>network</c> or a baseline's slug.</param>
    /// <param name="curve">Coverage against risk.</param>
    /// <param name="threshold">The lowest probability of an answer.</param>
    public ImmutableArray<Measure> Selective(string model, SelectivePrediction curve, double threshold)
    {
        ArgumentNullException.ThrowIfNull(curve);
        var (answered, wrong) = curve.At(threshold);
        return SelectiveMeasures.Of(Outcome, Test, model, curve, answered, wrong);
    }

    /// <summary>
    /// <c>refused</c>: the share of texts of none of the classes that are told none, since the answer is "cannot tell" or "none of these".
    /// </summary>
    /// <param name="model"><c>network</c> or a baseline's slug.</param>
    /// <param name="refused">How many are told none.</param>
    /// <param name="texts">How many there are.</param>
    /// <param name="kind">Which (<see cref="Measure.Subgroup"/> <c>outside=…</c>); null for all.</param>
    public Measure Refused(string model, int refused, int texts, string? kind = null) =>
        Line("refused", model, Wilson.Of(refused, texts, "no text of another class"), texts) with
        {
            Subgroup = kind is null ? null : $"outside={kind}",
        };

    private Measure Line(
        string name,
        string model,
        Estimate estimate,
        int cases,
        Better better = Better.Higher
    ) => new(name, Outcome, Test, model, estimate, cases, 0, better);
}
