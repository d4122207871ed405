using System.Collections.Immutable;
using Osler.Core.Intervals;
using Osler.Core.Metrics;

namespace Osler.Core.Explanation;

/// <summary>What one input adds to one prediction.</summary>
/// <param name="InputName">The input.</param>
/// <param name="Value">Its raw value in this case; NaN where missing, a level's index where a category.</param>
/// <param name="Contribution">What it adds, on the prediction's scale.</param>
/// <param name="Low">Lower limit of the contribution's doubt; null where it has none.</param>
/// <param name="High">Upper limit.</param>
public sealed record Attribution(
    string InputName,
    double Value,
    double Contribution,
    double? Low,
    double? High
);

/// <summary>One prediction taken apart: base + Σ contributions = prediction, to rounding.</summary>
/// <param name="Base">What would be predicted knowing nothing: the mean over the background, or the baseline.</param>
/// <param name="Prediction">This case's prediction.</param>
/// <param name="Attributions">One an input, in the inputs' order.</param>
public sealed record PatientExplanation(
    double Base,
    double Prediction,
    ImmutableArray<Attribution> Attributions
);

/// <summary>Joins contributions: of features to inputs, of members to an ensemble, of patients to a cohort.</summary>
public static class Attributions
{
    /// <summary>
    /// Sums the contributions of features (a category's indicators, a missing-value flag) to the inputs that they were
    /// made from, and averages over an ensemble's members.
    /// </summary>
    /// <param name="contributions">[members, features] row-major, e.g. by integrated gradients.</param>
    /// <param name="inputOfFeature">[features] each feature's input, as index into <paramref name="inputs"/>.</param>
    /// <param name="inputs">The inputs' names.</param>
    /// <param name="values">[inputs] the case's raw values.</param>
    /// <returns>
    /// One an input. Low and high are the smallest and the greatest contribution among the members (no confidence
    /// interval: how far the members disagree); null for a single member.
    /// </returns>
    /// <exception cref="ArgumentException">Sizes do not fit, or a feature names no input.</exception>
    public static ImmutableArray<Attribution> OfInputs(
        ReadOnlySpan<double> contributions,
        ReadOnlySpan<int> inputOfFeature,
        IReadOnlyList<string> inputs,
        ReadOnlySpan<double> values
    )
    {
        int features = inputOfFeature.Length;
        if (features == 0 || contributions.IsEmpty || contributions.Length % features != 0)
            throw new ArgumentException(
                $"{contributions.Length} contributions of {features} features.",
                nameof(contributions)
            );
        if (values.Length != inputs.Count)
            throw new ArgumentException($"{values.Length} values for {inputs.Count} inputs.", nameof(values));
        int members = contributions.Length / features;
        double[,] sums = new double[members, inputs.Count];
        for (int f = 0; f < features; f++)
        {
            int input = inputOfFeature[f];
            if (input < 0 || input >= inputs.Count)
                throw new ArgumentException($"Feature {f} names input {input}.", nameof(inputOfFeature));
            for (int member = 0; member < members; member++)
                sums[member, input] += contributions[(member * features) + f];
        }
        var result = ImmutableArray.CreateBuilder<Attribution>(inputs.Count);
        for (int input = 0; input < inputs.Count; input++)
        {
            double mean = 0;
            double low = double.PositiveInfinity;
            double high = double.NegativeInfinity;
            for (int member = 0; member < members; member++)
            {
                mean += sums[member, input] / members;
                low = Math.Min(low, sums[member, input]);
                high = Math.Max(high, sums[member, input]);
            }
            result.Add(
                members == 1
                    ? new Attribution(inputs[input], values[input], mean, null, null)
                    : new Attribution(inputs[input], values[input], mean, low, high)
            );
        }
        return result.MoveToImmutable();
    }

    /// <summary>
    /// How much each input moves predictions in a cohort: the mean absolute contribution, with a 95 % interval from the
    /// spread between patients.
    /// </summary>
    /// <param name="explanations">One an independent patient, all with the same inputs in the same order.</param>
    /// <returns>Input and estimate, in the inputs' order; without limits for a single patient.</returns>
    /// <exception cref="ArgumentException">No patient, or the inputs differ.</exception>
    public static ImmutableArray<(string InputName, Estimate MeanAbsolute)> OfCohort(
        IReadOnlyList<ImmutableArray<Attribution>> explanations
    )
    {
        if (explanations.Count == 0)
            throw new ArgumentException("A cohort has at least one patient.", nameof(explanations));
        var names = explanations[0].Select(a => a.InputName).ToList();
        if (explanations.Any(one => !one.Select(a => a.InputName).SequenceEqual(names)))
            throw new ArgumentException("The patients' inputs differ.", nameof(explanations));
        return
        [
            .. names.Select(
                (name, i) =>
                    (name, Spread.Mean([.. explanations.Select(one => Math.Abs(one[i].Contribution))]))
            ),
        ];
    }
}

/// <summary>A mean with its doubt.</summary>
public static class Spread
{
    /// <summary>The mean of independent values, plus and minus 1.96 standard errors; no limits for one value.</summary>
    /// <param name="values">At least one.</param>
    public static Estimate Mean(ReadOnlySpan<double> values)
    {
        double mean = 0;
        foreach (double value in values)
            mean += value / values.Length;
        if (values.Length < 2)
            return new Estimate(mean);
        double squares = 0;
        foreach (double value in values)
            squares += (value - mean) * (value - mean);
        double half = Gaussian.Z95 * Math.Sqrt(squares / (values.Length - 1.0) / values.Length);
        return new Estimate(mean, mean - half, mean + half);
    }
}
