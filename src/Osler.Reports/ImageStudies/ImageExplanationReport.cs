using System.Collections.Immutable;
using Osler.Reports.Pages;

namespace Osler.Reports.ImageStudies;

/// <summary>Composes the page of what the prediction for one image rests on.</summary>
public static class ImageExplanationReport
{
    /// <summary>The page; <see cref="HtmlReport.Render"/> makes it a document.</summary>
    /// <param name="title">The model's title.</param>
    /// <param name="question">The question that it answers.</param>
    /// <param name="figures">The probabilities.</param>
    /// <param name="pictures">The image as the network gets it, then a heat map of each outcome.</param>
    /// <param name="method">How the heat maps were made and how to read them.</param>
    /// <param name="version">Osler's version.</param>
    public static ReportPage Page(
        string title,
        string question,
        ImmutableArray<KeyFigure> figures,
        ImmutableArray<CaptionedPicture> pictures,
        string method,
        string version
    ) =>
        new(
            title,
            [
                new ReportSection("answer", "The answer", [new KeyFigures(figures)]),
                new ReportSection(
                    "evidence",
                    "Where the evidence lies",
                    [
                        new Prose(method),
                        new PictureSheet(
                            "Red speaks for the outcome, blue against it; the stronger the colour, the more.",
                            pictures,
                            Width: 224
                        ),
                        new Note(
                            NoteKind.Plain,
                            null,
                            "A heat map shows what moved this network. It does not show that the network is right, nor that what it looked at is the disease."
                        ),
                    ]
                ),
            ]
        )
        {
            Overline = "Osler explanation",
            Lede = question,
            Colophon = [$"Osler {version}"],
        };
}
