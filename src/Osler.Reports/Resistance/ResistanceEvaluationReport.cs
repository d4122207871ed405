using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Reports.Pages;

namespace Osler.Reports.Resistance;

/// <summary>A model of drug resistance as judged on other isolates, in plain values.</summary>
/// <param name="Drugs">The drugs, in the model's order.</param>
/// <param name="Measures">As in <c>results.json</c>.</param>
/// <param name="Trained">The card's own measures, from the data that the model was made from.</param>
/// <param name="Thresholds">By the drug's code.</param>
/// <param name="Calibration">Predictions of each drug's known isolates.</param>
public sealed record ResistanceJudged(
    ImmutableArray<DrugCount> Drugs,
    ImmutableArray<Measure> Measures,
    ImmutableArray<Measure> Trained,
    ImmutableDictionary<string, double> Thresholds,
    ImmutableArray<DrugCalibration> Calibration
);

/// <summary>Composes the page of a bundle that was judged on other isolates.</summary>
public static class ResistanceEvaluationReport
{
    private static readonly (string Outcome, string Name)[] s_means =
    [
        ("mean", "all drugs"),
        ("mean_first_line", "first-line drugs"),
        ("mean_second_line", "second-line drugs"),
    ];

    /// <summary>The page; <see cref="HtmlReport.Render"/> makes it a document.</summary>
    /// <param name="title">The model's title.</param>
    /// <param name="question">The question that it answers.</param>
    /// <param name="facts">Which isolates, how many.</param>
    /// <param name="judged">How it did.</param>
    /// <param name="warnings">What a reader should know first, one sentence each.</param>
    /// <param name="version">Osler's version.</param>
    public static ReportPage Page(
        string title,
        string question,
        ImmutableArray<(string Name, string Value)> facts,
        ResistanceJudged judged,
        ImmutableArray<string> warnings,
        string version
    )
    {
        ArgumentNullException.ThrowIfNull(judged);
        return new(
            title,
            [
                new(
                    "answer",
                    "The answer",
                    [
                        new Prose(
                            "On isolates that the model had not learnt from, with network, preprocessing and thresholds as the bundle has them:"
                        )
                        {
                            Main = true,
                        },
                        new KeyFigures([
                            .. Means(judged)
                                .Select(mean =>
                                    KeyFigure.Of(
                                        $"AUROC, {mean.Name}",
                                        "auroc",
                                        mean.Measure.Estimate,
                                        "mean over the drugs that can be judged"
                                    )
                                ),
                        ]),
                    ]
                ),
                new(
                    "isolates",
                    "The isolates",
                    [
                        new FactList(facts),
                        .. warnings.Select(warning =>
                            (ReportElement)new Note(NoteKind.Warning, null, warning)
                        ),
                    ]
                ),
                new("discrimination", "Drug by drug", [Discrimination(judged)]),
                new("decisions", "Resistant or susceptible", [Decisions(judged)]),
                new("calibration", "Whether probabilities hold", Calibration(judged)),
            ]
        )
        {
            Overline = "Osler evaluation",
            Lede = question,
            Colophon = [$"Osler {version}", "intervals are 95 %"],
        };
    }

    private static IEnumerable<(string Name, Measure Measure)> Means(ResistanceJudged judged) =>
        s_means
            .Select(mean => (mean.Name, Measure: Find(judged.Measures, "auroc", mean.Outcome)))
            .Where(mean => mean.Measure is not null)
            .Select(mean => (mean.Name, mean.Measure!));

    private static DataTable Discrimination(ResistanceJudged judged) =>
        new(
            "AUROC by drug",
            [
                new TableColumn("Drug"),
                new TableColumn("Resistant", Number: true),
                new TableColumn("Susceptible", Number: true),
                new TableColumn("Not tested", Number: true),
                new TableColumn("AUROC here", Number: true),
                new TableColumn("In training, cross-validated", Number: true),
            ],
            [
                .. judged.Drugs.Select(drug => new TableRow([
                    new TableCell(drug.Code, drug.Name),
                    Numerals.Count(drug.Resistant),
                    Numerals.Count(drug.Susceptible),
                    Numerals.Count(drug.Unknown),
                    Cell(judged.Measures, "auroc", drug.Code),
                    Trained(judged, drug.Code),
                ])),
                .. s_means
                    .Where(mean => Find(judged.Measures, "auroc", mean.Outcome) is not null)
                    .Select(mean => new TableRow([
                        $"Mean, {mean.Name}",
                        "",
                        "",
                        "",
                        Cell(judged.Measures, "auroc", mean.Outcome),
                        Trained(judged, mean.Outcome),
                    ])
                    {
                        Strong = true,
                    }),
            ]
        )
        {
            Sortable = true,
            Footnote =
                "Each drug on the isolates whose label is known; what was not tested is never read as susceptible. A mean here may be over fewer drugs than the one beside it.",
        };

    private static DataTable Decisions(ResistanceJudged judged)
    {
        (string Name, string Head)[] measures =
        [
            ("sensitivity", "Sensitivity"),
            ("specificity", "Specificity"),
            ("ppv", "PPV"),
            ("npv", "NPV"),
        ];
        return new DataTable(
            "Calls at the thresholds that the bundle has frozen",
            [
                new TableColumn("Drug"),
                new TableColumn("Threshold", Number: true),
                .. measures.Select(measure => new TableColumn(measure.Head, Number: true)),
            ],
            [
                .. judged
                    .Drugs.Where(drug => judged.Thresholds.ContainsKey(drug.Code))
                    .Select(drug => new TableRow([
                        drug.Code,
                        Numerals.Fixed(judged.Thresholds[drug.Code]),
                        .. measures.Select(measure => Cell(judged.Measures, measure.Name, drug.Code)),
                    ])),
            ]
        );
    }

    private static ImmutableArray<ReportElement> Calibration(ResistanceJudged judged) =>
        [
            new FigureRow(
                [
                    .. judged
                        .Calibration.Where(drug => drug.Resistant.Length > 0)
                        .Select(ResistanceJudgementSections.Curve),
                ],
                Small: true
            ),
            ResistanceJudgementSections.CalibrationTable(
                judged.Drugs,
                (measure, drug) => Cell(judged.Measures, measure, drug)
            ),
        ];

    private static TableCell Trained(ResistanceJudged judged, string outcome) =>
        Cell([.. judged.Trained.Where(measure => measure.Part == "cross_validation")], "auroc", outcome);

    private static TableCell Cell(ImmutableArray<Measure> measures, string name, string outcome) =>
        Find(measures, name, outcome) is { } found
            ? TableCell.Of(found.Estimate, Numerals.FormatOf(name))
            : Numerals.Undefined;

    private static Measure? Find(ImmutableArray<Measure> measures, string name, string outcome) =>
        measures.FirstOrDefault(measure =>
            measure.Name == name && measure.Outcome == outcome && measure.Model == "network"
        );
}
