using System.Collections.Immutable;
using Osler.Core.Collections;

namespace Osler.Core.Metrics;

/// <summary>What is gained by answering only where the model is sure: share answered (coverage) against share of wrong answers (risk).</summary>
/// <remarks>
/// El-Yaniv and Wiener, JMLR 11:1605-1641, 2010; Geifman and El-Yaniv, NeurIPS 2017. Confidence is the largest probability. The area under the
/// risk-coverage curve (AURC) is the mean risk over all coverages: 0 is perfect, and of a model without any knowledge of its
/// errors it is its error rate. Equal confidences are answered together.
/// </remarks>
public sealed class SelectivePrediction
{
    /// <summary>The confidence of a case that gets no answer at any threshold.</summary>
    public const double Withheld = -1;

    private SelectivePrediction(
        ImmutableArray<(double Threshold, int Answered, int Wrong)> steps,
        int cases
    ) => (Steps, Cases) = (steps, cases);

    /// <summary>From the surest on: at each threshold how many are answered and how many of these are wrong.</summary>
    public ImmutableArray<(double Threshold, int Answered, int Wrong)> Steps { get; }

    /// <summary>All cases.</summary>
    public int Cases { get; }

    /// <summary>From the surest on: share of the cases that is answered, and share of these answers that is wrong.</summary>
    public IEnumerable<(double Coverage, double Risk)> Curve =>
        Steps.Select(step => ((double)step.Answered / Cases, (double)step.Wrong / step.Answered));

    /// <summary>Mean risk over all coverages; null for no case.</summary>
    public double? Area
    {
        get
        {
            if (Cases == 0)
                return null;
            double sum = 0;
            int before = 0;
            foreach (var (_, answered, wrong) in Steps)
            {
                sum += (double)wrong / answered * (answered - before);
                before = answered;
            }
            return sum / Cases;
        }
    }

    /// <summary>Orders cases by confidence.</summary>
    /// <param name="probabilities">[cases, classes] row-major.</param>
    /// <param name="labels">[cases] class of each.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="withheld">
    /// [cases] those that get no answer whatever their probabilities; empty for none. They come last, with the confidence
    /// <see cref="Withheld"/>.
    /// </param>
    public static SelectivePrediction Of(
        ReadOnlySpan<double> probabilities,
        ReadOnlySpan<int> labels,
        int classes,
        ReadOnlySpan<bool> withheld = default
    )
    {
        if (
            probabilities.Length != (long)labels.Length * classes
            || (withheld.Length > 0 && withheld.Length != labels.Length)
        )
            throw new ArgumentException("Sizes do not fit.", nameof(probabilities));
        double[] confidences = new double[labels.Length];
        bool[] right = new bool[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            var row = probabilities.Slice(i * classes, classes);
            int best = Largest.Index(row);
            confidences[i] = withheld.Length > 0 && withheld[i] ? Withheld : row[best];
            right[i] = best == labels[i];
        }
        return Of(confidences, right);
    }

    /// <summary>Orders cases by confidence.</summary>
    /// <param name="confidences">[cases] in [0, 1], or <see cref="Withheld"/>.</param>
    /// <param name="right">[cases] whether the answer would be right.</param>
    public static SelectivePrediction Of(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> right)
    {
        if (confidences.Length != right.Length)
            throw new ArgumentException("Sizes do not fit.", nameof(right));
        var cases = new (double Confidence, bool Right)[right.Length];
        for (int i = 0; i < cases.Length; i++)
            cases[i] = (confidences[i], right[i]);
        Array.Sort(cases, (one, other) => other.Confidence.CompareTo(one.Confidence));
        var steps = ImmutableArray.CreateBuilder<(double, int, int)>();
        int wrong = 0;
        for (int i = 0; i < cases.Length; i++)
        {
            wrong += cases[i].Right ? 0 : 1;
            if (i + 1 == cases.Length || cases[i + 1].Confidence != cases[i].Confidence)
                steps.Add((cases[i].Confidence, i + 1, wrong));
        }
        return new(steps.ToImmutable(), cases.Length);
    }

    /// <summary>The lowest confidence at and above which at most so large a share of answers is wrong; 1 where none is that sure.</summary>
    /// <param name="risk">In [0, 1].</param>
    /// <param name="least">How many answers have to show it; fewer only where there are no more cases.</param>
    public double Threshold(double risk, int least = 1)
    {
        double threshold = 1;
        foreach (var (at, answered, wrong) in Steps)
            if (at > Withheld && wrong <= risk * answered && answered >= Math.Min(least, Cases))
                threshold = at;
        return threshold;
    }

    /// <summary>
    /// The threshold that a model is given: <see cref="Threshold"/>, shown by so many answers that a single wrong one would be borne. A few
    /// answers that happen to be right show nothing.
    /// </summary>
    /// <param name="bearable">The share of wrong answers that is borne, above 0 and below 1.</param>
    public double Chosen(double bearable) => Threshold(bearable, (int)Math.Ceiling(1 / bearable));

    /// <summary>How <see cref="Chosen"/> chooses, in words.</summary>
    /// <param name="bearable">As there.</param>
    /// <param name="judged">What was answered, e.g. "validation".</param>
    public static string Rule(double bearable, string judged) =>
        FormattableString.Invariant(
            $"lowest probability above which at most {bearable:P0} of the answers on {judged} were wrong"
        );

    /// <summary>How many are answered at a threshold, and how many of these are wrong.</summary>
    /// <param name="threshold">Confidence from which on is answered.</param>
    public (int Answered, int Wrong) At(double threshold)
    {
        var found = (0, 0);
        foreach (var (at, answered, wrong) in Steps)
            if (at > Withheld && at >= threshold)
                found = (answered, wrong);
        return found;
    }
}
