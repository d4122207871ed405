using Osler.Core.Metrics;
using Osler.Reports.Pages;
using Osler.Reports.TableStudies;

namespace Osler.Reports.ImageStudies;

/// <summary>Composes the report of a study on images, in a paper's order.</summary>
public static class ImageStudyReport
{
    /// <summary>The page; <see cref="HtmlReport.Render"/> makes it a document.</summary>
    public static ReportPage Page(ImageStudyFindings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ReportSection?[] sections =
        [
            Answer(findings),
            Images(findings),
            NetworkSections.Network(findings.Network),
            NetworkSections.Training(findings.TrainingSettings, findings.Training),
            ImageJudgementSections.Each(findings),
            ImageJudgementSections.Mistakes(findings),
            findings.Inside.IsEmpty
                ? null
                : new ReportSection("inside", "Inside the network", [.. findings.Inside]),
            findings.Limits.IsEmpty
                ? null
                : new ReportSection("limits", "Limits", [new Bullets(findings.Limits)]),
            ClosingSections.Reproduction(findings.Run),
        ];
        return StudyPage.Of(findings.Intent, findings.Run, "images", sections);
    }

    private static ReportSection Answer(ImageStudyFindings findings)
    {
        (string Name, string Label, string Note)[] shown = findings.Exclusive
            ?
            [
                ("top1_error", "Error", "share of test images whose most probable class is wrong"),
                ("accuracy", "Accuracy", "share of test images whose most probable class is right"),
                ("balanced_accuracy", "Balanced accuracy", "mean over classes of the share recognised"),
                ("auroc", "AUROC", "mean over classes, each against the rest"),
                ("log_loss", "Log loss", "0 is certain and right, higher is worse"),
            ]
            :
            [
                ("auroc", "AUROC", "mean over findings"),
                ("average_precision", "Average precision", "mean over findings"),
            ];
        string whole = findings.Exclusive ? findings.Intent.Outcome : MultiLabelJudge.Mean;
        var figures = shown
            .Select(each => (each, Measure: Find(findings, each.Name, whole)))
            .Where(pair => pair.Measure is not null)
            .Select(pair =>
                KeyFigure.Of(pair.each.Label, pair.each.Name, pair.Measure!.Estimate, pair.each.Note)
            );
        int images = findings.Parts.Length > 0 ? findings.Parts[^1].Images : 0;
        return new ReportSection(
            "answer",
            "The answer",
            [
                new Prose(
                    $"On {Numerals.Count(images)} test images that training never saw, telling {findings.Names.Length} {(findings.Exclusive ? "classes apart" : "findings")}:"
                )
                {
                    Main = true,
                },
                new KeyFigures([.. figures]),
            ]
        );
    }

    private static ReportSection Images(ImageStudyFindings findings)
    {
        List<ReportElement> elements =
        [
            new DataTable(
                "Images of each part",
                [
                    new TableColumn(findings.Exclusive ? "Class" : "Finding"),
                    .. findings.Parts.Select(part => new TableColumn(part.Name, Number: true)),
                ],
                [
                    new TableRow([
                        "Images",
                        .. findings.Parts.Select(part => (TableCell)Numerals.Count(part.Images)),
                    ])
                    {
                        Strong = true,
                    },
                    new TableRow([
                        "Patients",
                        .. findings.Parts.Select(part => (TableCell)Numerals.Count(part.Patients)),
                    ]),
                    .. findings.Names.Select(
                        (name, k) =>
                            new TableRow([
                                name,
                                .. findings.Parts.Select(part => (TableCell)Numerals.Count(part.OfEach[k])),
                            ])
                            {
                                Indented = true,
                            }
                    ),
                ]
            )
            {
                Footnote = $"{findings.SplitRule}.",
            },
        ];
        if (findings.Intent.Source is { } source)
            elements.Insert(0, new Prose(source));
        foreach (string warning in findings.Warnings)
            elements.Add(new Note(NoteKind.Warning, null, warning));
        if (!findings.Preprocessing.IsEmpty)
        {
            elements.Add(new SubHeading("Preprocessing"));
            elements.Add(new Bullets(findings.Preprocessing));
        }
        if (!findings.Samples.IsEmpty)
            elements.Add(
                new PictureSheet("Training images as the network gets them.", findings.Samples)
                {
                    Heading = "What the network sees",
                }
            );
        return new ReportSection("images", "The images", [.. elements]);
    }

    internal static Measure? Find(ImageStudyFindings findings, string name, string outcome) =>
        findings.Measures.FirstOrDefault(measure =>
            measure.Name == name && measure.Outcome == outcome && measure.OperatingPoint is null
        );
}
