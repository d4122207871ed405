using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Osler.Core.Bundles;
using Osler.Core.Ensembles;
using Osler.Core.Metrics;

namespace Osler.Serving;

/// <summary>What a model says of one patient.</summary>
/// <param name="Outcomes">One entry an outcome, in the card's order.</param>
/// <param name="Warnings">Where the patient lies outside what training saw, or why an answer for the image is doubtful; one sentence each.</param>
public sealed record Prediction(ImmutableArray<PredictedOutcome> Outcomes, ImmutableArray<string> Warnings)
{
    /// <summary>Where in an image the network sees what it names, in pixels as read; null where it does not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PixelBox? Box { get; init; }
}

/// <summary>The probability of one outcome.</summary>
/// <param name="Name">Snake-case name of the outcome.</param>
/// <param name="Label">The outcome in words.</param>
/// <param name="Probability">Mean of the members' probabilities, in [0, 1].</param>
/// <param name="Low">
/// Lower limit of the range in which one more network, trained alike, would put this patient in 95 % of trainings
/// (<see cref="Core.Ensembles.Ensemble"/>); null where the bundle holds a single network.
/// </param>
/// <param name="High">Upper limit.</param>
/// <param name="Decisions">The decision at each frozen threshold.</param>
public sealed record PredictedOutcome(
    string Name,
    string Label,
    double Probability,
    double? Low,
    double? High,
    ImmutableArray<Decision> Decisions
)
{
    /// <summary>The operating points of each outcome, in the card's order.</summary>
    internal static ImmutableArray<ImmutableArray<CardOperatingPoint>> Points(Card card) =>
        [
            .. card.Outcomes.Select(outcome =>
                card.OperatingPoints.Where(point => point.Outcome == outcome.Name).ToImmutableArray()
            ),
        ];

    /// <summary>The decisions that an estimate leads to.</summary>
    internal static PredictedOutcome Of(
        CardOutcome stated,
        ImmutableArray<CardOperatingPoint> points,
        EnsembleEstimate estimate
    ) =>
        new(
            stated.Name,
            stated.Label,
            estimate.Probability,
            estimate.Low,
            estimate.High,
            [
                .. points.Select(point => new Decision(
                    point.Name,
                    point.Threshold,
                    estimate.Probability >= point.Threshold
                )),
            ]
        );
}

/// <summary>The decision at one frozen threshold.</summary>
/// <param name="OperatingPoint">Name of the operating point.</param>
/// <param name="Threshold">Probability at or above which the decision is positive.</param>
/// <param name="Positive">Whether it is.</param>
public sealed record Decision(string OperatingPoint, double Threshold, bool Positive);
