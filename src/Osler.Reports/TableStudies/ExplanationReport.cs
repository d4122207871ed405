using System.Collections.Immutable;
using Osler.Reports.Pages;

namespace Osler.Reports.TableStudies;

/// <summary>Composes the page of what a model rests on in a cohort, by itself.</summary>
public static class ExplanationReport
{
    /// <summary>The page; <see cref="HtmlReport.Render"/> makes it a document.</summary>
    /// <param name="title">The model's title.</param>
    /// <param name="question">The question that it answers.</param>
    /// <param name="facts">Which data, how many cases.</param>
    /// <param name="importance">Importance of each input; empty where outcomes are not known.</param>
    /// <param name="dependence">How the probability follows each input.</param>
    /// <param name="notes">What a reader should know of it, one sentence each.</param>
    /// <param name="version">Osler's version.</param>
    public static ReportPage Page(
        string title,
        string question,
        ImmutableArray<(string Name, string Value)> facts,
        ImmutableArray<InputImportance> importance,
        ImmutableArray<InputDependence> dependence,
        ImmutableArray<string> notes,
        string version
    ) =>
        new(
            title,
            [
                new ReportSection(
                    "data",
                    "The cohort",
                    [
                        new FactList(facts),
                        .. notes.Select(note => (ReportElement)new Note(NoteKind.Plain, null, note)),
                    ]
                ),
                ExplanationSections.Explanation(importance, dependence, []),
            ]
        )
        {
            Overline = "Osler explanation",
            Lede = question,
            Colophon = [$"Osler {version}", "intervals are 95 %"],
        };
}
