using Osler.Reports.Pages;

namespace Osler.Reports.ImageStudies;

/// <summary>How well each class or finding is recognised, and which images were mistaken.</summary>
internal static class ImageJudgementSections
{
    public static ReportSection Each(ImageStudyFindings findings)
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
                                Numerals.Count(findings.Parts[^1].OfEach[k]),
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

    public static ReportSection? Mistakes(ImageStudyFindings findings) =>
        findings.Mistaken.IsEmpty
            ? null
            : new ReportSection(
                "mistakes",
                "Mistakes",
                [
                    new PictureSheet(
                        "Test images that the network mistook most surely, as it got them: what it said, its probability, and what is right.",
                        findings.Mistaken,
                        Width: 96
                    ),
                ]
            );

    private static TableCell Cell(ImageStudyFindings findings, string measure, string name)
    {
        string outcome = findings.Exclusive ? $"{findings.Intent.Outcome}={name}" : name;
        return ImageStudyReport.Find(findings, measure, outcome) is { } found
            ? TableCell.Of(found.Estimate, Numerals.FormatOf(measure))
            : new TableCell("—");
    }
}
