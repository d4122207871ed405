using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Reports.Pages;

namespace Osler.Reports.ImageStudies;

/// <summary>How well each class or finding is recognised, and which images were mistaken.</summary>
internal static class ImageJudgementSections
{
    /// <summary>The figures that carry the answer.</summary>
    /// <param name="judged">How the network did.</param>
    /// <param name="images">What the images are, after their number.</param>
    public static ReportSection Answer(ImageJudged judged, string images)
    {
        (string Name, string Label, string Note)[] shown = judged.Exclusive
            ?
            [
                ("top1_error", "Error", "share of images whose most probable class is wrong"),
                (
                    "top5_error",
                    "Top-5 error",
                    "share of images whose class is not among the five most probable"
                ),
                (
                    "localisation_error",
                    "Localisation error",
                    "share of images of which no guess of five has both class and place right"
                ),
                ("accuracy", "Accuracy", "share of images whose most probable class is right"),
                ("balanced_accuracy", "Balanced accuracy", "mean over classes of the share recognised"),
                ("auroc", "AUROC", "mean over classes, each against the rest"),
                ("log_loss", "Log loss", "0 is certain and right, higher is worse"),
            ]
            :
            [
                ("auroc", "AUROC", Mean("auroc")),
                ("average_precision", "Average precision", Mean("average_precision")),
            ];
        string Mean(string name) => $"mean over {MeanOver.Of(judged.Measures, name).Named}";
        var figures = shown
            .Select(each => (each, Measure: judged.Find(each.Name, judged.Whole)))
            .Where(pair => pair.Measure is not null)
            .Select(pair =>
                KeyFigure.Of(pair.each.Label, pair.each.Name, pair.Measure!.Estimate, pair.each.Note)
            );
        return new ReportSection(
            "answer",
            "The answer",
            [
                new Prose(
                    $"On {Numerals.Count(judged.Images)} {images}, telling {judged.Names.Length} {(judged.Exclusive ? "classes apart" : "findings")}:"
                )
                {
                    Main = true,
                },
                new KeyFigures([.. figures]),
            ]
        );
    }

    public static ReportSection Each(ImageJudged findings)
    {
        (string Name, string Head)[] measures = findings.Exclusive
            ? [("auroc", "AUROC"), ("sensitivity", "Sensitivity"), ("ppv", "PPV")]
            : [("auroc", "AUROC"), ("average_precision", "Average precision")];
        List<ReportElement> elements =
        [
            new DataTable(
                findings.Exclusive ? "Each class against the rest" : "Each finding",
                [
                    new TableColumn(findings.Exclusive ? "Class" : "Finding"),
                    new TableColumn("Images", Number: true),
                    .. measures.Select(measure => new TableColumn(measure.Head, Number: true)),
                ],
                [
                    .. findings.Names.Select(
                        (name, k) =>
                            new TableRow([
                                name,
                                Numerals.Count(findings.OfEach[k]),
                                .. measures.Select(measure => Cell(findings, measure.Name, name)),
                            ])
                    ),
                ]
            )
            {
                Sortable = true,
            },
        ];
        if (!findings.Matrix.IsEmpty)
            elements.Add(
                new ClassMatrix(
                    "What each class was taken for; errors are shaded within their row",
                    findings.Names,
                    findings.Matrix
                )
            );
        return new ReportSection(
            "each",
            findings.Exclusive ? "Class by class" : "Finding by finding",
            [.. elements]
        );
    }

    /// <summary>Where the network sees what it names, by each way that it has.</summary>
    /// <param name="measures">Those of the localisation error among them; null where there are none.</param>
    /// <param name="sheet">Images with their boxes; null for none.</param>
    public static ReportSection? Located(ImmutableArray<Measure> measures, PictureSheet? sheet)
    {
        Measure[] errors = [.. measures.Where(measure => measure.Name == "localisation_error")];
        if (errors.Length == 0)
            return null;
        return new ReportSection(
            "places",
            "Where it is",
            [
                new Prose(
                    "A guess is right where its class is right and its box covers at least half of what it and a true box cover together. An image counts as wrong where none of five guesses is right: the localisation error of the ImageNet challenge of 2012."
                ),
                new DataTable(
                    "Localisation error",
                    [
                        new TableColumn("Boxes from"),
                        new TableColumn("Images", Number: true),
                        new TableColumn("Error", Number: true),
                    ],
                    [
                        .. errors.Select(measure => new TableRow([
                            measure.Model == "network" ? "the localisation head" : "class activation maps",
                            Numerals.Count(measure.Cases),
                            TableCell.Of(measure.Estimate, Numerals.FormatOf(measure.Name)),
                        ])),
                    ]
                ),
                .. sheet is null ? [] : (ReportElement[])[sheet],
            ]
        );
    }

    public static ReportSection? Mistakes(ImageJudged findings) =>
        findings.Mistaken.IsEmpty
            ? null
            : new ReportSection(
                "mistakes",
                "Mistakes",
                [
                    new PictureSheet(
                        "Images that the network mistook most surely, as it got them: what it said, its probability, and what is right.",
                        findings.Mistaken,
                        Width: 96
                    ),
                ]
            );

    private static TableCell Cell(ImageJudged findings, string measure, string name)
    {
        string outcome = findings.Exclusive ? $"{findings.Outcome}={name}" : name;
        return findings.Find(measure, outcome) is { } found
            ? TableCell.Of(found.Estimate, Numerals.FormatOf(measure))
            : new TableCell("—");
    }
}
