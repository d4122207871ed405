using Osler.Core.Metrics;
using Osler.Reports.Pages;
using Osler.Reports.TableStudies;
using Osler.Reports.TextStudies;

namespace Osler.Reports.ExamStudies;

/// <summary>Composes the report of a study on questions with options, in a paper's order.</summary>
public static class ExamStudyReport
{
    /// <summary>The page; <see cref="HtmlReport.Render"/> makes it a document.</summary>
    public static ReportPage Page(ExamStudyFindings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ReportSection?[] sections =
        [
            Answer(findings),
            Kinds(findings),
            Calibration(findings),
            SelectiveSection.Of(
                $"Where no option has a probability of at least {string.Join(", ", findings.Thresholds.Select(one => Numerals.Fixed(one)))} ({findings.ThresholdRule}), the answer is \"cannot tell\".",
                "questions",
                findings.Measures,
                findings.Coverage
            ),
            Questions(findings),
            NetworkSections.Network(findings.Network),
            NetworkSections.Training(findings.TrainingSettings, findings.Training),
            Mistakes(findings),
            ClosingSections.Limits(findings.Limits),
            ClosingSections.Reproduction(findings.Run),
        ];
        return StudyPage.Of(findings.Intent, findings.Run, "questions", sections);
    }

    private static ReportSection Answer(ExamStudyFindings findings) =>
        new(
            "answer",
            "The answer",
            [
                new Prose(
                    $"On {Numerals.Count(findings.Parts[^1].Questions)} questions, each answered by a network that never saw it nor one that nearly repeats it:"
                )
                {
                    Main = true,
                },
                new KeyFigures([
                    .. from model in findings.Models
                    let found = Accuracy(findings, model.Model, null)
                    where found is not null
                    select KeyFigure.Of(
                        model.Title,
                        "accuracy",
                        found.Estimate,
                        model.Model == "chance" ? "share that guessing gets right" : "share of right answers"
                    ),
                ]),
                new DataTable(
                    "The network beside each other model, on the same questions",
                    [
                        new TableColumn("Beside"),
                        new TableColumn("Accuracy gained", Number: true),
                        new TableColumn("Network alone right", Number: true),
                        new TableColumn("Other alone right", Number: true),
                        new TableColumn("P", Number: true),
                    ],
                    [
                        .. findings.Comparisons.Select(one => new TableRow([
                            one.Title,
                            TableCell.Of(one.Comparison.Difference, share => Numerals.Percent(share)),
                            Numerals.Count(one.Comparison.OnlyFirst),
                            Numerals.Count(one.Comparison.OnlySecond),
                            Numerals.P(one.Comparison.PValue),
                        ])),
                    ]
                )
                {
                    Footnote =
                        "P: McNemar's exact test, two-sided; small where the two differ by more than luck.",
                },
            ]
        );

    private static ReportSection? Kinds(ExamStudyFindings findings) =>
        findings.Kinds.IsEmpty
            ? null
            : new ReportSection(
                "kinds",
                "Kind by kind",
                [
                    new DataTable(
                        "Accuracy by kind of question",
                        [
                            new TableColumn("Kind"),
                            new TableColumn("Questions", Number: true),
                            .. findings.Models.Select(model => new TableColumn(model.Title, Number: true)),
                        ],
                        [
                            .. findings.Kinds.Select(kind => new TableRow([
                                kind,
                                Numerals.Count(Accuracy(findings, "network", kind)?.Cases ?? 0),
                                .. findings.Models.Select(model =>
                                    Accuracy(findings, model.Model, kind) is { } found
                                        ? TableCell.Of(found.Estimate, Numerals.FormatOf("accuracy"))
                                        : new TableCell("—")
                                ),
                            ])),
                        ]
                    )
                    {
                        Sortable = true,
                    },
                ]
            );

    private static ReportSection Calibration(ExamStudyFindings findings) =>
        new(
            "calibration",
            "Whether its probabilities mean what they say",
            [
                new Prose(
                    $"Scores are divided by a temperature fitted on validation ({string.Join(", ", findings.Temperatures.Select(one => Numerals.Fixed(one)))}), then a softmax over the options that the question has."
                ),
                new KeyFigures([
                    .. from each in ((string Name, string Label, string Note)[])
                        [
                            ("log_loss", "Log loss", "0 is certain and right, higher is worse"),
                            ("ece", "Calibration error", "of the chosen option's probability; 0 is perfect"),
                        ]
                    let found = findings.Measures.FirstOrDefault(measure =>
                        measure.Name == each.Name && measure.Model == "network"
                    )
                    where found is not null
                    select KeyFigure.Of(each.Label, each.Name, found.Estimate, each.Note),
                ]),
                new DataTable(
                    "From the least sure fifth of the answers to the surest",
                    [
                        new TableColumn("Questions", Number: true),
                        new TableColumn("Mean probability", Number: true),
                        new TableColumn("Right", Number: true),
                    ],
                    [
                        .. findings.Calibration.Select(bin => new TableRow([
                            Numerals.Count(bin.Questions),
                            Numerals.Percent(bin.Said),
                            Numerals.Percent(bin.Right),
                        ])),
                    ]
                ),
            ]
        );

    private static ReportSection Questions(ExamStudyFindings findings)
    {
        List<ReportElement> elements =
        [
            new DataTable(
                "Questions of each part",
                [
                    new TableColumn("Part"),
                    new TableColumn("Questions", Number: true),
                    new TableColumn("Near duplicates counted once", Number: true),
                ],
                [
                    .. findings.Parts.Select(part => new TableRow([
                        part.Name,
                        Numerals.Count(part.Questions),
                        Numerals.Count(part.Groups),
                    ])),
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
        elements.Add(new SubHeading("From question to tokens"));
        elements.Add(new Bullets(findings.Preprocessing));
        elements.Add(new SubHeading("Retrieval"));
        elements.Add(new Bullets(findings.Retrieval));
        return new ReportSection("questions", "The questions", [.. elements]);
    }

    private static ReportSection? Mistakes(ExamStudyFindings findings) =>
        findings.Mistaken.IsEmpty
            ? null
            : new ReportSection(
                "mistakes",
                "Mistakes",
                [
                    new DataTable(
                        "Questions that the network answered wrongly and most surely",
                        [
                            new TableColumn("Right"),
                            new TableColumn("Said"),
                            new TableColumn("Probability", Number: true),
                            new TableColumn("Question"),
                        ],
                        [
                            .. findings.Mistaken.Select(mistake => new TableRow([
                                mistake.Right,
                                mistake.Said,
                                Numerals.Percent(mistake.Probability),
                                mistake.Stem,
                            ])),
                        ]
                    ),
                ]
            );

    private static Measure? Accuracy(ExamStudyFindings findings, string model, string? kind) =>
        findings.Measures.FirstOrDefault(measure =>
            measure.Name == "accuracy"
            && measure.Model == model
            && measure.Subgroup == (kind is null ? null : $"kind={kind}")
        );
}
