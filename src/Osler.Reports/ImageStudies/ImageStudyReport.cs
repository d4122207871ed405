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
            ImageJudgementSections.Answer(findings.Judged, "test images that training never saw"),
            Images(findings),
            NetworkSections.Network(findings.Network),
            NetworkSections.Training(findings.TrainingSettings, findings.Training),
            ImageJudgementSections.Each(findings.Judged),
            ImageJudgementSections.Mistakes(findings.Judged),
            ImageJudgementSections.Located(findings.Measures, findings.Located),
            findings.Inside.IsEmpty
                ? null
                : new ReportSection("inside", "Inside the network", [.. findings.Inside]),
            ClosingSections.Limits(findings.Limits),
            ClosingSections.Reproduction(findings.Run),
        ];
        return StudyPage.Of(findings.Intent, findings.Run, "images", sections);
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
}
