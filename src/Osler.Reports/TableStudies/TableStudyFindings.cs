using System.Collections.Immutable;
using Osler.Core.Metrics;

namespace Osler.Reports.TableStudies;

/// <summary>
/// All that a study on a table found, in plain values: the one input of the table study report.
/// </summary>
/// <remarks>
/// What is empty or null is left out of the page, or named there as not examined; only the question, the flow,
/// the judged cases and the run's record must be given. No identifier of a patient belongs in any field: rows
/// are named by their 1-based number in the source.
/// </remarks>
public sealed record TableStudyFindings
{
    /// <summary>What is asked, for whom, and of which data.</summary>
    public required StudyIntent Intent { get; init; }

    /// <summary>How many came in, who was left out and why, and how the rest was split.</summary>
    public required PatientFlow Flow { get; init; }

    /// <summary>Table one: characteristics by outcome, in the order to show. See <see cref="Characteristic"/>.</summary>
    public ImmutableArray<Characteristic> TableOne { get; init; } = [];

    /// <summary>What the checks of the data found: implausible values, leaking or constant columns, drift.</summary>
    public ImmutableArray<DataRemark> DataRemarks { get; init; } = [];

    /// <summary>Preprocessing as it was done, one sentence a step, e.g. "Missing values: the training median".</summary>
    public ImmutableArray<string> Preprocessing { get; init; } = [];

    /// <summary>The network: picture, summary and size.</summary>
    public NetworkPicture? Network { get; init; }

    /// <summary>How training was done: optimiser, schedule, loss, stopping rule, one setting a line.</summary>
    public ImmutableArray<Fact> TrainingSettings { get; init; } = [];

    /// <summary>Curves of training, one for each member of the ensemble (or fold).</summary>
    public ImmutableArray<MemberHistory> Training { get; init; } = [];

    /// <summary>The cases that are judged, with each model's probabilities; curves are drawn from these.</summary>
    public required JudgedCases Judged { get; init; }

    /// <summary>
    /// Every measure of every model, as in <c>results.json</c>. The page looks them up by name, model,
    /// subgroup and operating point, for the part named by <see cref="JudgedCases.Part"/>.
    /// </summary>
    public ImmutableArray<Measure> Measures { get; init; } = [];

    /// <summary>Thresholds chosen on cases that are not judged, and frozen.</summary>
    public ImmutableArray<OperatingPoint> OperatingPoints { get; init; } = [];

    /// <summary>
    /// Whether thresholds were chosen on predictions of training cases by members that had not learnt from them; else on
    /// validation cases.
    /// </summary>
    public bool OutOfFold { get; init; }

    /// <summary>Whether slope and intercept of the log odds were straightened on those same predictions.</summary>
    public bool Recalibrated { get; init; }

    /// <summary>The network against each baseline on the same cases.</summary>
    public ImmutableArray<PairedComparison> Comparisons { get; init; } = [];

    /// <summary>Permutation importance of each input; the page sorts it.</summary>
    public ImmutableArray<InputImportance> Importance { get; init; } = [];

    /// <summary>Partial dependence of the probability on each input.</summary>
    public ImmutableArray<InputDependence> Dependence { get; init; } = [];

    /// <summary>What the prediction rests on for a few example patients.</summary>
    public ImmutableArray<CaseExplanation> Examples { get; init; } = [];

    /// <summary>The most confident wrong predictions.</summary>
    public WorstErrors? WorstErrors { get; init; }

    /// <summary>Probability over a plane of two inputs, one for each network shown, the truth last.</summary>
    public ImmutableArray<ProbabilityPlane> Planes { get; init; } = [];

    /// <summary>For simulated patients: the best that any model could reach.</summary>
    public SimulatedTruth? Truth { get; init; }

    /// <summary>Known limits of the study, a sentence each.</summary>
    public ImmutableArray<string> Limits { get; init; } = [];

    /// <summary>
    /// A person's answers to TRIPOD+AI items, by the item's number ("3a", "17"); they replace what the run
    /// would fill in.
    /// </summary>
    public ImmutableDictionary<string, string> ChecklistAnswers { get; init; } =
        ImmutableDictionary<string, string>.Empty;

    /// <summary>What is needed to get the same numbers again.</summary>
    public required RunRecord Run { get; init; }
}

/// <summary>A named value, shown as one line of a list.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value, ready to show.</param>
public sealed record Fact(string Name, string Value);

/// <summary>What is asked, for whom, and of which data.</summary>
/// <param name="Title">The page's title, e.g. "Ten-year risk of a cardiovascular event".</param>
/// <param name="Question">The question in one sentence.</param>
/// <param name="Outcome">The outcome's machine name, as in <see cref="Measure.Outcome"/>.</param>
/// <param name="OutcomeLabel">The outcome in words, lower case: "cardiovascular event within ten years".</param>
public sealed record StudyIntent(string Title, string Question, string Outcome, string OutcomeLabel)
{
    /// <summary>The study's slug, e.g. <c>heart-attack</c>.</summary>
    public string? Study { get; init; }

    /// <summary>Who would use the model for what; null where the study file does not say.</summary>
    public string? IntendedUse { get; init; }

    /// <summary>What the model must not be used for, a sentence each.</summary>
    public ImmutableArray<string> NotFor { get; init; } = [];

    /// <summary>Where the data come from, with citation.</summary>
    public string? Source { get; init; }

    /// <summary>Licence of the data.</summary>
    public string? Licence { get; init; }

    /// <summary>True where the patients are simulated; the page then says so in its head.</summary>
    public bool Simulated { get; init; }

    /// <summary>The inputs of the model, in order, with unit where there is one.</summary>
    public ImmutableArray<string> Inputs { get; init; } = [];
}

/// <summary>What is needed to get the same numbers again.</summary>
/// <param name="Version">Osler's version.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Settings">The study file as run (YAML), shown folded.</param>
public sealed record RunRecord(string Version, long Seed, string Settings)
{
    /// <summary>Fingerprints of data, split and weights.</summary>
    public ImmutableArray<Fact> Fingerprints { get; init; } = [];

    /// <summary>Seconds by stage, in order.</summary>
    public ImmutableArray<(string Stage, double Seconds)> Timings { get; init; } = [];

    /// <summary>Machine, operating system and library versions.</summary>
    public ImmutableArray<Fact> Environment { get; init; } = [];

    /// <summary>The command that makes this run again.</summary>
    public string? Command { get; init; }
}
