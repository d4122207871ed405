namespace Osler.Core.Metrics;

/// <summary>Which direction of a measure is good.</summary>
public enum Better
{
    /// <summary>Higher is better: AUROC, sensitivity.</summary>
    Higher,

    /// <summary>Lower is better: Brier score, log loss, calibration error.</summary>
    Lower,

    /// <summary>Closer to the stated target is better: calibration slope (1) and intercept (0).</summary>
    Target,
}

/// <summary>A number with its doubt: 95 % interval, or no value and the reason why there is none.</summary>
/// <param name="Value">The estimate; null where it is undefined, never 0 in its place.</param>
/// <param name="Low">Lower limit of the 95 % interval; null where there is none.</param>
/// <param name="High">Upper limit of the 95 % interval; null where there is none.</param>
/// <param name="Undefined">Why there is no value, e.g. "no positive case".</param>
public sealed record Estimate(
    double? Value,
    double? Low = null,
    double? High = null,
    string? Undefined = null
)
{
    /// <summary>No value, and why.</summary>
    public static Estimate None(string reason) => new(null, null, null, reason);
}

/// <summary>One line of <c>results.json</c>: a measure of a model on a part of the cases.</summary>
/// <param name="Name">Stable snake-case name: <c>auroc</c>, <c>brier</c>, <c>calibration_slope</c> ...</param>
/// <param name="Outcome">Which outcome (label) is judged.</param>
/// <param name="Part"><c>train</c>, <c>validation</c>, <c>test</c> or <c>cross_validation</c>.</param>
/// <param name="Model"><c>network</c> or a baseline's slug: <c>logistic_regression</c>, <c>gradient_boosting</c>.</param>
/// <param name="Estimate">Value and interval.</param>
/// <param name="Cases">Cases judged (label known).</param>
/// <param name="Positives">Those with the outcome present.</param>
/// <param name="Better">The measure's direction.</param>
/// <param name="Subgroup">Which subgroup, e.g. <c>sex=female</c>; null for all.</param>
/// <param name="OperatingPoint">Which frozen threshold, for measures that need one.</param>
public sealed record Measure(
    string Name,
    string Outcome,
    string Part,
    string Model,
    Estimate Estimate,
    int Cases,
    int Positives,
    Better Better,
    string? Subgroup = null,
    string? OperatingPoint = null
);
