using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Core.Variants.Catalogues;
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
)
{
    /// <summary>A catalogue that was judged beside it, as a model of the measures and in words; null where none was.</summary>
    public (string Slug, string Name)? Catalogue { get; init; }
}

/// <summary>Composes the page of a bundle that was judged on other isolates.</summary>
public static class ResistanceEvaluationReport
{
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
                                        $"AUROC, {DrugMeans.Words(mean.Outcome)}",
                                        "auroc",
                                        mean.Estimate,
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
                new(
                    "decisions",
                    "Resistant or susceptible",
                    [
                        Decisions(judged),
                        .. judged.Catalogue is var (slug, name)
                            ? (ReportElement[])
                                [
                                    CatalogueTable.Of(
                                        name,
                                        judged.Drugs.Select(drug => drug.Code),
                                        (measure, drug) =>
                                            ResistanceReport.Find(
                                                judged.Measures,
                                                measure,
                                                drug,
                                                slug,
                                                "external"
                                            ),
                                        "Isolates of which it can't tell are not counted."
                                    ),
                                ]
                            : [],
                    ]
                ),
                new("calibration", "Whether probabilities hold", Calibration(judged)),
            ]
        )
        {
            Overline = "Osler evaluation",
            Lede = question,
            Colophon = [$"Osler {version}", "intervals are 95 %"],
        };
    }

    private static IEnumerable<Measure> Means(ResistanceJudged judged) =>
        DrugMeans.Outcomes.Select(mean => Find(judged, "auroc", mean)).OfType<Measure>();

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
                    Cell(judged, "auroc", drug.Code),
                    Trained(judged, drug.Code),
                ])),
                .. Means(judged)
                    .Select(mean => new TableRow([
                        $"Mean, {DrugMeans.Words(mean.Outcome)}",
                        "",
                        "",
                        "",
                        ResistanceJudgementSections.Cell(mean),
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

    private static DataTable Decisions(ResistanceJudged judged) =>
        new(
            "Calls at the thresholds that the bundle has frozen",
            [
                new TableColumn("Drug"),
                new TableColumn("Threshold", Number: true),
                .. ResistanceJudgementSections.OfCalls.Select(measure => new TableColumn(
                    measure.Head,
                    Number: true
                )),
            ],
            [
                .. judged
                    .Drugs.Where(drug => judged.Thresholds.ContainsKey(drug.Code))
                    .Select(drug => new TableRow([
                        drug.Code,
                        Numerals.Fixed(judged.Thresholds[drug.Code]),
                        .. ResistanceJudgementSections.OfCalls.Select(measure =>
                            Cell(judged, measure.Name, drug.Code)
                        ),
                    ])),
            ]
        );

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
                (measure, drug) => Cell(judged, measure, drug)
            ),
        ];

    private static TableCell Trained(ResistanceJudged judged, string outcome) =>
        ResistanceJudgementSections.Cell(
            ResistanceReport.Find(judged.Trained, "auroc", outcome, "network", "cross_validation")
        );

    private static TableCell Cell(ResistanceJudged judged, string name, string outcome) =>
        ResistanceJudgementSections.Cell(Find(judged, name, outcome));

    private static Measure? Find(ResistanceJudged judged, string name, string outcome) =>
        ResistanceReport.Find(judged.Measures, name, outcome, "network", "external");
}
