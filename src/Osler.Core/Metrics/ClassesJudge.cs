using System.Collections.Immutable;
using Osler.Core.Faults;

namespace Osler.Core.Metrics;

/// <summary>
/// Judges one of several exclusive classes as <see cref="MultiClassJudge"/> does; of two the second is the one that is
/// looked for, judged by <see cref="BinaryJudge"/> with its frozen thresholds.
/// </summary>
public static class ClassesJudge
{
    /// <summary>All measures.</summary>
    /// <param name="outcome">The outcome's name.</param>
    /// <param name="classes">The classes' names, at least two.</param>
    /// <param name="part">As of <see cref="MultiClassJudge"/>, or <c>external</c>.</param>
    /// <param name="probabilities">[cases, classes] row-major; each row sums to 1.</param>
    /// <param name="labels">[cases] each case's class; unknown ones left out before.</param>
    /// <param name="points">Thresholds of the second of two classes; without effect on more.</param>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="draws">Resamples of the bootstrap.</param>
    /// <exception cref="DataException">A probability is NaN or out of [0, 1], or a label out of range.</exception>
    public static ImmutableArray<Measure> Judge(
        string outcome,
        IReadOnlyList<string> classes,
        string part,
        ReadOnlySpan<double> probabilities,
        ReadOnlySpan<int> labels,
        IReadOnlyList<OperatingPoint> points,
        ReadOnlySpan<ulong> patients = default,
        long seed = 0,
        int draws = 2000
    )
    {
        const string model = "network";
        var measures = MultiClassJudge.Judge(
            outcome,
            classes,
            part,
            model,
            probabilities,
            labels,
            patients,
            seed,
            draws
        );
        if (classes.Count > 2)
            return measures;
        string name = Name(outcome, classes[1]);
        double[] second = Second(probabilities);
        bool[] present = new bool[labels.Length];
        for (int i = 0; i < present.Length; i++)
            present[i] = labels[i] == 1;
        return measures
            .RemoveAll(measure => measure.Outcome == name)
            .AddRange(
                BinaryJudge.Judge(name, part, model, second, present, patients, points, seed, default, draws)
            );
    }

    /// <summary>What one class is called in measures.</summary>
    public static string Name(string outcome, string @class) => $"{outcome}={@class}";

    /// <summary>The second class's probabilities.</summary>
    /// <param name="probabilities">[cases, 2].</param>
    /// <returns>[cases].</returns>
    public static double[] Second(ReadOnlySpan<double> probabilities)
    {
        double[] second = new double[probabilities.Length / 2];
        for (int i = 0; i < second.Length; i++)
            second[i] = probabilities[2 * i + 1];
        return second;
    }
}
