using Osler.Core.Metrics;
using Osler.Reports.Pages;
using Osler.Reports.TableStudies;

namespace Osler.Reports.TextStudies;

/// <summary>Composes the report of a study on texts, in a paper's order.</summary>
public static class TextStudyReport
{
    /// <summary>The page; <see cref="HtmlReport.Render"/> makes it a document.</summary>
    public static ReportPage Page(TextStudyFindings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ReportSection?[] sections =
        [
            Answer(findings),
            Texts(findings),
            NetworkSections.Network(findings.Network),
            NetworkSections.Training(findings.TrainingSettings, findings.Training),
            SelectiveSection.Of(
                $"Logits are divided by {Numerals.Fixed(findings.Temperature)}, fitted on validation. Where no class has a probability of at least {Numerals.Fixed(findings.Threshold)} ({findings.ThresholdRule}), the answer is \"cannot tell\".",
                "test texts",
                findings.Measures.Where(measure => measure.Outcome == findings.Intent.Outcome),
                findings.Coverage,
                Outside(findings)
            ),
            Each(findings),
            Mistakes(findings),
            ClosingSections.Limits(findings.Limits),
            ClosingSections.Reproduction(findings.Run),
        ];
        return StudyPage.Of(findings.Intent, findings.Run, "texts", sections);
    }

    private static ReportSection Answer(TextStudyFindings findings)
    {
        (string Name, string Label, string Note)[] shown =
        [
            ("accuracy", "Accuracy", "share of test texts whose most probable class is right"),
            ("top3_accuracy", "First three", "share whose class is among the three most probable"),
            ("balanced_accuracy", "Balanced accuracy", "mean over classes of the share recognised"),
            ("log_loss", "Log loss", "0 is certain and right, higher is worse"),
            ("ece", "Calibration error", "of the largest probability; 0 is perfect"),
        ];
        string[] models = [.. findings.Measures.Select(measure => measure.Model).Distinct()];
        return new ReportSection(
            "answer",
            "The answer",
            [
                new Prose(
                    $"On {Numerals.Count(findings.Parts[^1].Texts)} test texts that training never saw, telling {findings.Names.Length} classes apart:"
                )
                {
                    Main = true,
                },
                Figures(findings, shown),
                new DataTable(
                    "The network beside its baseline, on the same test texts",
                    [
                        new TableColumn("Model"),
                        .. shown.Select(each => new TableColumn(each.Label, Number: true)),
                    ],
                    [
                        .. models.Select(model => new TableRow([
                            model == "network" ? "Network" : "TF-IDF with logistic regression",
                            .. shown.Select(each =>
                                Find(findings, each.Name, model) is { } found
                                    ? TableCell.Of(found.Estimate, Numerals.FormatOf(each.Name))
                                    : new TableCell("—")
                            ),
                        ])),
                    ]
                ),
            ]
        );
    }

    private static ReportSection Texts(TextStudyFindings findings)
    {
        List<ReportElement> elements =
        [
            new DataTable(
                "Texts of each part",
                [
                    new TableColumn("Texts"),
                    .. findings.Parts.Select(part => new TableColumn(part.Name, Number: true)),
                ],
                [
                    Row("All", part => part.Texts) with
                    {
                        Strong = true,
                    },
                    Row("Near duplicates counted once", part => part.Groups),
                ]
            )
            {
                Footnote = $"{findings.SplitRule}.",
            },
            new DataTable(
                "Texts of each class",
                [
                    new TableColumn("Class"),
                    .. findings.Parts.Select(part => new TableColumn(part.Name, Number: true)),
                ],
                [.. findings.Names.Select((name, k) => Row(name, part => part.OfEach[k]))]
            ),
        ];
        if (findings.Intent.Source is { } source)
            elements.Insert(0, new Prose(source));
        foreach (string warning in findings.Warnings)
            elements.Add(new Note(NoteKind.Warning, null, warning));
        elements.Add(new SubHeading("From text to tokens"));
        elements.Add(new Bullets(findings.Preprocessing));
        return new ReportSection("texts", "The texts", [.. elements]);

        TableRow Row(string name, Func<TextPart, int> count) =>
            new([name, .. findings.Parts.Select(part => (TableCell)Numerals.Count(count(part)))]);
    }

    // Beside the test texts, which all have a class.
    private static ReportElement[] Outside(TextStudyFindings findings) =>
        findings.Outside.IsEmpty
            ? []
            :
            [
                new DataTable(
                    "Texts of none of the conditions, and what they are told",
                    [
                        new TableColumn("Texts"),
                        new TableColumn("How many", Number: true),
                        new TableColumn("Cannot tell", Number: true),
                        new TableColumn("None of these", Number: true),
                        new TableColumn("A condition", Number: true),
                    ],
                    [
                        .. findings.Outside.Select(one => new TableRow([
                            one.Kind,
                            Numerals.Count(one.Texts),
                            .. (
                                (int[])[one.CannotTell, one.None, one.Texts - one.CannotTell - one.None]
                            ).Select(count => (TableCell)Numerals.Percent((double)count / one.Texts)),
                        ])),
                    ]
                )
                {
                    Footnote =
                        "Written by the program too; the conditions that are not in the table are others than those by which the threshold was chosen.",
                },
            ];

    private static ReportSection Each(TextStudyFindings findings) =>
        new(
            "each",
            "Class by class",
            [
                new DataTable(
                    "Each class against the rest",
                    [
                        new TableColumn("Class"),
                        new TableColumn("Texts", Number: true),
                        new TableColumn("AUROC", Number: true),
                        new TableColumn("Sensitivity", Number: true),
                        new TableColumn("PPV", Number: true),
                    ],
                    [
                        .. findings.Names.Select(
                            (name, k) =>
                                new TableRow([
                                    name,
                                    Numerals.Count(findings.Parts[^1].OfEach[k]),
                                    .. ((string[])["auroc", "sensitivity", "ppv"]).Select(measure =>
                                        Cell(findings, measure, name)
                                    ),
                                ])
                        ),
                    ]
                )
                {
                    Sortable = true,
                },
            ]
        );

    private static ReportSection? Mistakes(TextStudyFindings findings) =>
        findings.Mistaken.IsEmpty
            ? null
            : new ReportSection(
                "mistakes",
                "Mistakes",
                [
                    new DataTable(
                        "Test texts that the network mistook most surely",
                        [
                            new TableColumn("Right"),
                            new TableColumn("Said"),
                            new TableColumn("Probability", Number: true),
                            new TableColumn("Text"),
                        ],
                        [
                            .. findings.Mistaken.Select(mistake => new TableRow([
                                mistake.Right,
                                mistake.Said,
                                Numerals.Percent(mistake.Probability),
                                mistake.Text.Length == 0 ? "not shown: a person's words" : mistake.Text,
                            ])),
                        ]
                    ),
                ]
            );

    // Those of the network's measures that there are.
    private static KeyFigures Figures(
        TextStudyFindings findings,
        (string Name, string Label, string Note)[] shown
    ) =>
        new([
            .. from each in shown
            let measure = Find(findings, each.Name, "network")
            where measure is not null
            select KeyFigure.Of(each.Label, each.Name, measure.Estimate, each.Note),
        ]);

    private static TableCell Cell(TextStudyFindings findings, string measure, string name) =>
        findings.Measures.FirstOrDefault(one =>
            one.Name == measure
            && one.Model == "network"
            && one.Outcome == $"{findings.Intent.Outcome}={name}"
        )
            is { } found
            ? TableCell.Of(found.Estimate, Numerals.FormatOf(measure))
            : new TableCell("—");

    private static Measure? Find(TextStudyFindings findings, string name, string model) =>
        findings.Measures.FirstOrDefault(measure =>
            measure.Name == name && measure.Model == model && measure.Outcome == findings.Intent.Outcome
        );
}
