using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Core.Variants.Annotation;
using Osler.Core.Variants.Catalogues;
using Osler.Reports.TableStudies;

namespace Osler.Reports.Resistance;

/// <summary>All that a study of drug resistance found, in plain values: the one input of its report.</summary>
/// <remarks>No name of an isolate belongs in any field.</remarks>
public sealed record ResistanceFindings
{
    /// <summary>What is asked, for whom, and of which data.</summary>
    public required StudyIntent Intent { get; init; }

    /// <summary>The drugs, in the network's order.</summary>
    public required ImmutableArray<DrugCount> Drugs { get; init; }

    /// <summary>Facts about the isolates and their variants, one a line.</summary>
    public ImmutableArray<Fact> Isolates { get; init; } = [];

    /// <summary>What a reader should know of the data and of what could not be judged, one sentence each.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Preprocessing, one sentence a step.</summary>
    public ImmutableArray<string> Preprocessing { get; init; } = [];

    /// <summary>The network: picture, summary and size.</summary>
    public required NetworkPicture Network { get; init; }

    /// <summary>How training was done, one setting a line.</summary>
    public ImmutableArray<Fact> TrainingSettings { get; init; } = [];

    /// <summary>The course of the training that was kept.</summary>
    public ImmutableArray<MemberHistory> Training { get; init; } = [];

    /// <summary>Every measure, as in <c>results.json</c>.</summary>
    public required ImmutableArray<Measure> Measures { get; init; }

    /// <summary>The judged models: the slug as in the measures, and the name to show.</summary>
    public required ImmutableArray<(string Slug, string Name)> Models { get; init; }

    /// <summary>The outcomes that are means over drugs: name in the measures, and the name to show.</summary>
    public required ImmutableArray<(string Outcome, string Name)> Means { get; init; }

    /// <summary>The network against the models beside it.</summary>
    public ImmutableArray<DrugComparison> Comparisons { get; init; } = [];

    /// <summary>How the random folds were dealt, in a sentence.</summary>
    public required string Rule { get; init; }

    /// <summary>How the folds were dealt that keep near-identical isolates together; null where there are none.</summary>
    public string? ClusterRule { get; init; }

    /// <summary>Calibration of each drug.</summary>
    public ImmutableArray<DrugCalibration> Calibration { get; init; } = [];

    /// <summary>Which mutations the network rests on, drug by drug.</summary>
    public ImmutableArray<DrugMutations> Mutations { get; init; } = [];

    /// <summary>Where the isolates lie in what the network makes of them; null where it wasn't looked at.</summary>
    public RepresentationMap? Map { get; init; }

    /// <summary>Known limits of the study, a sentence each.</summary>
    public ImmutableArray<string> Limits { get; init; } = [];

    /// <summary>What is needed to get the same numbers again.</summary>
    public required RunRecord Run { get; init; }
}

/// <summary>A drug and how many isolates resist it.</summary>
/// <param name="Code">As in the measures.</param>
/// <param name="Name">In words.</param>
/// <param name="Resistant">Isolates known to resist.</param>
/// <param name="Susceptible">Isolates known not to.</param>
/// <param name="Unknown">Isolates that were not tested.</param>
public sealed record DrugCount(string Code, string Name, int Resistant, int Susceptible, int Unknown)
{
    /// <summary>A drug's counts under its name.</summary>
    /// <param name="code">As in the measures.</param>
    /// <param name="otherwise">What to call a drug that has no name by its code.</param>
    /// <param name="labels">Its labels, counted.</param>
    public static DrugCount Of(string code, string otherwise, DrugLabels labels) =>
        new(code, Drug.Find(code)?.Name ?? otherwise, labels.Resistant, labels.Susceptible, labels.Unknown);
}

/// <summary>The network against another model for one drug, or in the mean of several.</summary>
/// <param name="Part">Which cross-validation, as in the measures.</param>
/// <param name="Model">The other model's slug.</param>
/// <param name="Outcome">The drug's code or the mean's name.</param>
/// <param name="Difference">The network's AUROC less the other's.</param>
/// <param name="PValue">Two-sided, paired; null if undefined.</param>
public sealed record DrugComparison(
    string Part,
    string Model,
    string Outcome,
    Estimate Difference,
    double? PValue
);

/// <summary>A drug's out-of-fold predictions, for its calibration curve.</summary>
/// <param name="Drug">The drug's code.</param>
/// <param name="Probabilities">[isolates].</param>
/// <param name="Resistant">[isolates].</param>
public sealed record DrugCalibration(string Drug, double[] Probabilities, bool[] Resistant);

/// <summary>The mutations that a drug's predictions rest on most.</summary>
/// <param name="Drug">The drug's code.</param>
/// <param name="Rows">Most important first.</param>
public sealed record DrugMutations(string Drug, ImmutableArray<MutationRow> Rows);

/// <summary>One mutation.</summary>
/// <param name="Name">In a reader's words: <c>katG S315T</c>.</param>
/// <param name="Carriers">Isolates that have it, of those whose resistance is known.</param>
/// <param name="Resistant">How many of them resist the drug.</param>
/// <param name="Attribution">What it adds to the log-odds of resistance in its carriers, by integrated gradients.</param>
/// <param name="Drop">AUROC lost when it is dealt out anew among the isolates; null where it wasn't tried.</param>
/// <param name="Grade">What catalogues say of it for this drug; null where they say nothing, or none was given.</param>
public sealed record MutationRow(
    string Name,
    int Carriers,
    int Resistant,
    Estimate Attribution,
    Estimate? Drop,
    string? Grade
)
{
    /// <summary>Where it lies; null where the name says all that is known.</summary>
    public MutationPlace? Place { get; init; }
}

/// <summary>Two axes of the network's last hidden layer.</summary>
/// <param name="X">[isolates].</param>
/// <param name="Y">[isolates].</param>
/// <param name="ShareX">Share of the layer's variance along x.</param>
/// <param name="ShareY">Share along y.</param>
/// <param name="Drugs">Drugs to colour by: code, and for each isolate 1 resistant, 0 susceptible, NaN unknown.</param>
public sealed record RepresentationMap(
    double[] X,
    double[] Y,
    double ShareX,
    double ShareY,
    ImmutableArray<(string Drug, float[] Resistant)> Drugs
);
