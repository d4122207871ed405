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

    /// <summary><c>coverage</c> and <c>selective_accuracy</c> where the least sure get no answer, and <c>aurc</c> over all thresholds.</summary>
    /// <param name="model"><c>network</c> or a baseline's slug.</param>
    /// <param name="curve">Coverage against risk.</param>
    /// <param name="threshold">The lowest probability of an answer.</param>
    /// <param name="cases">How many cases there are.</param>
    public ImmutableArray<Measure> Selective(
        string model,
        SelectivePrediction curve,
        double threshold,
        int cases
    )
    {
        ArgumentNullException.ThrowIfNull(curve);
        var (answered, wrong) = curve.At(threshold);
        return
        [
            Line("coverage", model, Wilson.Of(answered, cases, "no case"), cases),
            Line(
                "selective_accuracy",
                model,
                Wilson.Of(answered - wrong, answered, "no answer was sure enough"),
                answered
            ),
            Line(
                "aurc",
                model,
                curve.Area is { } area ? new Estimate(area) : Estimate.None("no case"),
                cases,
                Better.Lower
            ),
        ];
    }

    private Measure Line(
        string name,
        string model,
        Estimate estimate,
        int cases,
        Better better = Better.Higher
    ) => new(name, Outcome, Test, model, estimate, cases, 0, better);
}
