using System.Collections.Immutable;
using Osler.Reports.Pages;

namespace Osler.Reports.ImageStudies;

/// <summary>Composes the page of a bundle that was judged on other images.</summary>
public static class ImageEvaluationReport
{
    /// <summary>The page; <see cref="HtmlReport.Render"/> makes it a document.</summary>
    /// <param name="title">The model's title.</param>
    /// <param name="question">The question that it answers.</param>
    /// <param name="facts">Which images, how many.</param>
    /// <param name="judged">How it did.</param>
    /// <param name="warnings">What a reader should know first, one sentence each.</param>
    /// <param name="version">Osler's version.</param>
    public static ReportPage Page(
        string title,
        string question,
        ImmutableArray<(string Name, string Value)> facts,
        ImageJudged judged,
        ImmutableArray<string> warnings,
        string version
    )
    {
        ArgumentNullException.ThrowIfNull(judged);
        ReportSection?[] sections =
        [
            ImageJudgementSections.Answer(
                judged,
                "images, with network, preprocessing and thresholds as the bundle has them"
            ),
            new(
                "images",
                "The images",
                [
                    new FactList(facts),
                    .. warnings.Select(warning => (ReportElement)new Note(NoteKind.Warning, null, warning)),
                ]
            ),
            ImageJudgementSections.Each(judged),
            ImageJudgementSections.Mistakes(judged),
            ImageJudgementSections.Located(judged.Measures, null),
        ];
        return new(title, [.. sections.OfType<ReportSection>()])
        {
            Overline = "Osler evaluation",
            Lede = question,
            Colophon = [$"Osler {version}", "intervals are 95 %"],
        };
    }
}
