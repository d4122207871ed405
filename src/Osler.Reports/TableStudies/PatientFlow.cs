using System.Collections.Immutable;

namespace Osler.Reports.TableStudies;

/// <summary>How many rows came in, which were left out and why, and how the rest was split.</summary>
/// <param name="RowsRead">Rows in the source.</param>
/// <param name="PatientsRead">Patients in the source; null where no column names them, so that a row is a patient.</param>
/// <param name="LeftOut">What was left out, in order; empty where nothing was.</param>
/// <param name="Parts">Training, validation and test part, or the folds.</param>
public sealed record PatientFlow(
    int RowsRead,
    int? PatientsRead,
    ImmutableArray<LeftOut> LeftOut,
    ImmutableArray<FlowPart> Parts
)
{
    /// <summary>How the split was made, in one sentence: "By patient, stratified by outcome".</summary>
    public string? Rule { get; init; }
}

/// <summary>Rows left out for one reason.</summary>
/// <param name="Reason">Why, in a few words: "Outcome not known".</param>
/// <param name="Rows">How many.</param>
public sealed record LeftOut(string Reason, int Rows);

/// <summary>One part of the split.</summary>
/// <param name="Name">"Training", "Validation", "Test", "Fold 1" ...</param>
/// <param name="Rows">Rows in it.</param>
/// <param name="Patients">Patients in it; null where a row is a patient.</param>
/// <param name="Positives">Rows with the outcome present.</param>
public sealed record FlowPart(string Name, int Rows, int? Patients, int Positives)
{
    /// <summary>What the part is for, in a few words: "weights are fitted here".</summary>
    public string? Purpose { get; init; }
}

/// <summary>How serious a remark on the data is.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>Should be looked at before the result is used.</summary>
    Warning,

    /// <summary>Puts the result in doubt, e.g. a column that tells the outcome by itself.</summary>
    Serious,
}

/// <summary>What a check of the data found.</summary>
/// <param name="Severity">How serious it is.</param>
/// <param name="Column">Which column; null where it concerns the table.</param>
/// <param name="Text">What was found, with counts, and what was done.</param>
public sealed record DataRemark(Severity Severity, string? Column, string Text);
