using System.Collections.Immutable;
using Osler.Core.Metrics;

namespace Osler.Reports.Pages;

/// <summary>A table.</summary>
/// <param name="Caption">What it shows.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows; each has one cell a column.</param>
public sealed record DataTable(
    string Caption,
    ImmutableArray<TableColumn> Columns,
    ImmutableArray<TableRow> Rows
) : ReportElement
{
    /// <summary>Remarks under the table.</summary>
    public string? Footnote { get; init; }

    /// <summary>Whether a reader may sort it by clicking on a head (where scripts run).</summary>
    public bool Sortable { get; init; }
}

/// <summary>One column.</summary>
/// <param name="Head">Its head.</param>
/// <param name="Number">Whether its cells are figures, which stand flush right.</param>
public sealed record TableColumn(string Head, bool Number = false);

/// <summary>One row; the first cell names it.</summary>
/// <param name="Cells">One a column.</param>
public sealed record TableRow(ImmutableArray<TableCell> Cells)
{
    /// <summary>Whether the row belongs to the one above it and is set in.</summary>
    public bool Indented { get; init; }

    /// <summary>Whether the row opens a group and stands out.</summary>
    public bool Strong { get; init; }
}

/// <summary>One cell.</summary>
/// <param name="Text">Ready to show.</param>
/// <param name="Note">Small print under it, e.g. why a value is undefined.</param>
public sealed record TableCell(string Text, string? Note = null)
{
    /// <summary>A cell with an estimate, its interval as small print, or why there is none.</summary>
    public static TableCell Of(Estimate estimate, Func<double?, string> format)
    {
        string interval = Numerals.Interval(estimate, format);
        return new(
            format(estimate.Value),
            estimate.Value is null ? estimate.Undefined ?? "undefined"
                : interval.Length == 0 ? null
                : interval
        );
    }

    /// <summary>A cell without small print.</summary>
    public static implicit operator TableCell(string text) => new(text);

    /// <summary>A cell without small print.</summary>
    public static TableCell FromString(string text) => new(text);
}

/// <summary>A diagram of who came in, who was left out and where the rest went.</summary>
/// <param name="Start">What came in.</param>
/// <param name="LeftOut">Who was left out; null where nobody was.</param>
/// <param name="Rest">Who remained.</param>
/// <param name="Parts">Where they went.</param>
public sealed record FlowDiagram(FlowBox Start, FlowBox? LeftOut, FlowBox Rest, ImmutableArray<FlowBox> Parts)
    : ReportElement;

/// <summary>One box of a flow.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Count">How many, ready to show.</param>
/// <param name="Lines">What more there is to say, a line each.</param>
public sealed record FlowBox(string Name, string Count, ImmutableArray<string> Lines);

/// <summary>Who fills in an item of a reporting guideline.</summary>
public enum AnsweredBy
{
    /// <summary>The run filled it in.</summary>
    Run,

    /// <summary>A person filled it in, in the study file.</summary>
    Person,

    /// <summary>Open: only a person can say.</summary>
    Nobody,

    /// <summary>Does not apply to this study, for the reason given.</summary>
    NotApplicable,
}

/// <summary>A reporting guideline's items with their answers.</summary>
/// <param name="Source">The guideline, with citation.</param>
/// <param name="Items">In the guideline's order.</param>
public sealed record Checklist(string Source, ImmutableArray<ChecklistItem> Items) : ReportElement;

/// <summary>One item of a reporting guideline.</summary>
/// <param name="Group">The part of a paper that it belongs to.</param>
/// <param name="Number">Its number: "12c".</param>
/// <param name="Asks">What it asks for, in a few words.</param>
/// <param name="By">Who answered.</param>
/// <param name="Answer">The answer, or what a person has to say.</param>
/// <param name="Section">Slug of the section that tells more; null for none.</param>
public sealed record ChecklistItem(
    string Group,
    string Number,
    string Asks,
    AnsweredBy By,
    string Answer,
    string? Section
);
