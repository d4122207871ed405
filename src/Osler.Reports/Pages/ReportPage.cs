using System.Collections.Immutable;
using Osler.Core.Metrics;

namespace Osler.Reports.Pages;

/// <summary>A report as data: what it says, not how it looks. All text is plain; the renderer escapes it.</summary>
/// <param name="Title">The page's title.</param>
/// <param name="Sections">In reading order; each is a line of the table of contents.</param>
public sealed record ReportPage(string Title, ImmutableArray<ReportSection> Sections)
{
    /// <summary>A few words above the title: "Osler report · heart-attack".</summary>
    public string? Overline { get; init; }

    /// <summary>One or two sentences under the title: the question.</summary>
    public string? Lede { get; init; }

    /// <summary>What every reader must know before the first number, e.g. that patients are simulated.</summary>
    public string? Banner { get; init; }

    /// <summary>Short facts under the title and at the end of the page: version, seed, date.</summary>
    public ImmutableArray<string> Colophon { get; init; } = [];
}

/// <summary>One section.</summary>
/// <param name="Slug">Its anchor: lower-case letters, digits and hyphens, unique in the page.</param>
/// <param name="Heading">Its heading.</param>
/// <param name="Elements">What it holds, in order.</param>
public sealed record ReportSection(string Slug, string Heading, ImmutableArray<ReportElement> Elements);

/// <summary>What a section can hold.</summary>
public abstract record ReportElement
{
    private protected ReportElement() { }
}

/// <summary>A paragraph.</summary>
/// <param name="Text">Plain text.</param>
public sealed record Prose(string Text) : ReportElement
{
    /// <summary>Whether it is the section's main sentence, set larger.</summary>
    public bool Main { get; init; }
}

/// <summary>A heading within a section.</summary>
/// <param name="Text">Plain text.</param>
public sealed record SubHeading(string Text) : ReportElement;

/// <summary>A bulleted list.</summary>
/// <param name="Items">Plain text each.</param>
public sealed record Bullets(ImmutableArray<string> Items) : ReportElement;

/// <summary>Names and values, one pair a line.</summary>
/// <param name="Facts">The pairs.</param>
public sealed record FactList(ImmutableArray<(string Name, string Value)> Facts) : ReportElement;

/// <summary>Figures that carry the answer, set large.</summary>
/// <param name="Figures">A handful.</param>
public sealed record KeyFigures(ImmutableArray<KeyFigure> Figures) : ReportElement;

/// <summary>One figure of the answer.</summary>
/// <param name="Name">What it is: "AUROC".</param>
/// <param name="Value">Ready to show; an em dash where undefined.</param>
/// <param name="Interval">Its 95 % interval, ready to show; null where there is none.</param>
/// <param name="Note">What it means, or why it is undefined.</param>
public sealed record KeyFigure(string Name, string Value, string? Interval, string? Note)
{
    /// <summary>A measure's estimate with its interval; in the place of the note why there is none.</summary>
    /// <param name="name">What it is: "AUROC".</param>
    /// <param name="measure">The measure's machine name, which decides how its values are written.</param>
    /// <param name="estimate">The estimate.</param>
    /// <param name="note">What it means; null for nothing.</param>
    public static KeyFigure Of(string name, string measure, Estimate estimate, string? note = null)
    {
        var format = Numerals.FormatOf(measure);
        string interval = Numerals.Interval(estimate, format);
        return new(
            name,
            format(estimate.Value),
            interval.Length == 0 ? null : interval,
            estimate.Value is null ? estimate.Undefined ?? "undefined" : note
        );
    }
}

/// <summary>How loud a note is.</summary>
public enum NoteKind
{
    /// <summary>By the way.</summary>
    Plain,

    /// <summary>To be looked at before the result is used.</summary>
    Warning,

    /// <summary>Puts the result in doubt.</summary>
    Serious,
}

/// <summary>A remark that stands out.</summary>
/// <param name="Kind">How loud.</param>
/// <param name="Subject">What it is about, in bold; null for none.</param>
/// <param name="Text">Plain text.</param>
public sealed record Note(NoteKind Kind, string? Subject, string Text) : ReportElement;

/// <summary>Text as it is (a settings file, a summary table), folded away until it is asked for.</summary>
/// <param name="Summary">What it is.</param>
/// <param name="Text">Shown in a fixed-width face.</param>
/// <param name="Open">Whether it starts unfolded; it always does in print.</param>
public sealed record Folded(string Summary, string Text, bool Open = false) : ReportElement;

/// <summary>How a confusion at one threshold came out, and the measures that follow from it.</summary>
/// <param name="Name">The operating point's name.</param>
/// <param name="Rule">Its threshold and how it was chosen.</param>
/// <param name="TruePositives">Called positive, outcome present.</param>
/// <param name="FalsePositives">Called positive, outcome absent.</param>
/// <param name="FalseNegatives">Called negative, outcome present.</param>
/// <param name="TrueNegatives">Called negative, outcome absent.</param>
/// <param name="Measures">Sensitivity and the like, with intervals.</param>
public sealed record Confusion(
    string Name,
    string Rule,
    long TruePositives,
    long FalsePositives,
    long FalseNegatives,
    long TrueNegatives,
    ImmutableArray<KeyFigure> Measures
) : ReportElement;
