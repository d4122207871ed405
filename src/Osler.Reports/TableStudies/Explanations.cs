using System.Collections.Immutable;
using Osler.Core.Explanation;
using Osler.Core.Metrics;

namespace Osler.Reports.TableStudies;

/// <summary>How much worse the model gets when one input is shuffled among the patients.</summary>
/// <param name="Input">Name of the input.</param>
/// <param name="Loss">Loss of AUROC by shuffling, with interval; near or below 0 for a useless input.</param>
public sealed record InputImportance(string Input, Estimate Loss)
{
    /// <summary>As the page shows what was worked out.</summary>
    public static InputImportance Of(GroupImportance importance) =>
        new(importance.Group.Name, importance.Drop);
}

/// <summary>Mean probability over the patients when one input is set to each of some values.</summary>
/// <param name="Input">Name of the input.</param>
/// <param name="Unit">Its unit; null where it has none.</param>
/// <param name="Values">The values set, ascending; for a category the level's index.</param>
/// <param name="Mean">Mean probability at each value.</param>
/// <param name="Low">Lower limit of the 95 % interval at each value; empty where there is none.</param>
/// <param name="High">Upper limit; empty where there is none.</param>
public sealed record InputDependence(
    string Input,
    string? Unit,
    double[] Values,
    double[] Mean,
    double[] Low,
    double[] High
)
{
    /// <summary>Names of the levels, for a category; empty for a number.</summary>
    public ImmutableArray<string> Levels { get; init; } = [];

    /// <summary>Deciles of the input among the patients, shown as marks on the axis; may be empty.</summary>
    public double[] Deciles { get; init; } = [];

    /// <summary>As the page shows what was worked out.</summary>
    public static InputDependence Of(InputCurve curve) =>
        new(
            curve.Input.Name,
            curve.Input.Unit,
            [.. curve.Curve.Values],
            [.. curve.Curve.Mean.Select(mean => mean.Value ?? double.NaN)],
            [.. curve.Curve.Mean.Select(mean => mean.Low ?? double.NaN)],
            [.. curve.Curve.Mean.Select(mean => mean.High ?? double.NaN)]
        )
        {
            Levels = curve.Input.Levels,
            Deciles = [.. curve.Deciles],
        };
}

/// <summary>The scale on which contributions add up.</summary>
public enum ContributionScale
{
    /// <summary>Probability: contributions are differences of probability.</summary>
    Probability,

    /// <summary>Log odds (the network's logit).</summary>
    LogOdds,
}

/// <summary>What one prediction rests on: base value plus contributions is the prediction.</summary>
/// <param name="Name">"A patient at high risk", "Row 1204" ...; never an identifier.</param>
/// <param name="Scale">On which scale the contributions add up.</param>
/// <param name="Base">Mean prediction over the background, on that scale.</param>
/// <param name="Prediction">This case's prediction, on that scale.</param>
/// <param name="Contributions">In any order; the page sorts them by size and joins the smallest.</param>
/// <param name="Outcome">The true outcome where it is known.</param>
public sealed record CaseExplanation(
    string Name,
    ContributionScale Scale,
    double Base,
    double Prediction,
    ImmutableArray<InputContribution> Contributions,
    bool? Outcome
);

/// <summary>What one input adds to a prediction.</summary>
/// <param name="Input">Name of the input.</param>
/// <param name="Value">Its value in this case, ready to show: "148 mmHg", "missing".</param>
/// <param name="Effect">What it adds.</param>
public sealed record InputContribution(string Input, string Value, double Effect);

/// <summary>The most confident wrong predictions.</summary>
/// <param name="Inputs">The inputs shown, as column heads.</param>
/// <param name="Cases">Worst first.</param>
public sealed record WorstErrors(ImmutableArray<string> Inputs, ImmutableArray<WorstError> Cases);

/// <summary>One confident wrong prediction.</summary>
/// <param name="Row">1-based row in the source.</param>
/// <param name="Probability">What the network said.</param>
/// <param name="Outcome">What was true.</param>
/// <param name="Values">One for each of <see cref="WorstErrors.Inputs"/>, ready to show.</param>
public sealed record WorstError(int Row, double Probability, bool Outcome, ImmutableArray<string> Values);

/// <summary>The probability over a grid of two inputs, the others at their usual values.</summary>
/// <param name="Name">What is shown: "Single neuron", "Two hidden layers", "Truth".</param>
/// <param name="X">Name and unit of the horizontal input: "Systolic blood pressure (mmHg)".</param>
/// <param name="XValues">Its values, ascending, at least two.</param>
/// <param name="Y">Name and unit of the vertical input.</param>
/// <param name="YValues">Its values, ascending, at least two.</param>
/// <param name="Probabilities">Row-major [YValues, XValues], the lowest y first.</param>
public sealed record ProbabilityPlane(
    string Name,
    string X,
    double[] XValues,
    string Y,
    double[] YValues,
    double[] Probabilities
)
{
    /// <summary>Some cases to show on the plane: horizontal values. The page thins them where they are many.</summary>
    public double[] CaseX { get; init; } = [];

    /// <summary>Vertical values of the cases shown.</summary>
    public double[] CaseY { get; init; } = [];

    /// <summary>Outcomes of the cases shown.</summary>
    public bool[] CaseOutcomes { get; init; } = [];

    /// <summary>One sentence on what to see here; null for none.</summary>
    public string? Caption { get; init; }
}
