using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Core.Variants.Catalogues;
using Osler.Reports.Pages;
using Osler.Reports.Plots;
using Osler.Reports.TableStudies;

namespace Osler.Reports.Resistance;

/// <summary>How well resistance to each drug is told, by which model, on which folds.</summary>
internal static class ResistanceJudgementSections
{
    private const string ByCluster = "cross_validation_by_cluster";

    /// <summary>The measures of calls, resistant or susceptible, and the heads of their columns.</summary>
    public static ImmutableArray<(string Name, string Head)> OfCalls { get; } =
    [("sensitivity", "Sensitivity"), ("specificity", "Specificity"), ("ppv", "PPV"), ("npv", "NPV")];

    public static ReportSection Discrimination(ResistanceFindings findings)
    {
        List<ReportElement> elements =
        [
            new Prose($"{findings.Rule}. All models learnt from and were judged on the same isolates."),
            AurocTable(findings, "auroc", "cross_validation", "AUROC by drug, mean over folds"),
        ];
        if (Comparison(findings, "cross_validation") is { } comparison)
            elements.Add(comparison);
        return new ReportSection("discrimination", "Drug by drug", [.. elements]);
    }

    public static ReportSection? Clusters(ResistanceFindings findings)
    {
        if (findings.ClusterRule is not { } rule)
            return null;
        List<ReportElement> elements =
        [
            new Prose(
                $"{rule}. Isolates of one outbreak, or of one branch of the bacterium's tree, share nearly all their variants; dealt out at random they are on both sides, and a model can know an isolate again instead of reading its mutations. The difference between the columns is how much the random split flatters."
            ),
            Flattery(findings),
            AurocTable(
                findings,
                "auroc_pooled",
                ByCluster,
                "AUROC by drug with clusters kept together, all isolates ranked at once"
            ),
        ];
        if (Comparison(findings, ByCluster) is { } comparison)
            elements.Add(comparison);
        return new ReportSection("clusters", "Unlike any isolate seen before", [.. elements]);
    }

    public static ReportSection Decisions(ResistanceFindings findings) =>
        new(
            "decisions",
            "Resistant or susceptible",
            [
                new Prose(
                    "Each fold's threshold has the highest sum of sensitivity and specificity on the isolates of the other folds, which its model learnt from, each as predicted by a model that had not."
                ),
                new DataTable(
                    "The network's calls, isolates dealt out at random",
                    [
                        new TableColumn("Drug"),
                        .. OfCalls.Select(measure => new TableColumn(measure.Head, Number: true)),
                    ],
                    [
                        .. findings.Drugs.Select(drug => new TableRow([
                            drug.Code,
                            .. OfCalls.Select(measure => Cell(findings, measure.Name, drug.Code)),
                        ])),
                    ]
                ),
                .. Catalogues(findings),
            ]
        );

    public static ReportSection? Calibration(ResistanceFindings findings)
    {
        if (findings.Calibration.IsEmpty)
            return null;
        return new ReportSection(
            "calibration",
            "Whether probabilities hold",
            [
                new Prose(
                    "Of the isolates to which the network gives 30 %, three in ten should resist. Predictions of isolates that it had not learnt from:"
                ),
                new FigureRow([.. findings.Calibration.Select(Curve)], Small: true),
                CalibrationTable(findings.Drugs, (measure, drug) => Cell(findings, measure, drug)),
            ]
        );
    }

    public static DataTable CalibrationTable(
        ImmutableArray<DrugCount> drugs,
        Func<string, string, TableCell> cell
    ) =>
        new(
            "Calibration by drug",
            [
                new TableColumn("Drug"),
                new TableColumn("Slope (1)", Number: true),
                new TableColumn("Intercept (0)", Number: true),
                new TableColumn("Calibration error", Number: true),
                new TableColumn("Brier score", Number: true),
            ],
            [
                .. drugs.Select(drug => new TableRow([
                    drug.Code,
                    cell("calibration_slope", drug.Code),
                    cell("calibration_intercept", drug.Code),
                    cell("ece", drug.Code),
                    cell("brier", drug.Code),
                ])),
            ]
        );

    public static Figure Curve(DrugCalibration drug)
    {
        var curves = new JudgedCurves(drug.Probabilities, drug.Resistant, []);
        return new Figure(
            CurvePlots.Calibration(
                curves.Groups(),
                curves.Empty is null ? curves.Smooth() : null,
                curves.Scores,
                curves.Empty
            ),
            $"Observed share of resistance over the predicted probability, {drug.Drug}.",
            "Observed share over predicted probability."
        )
        {
            Heading = drug.Drug,
        };
    }

    private static DataTable AurocTable(
        ResistanceFindings findings,
        string measure,
        string part,
        string caption
    )
    {
        var models = findings
            .Models.Where(model =>
                !IsCatalogue(model.Slug)
                && findings.Measures.Any(one =>
                    one.Model == model.Slug && one.Part == part && one.Name == measure
                )
            )
            .ToArray();
        return new DataTable(
            caption,
            [new TableColumn("Drug"), .. models.Select(model => new TableColumn(model.Name, Number: true))],
            Rows(
                findings,
                outcome => models.Select(model => Cell(findings, measure, outcome, model.Slug, part))
            )
        )
        {
            Sortable = true,
        };
    }

    // Drug by drug, then the means in strong letters; each row has the drug's code or the mean's name at its front.
    private static ImmutableArray<TableRow> Rows(
        ResistanceFindings findings,
        Func<string, IEnumerable<TableCell>> cells
    )
    {
        return
        [
            .. findings.Drugs.Select(drug => Row(drug.Code, drug.Code, strong: false)),
            .. findings.Means.Select(mean => Row(mean.Outcome, $"Mean, {mean.Name}", strong: true)),
        ];

        TableRow Row(string outcome, string name, bool strong) =>
            new([name, .. cells(outcome)]) { Strong = strong };
    }

    private static DataTable Flattery(ResistanceFindings findings) =>
        new(
            "The network with isolates dealt out at random, and with near-identical ones kept together",
            [
                new TableColumn("Drug"),
                new TableColumn("At random", Number: true),
                new TableColumn("Clusters together", Number: true),
                new TableColumn("Flattery", Number: true),
            ],
            Rows(findings, outcome => Flattered(findings, outcome))
        )
        {
            Footnote =
                "AUROC over all isolates of the first repetition, since a fold that holds one large cluster has little to rank.",
        };

    private static TableCell[] Flattered(ResistanceFindings findings, string outcome)
    {
        var random = ResistanceReport.Find(findings, "auroc_pooled", outcome);
        var grouped = ResistanceReport.Find(findings, "auroc_pooled", outcome, part: ByCluster);
        return
        [
            Cell(random),
            Cell(grouped),
            Numerals.Fixed(random?.Estimate.Value - grouped?.Estimate.Value),
        ];
    }

    private static DataTable? Comparison(ResistanceFindings findings, string part)
    {
        var models = findings
            .Models.Where(model =>
                !IsCatalogue(model.Slug)
                && findings.Comparisons.Any(one => one.Model == model.Slug && one.Part == part)
            )
            .ToArray();
        if (models.Length == 0)
            return null;
        return new DataTable(
            "The network's AUROC less another model's, fold by fold on the same isolates",
            [
                new TableColumn("Drug"),
                .. models.SelectMany(model =>
                    new[]
                    {
                        new TableColumn($"Less {model.Name}", Number: true),
                        new TableColumn("p", Number: true),
                    }
                ),
            ],
            Rows(findings, outcome => models.SelectMany(model => Pair(findings, part, model.Slug, outcome)))
        )
        {
            Footnote =
                "Paired test by each isolate's influence on both AUROCs (DeLong's, over all folds); isolates of one cluster count together where clusters are kept together. Trees took part in the first repetition alone.",
        };
    }

    private static TableCell[] Pair(ResistanceFindings findings, string part, string model, string outcome)
    {
        var found = findings.Comparisons.FirstOrDefault(one =>
            one.Part == part && one.Model == model && one.Outcome == outcome
        );
        return found is null
            ? [Numerals.Undefined, Numerals.Undefined]
            : [TableCell.Of(found.Difference, value => Numerals.Fixed(value)), Numerals.P(found.PValue)];
    }

    // A catalogue says resistant or not and has no threshold to choose.
    private static IEnumerable<ReportElement> Catalogues(ResistanceFindings findings)
    {
        foreach (var (slug, name) in findings.Models.Where(model => IsCatalogue(model.Slug)))
            yield return CatalogueTable.Of(
                name,
                findings.Drugs.Select(drug => drug.Code),
                (measure, drug) => ResistanceReport.Find(findings, measure, drug, slug),
                "Nothing is learnt, so all isolates are judged."
            );
    }

    // What only says yes or no ranks nothing; its calls have tables of their own.
    private static bool IsCatalogue(string slug) =>
        slug.StartsWith(CatalogueCalls.Prefix, StringComparison.Ordinal);

    private static TableCell Cell(
        ResistanceFindings findings,
        string measure,
        string outcome,
        string model = "network",
        string part = "cross_validation"
    ) => Cell(ResistanceReport.Find(findings, measure, outcome, model, part));

    public static TableCell Cell(Measure? measure) =>
        measure is null
            ? Numerals.Undefined
            : TableCell.Of(measure.Estimate, Numerals.FormatOf(measure.Name));
}
