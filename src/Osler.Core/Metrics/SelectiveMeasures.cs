using System.Collections.Immutable;
using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>The measures of a model that says "cannot tell": of texts and of questions alike.</summary>
/// <remarks>See <see cref="SelectivePrediction"/>.</remarks>
public static class SelectiveMeasures
{
    /// <summary><c>coverage</c> and <c>selective_accuracy</c> at the model's thresholds, and <c>aurc</c> over all thresholds.</summary>
    /// <param name="outcome">The outcome's name.</param>
    /// <param name="part"><c>test</c>, <c>cross_validation</c> or <c>external</c>.</param>
    /// <param name="model"><c>network</c> or a baseline's slug.</param>
    /// <param name="curve">Coverage against risk.</param>
    /// <param name="answered">How many cases get an answer.</param>
    /// <param name="wrong">How many of these answers are wrong.</param>
    public static ImmutableArray<Measure> Of(
        string outcome,
        string part,
        string model,
        SelectivePrediction curve,
        int answered,
        int wrong
    )
    {
        ArgumentNullException.ThrowIfNull(curve);
        return
        [
            Line("coverage", Wilson.Of(answered, curve.Cases, "no case"), curve.Cases),
            Line(
                "selective_accuracy",
                Wilson.Of(answered - wrong, answered, "no answer was sure enough"),
                answered
            ),
            Line(
                "aurc",
                curve.Area is { } area ? new Estimate(area) : Estimate.None("no case"),
                curve.Cases,
                Better.Lower
            ),
        ];

        Measure Line(string name, Estimate estimate, int cases, Better better = Better.Higher) =>
            new(name, outcome, part, model, estimate, cases, 0, better);
    }
}
