using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Reports.Pages;
using Osler.Reports.Plots;

namespace Osler.Reports.TableStudies;

/// <summary>The network against baselines, among subgroups, and against the truth where that is known.</summary>
internal static class ComparisonSections
{
    private static readonly ImmutableArray<string> Compared =
    [
        "auroc",
        "average_precision",
        "brier",
        "log_loss",
        "calibration_slope",
    ];

    public static ReportSection? Models(StudyContext context)
    {
        var models = context.Findings.Judged.Models;
        if (models.Length < 2)
            return null;
        var table = new DataTable(
            $"All models on the same {Numerals.Count(context.Cases)} {context.CaseWords}",
            [
                new TableColumn("Model"),
                .. Compared.Select(measure => new TableColumn(MeasureBook.Label(measure), Number: true)),
                new TableColumn("AUROC of network less this", Number: true),
                new TableColumn("p", Number: true),
            ],
            [.. models.Select(model => Row(context, model))]
        )
        {
            Sortable = true,
            Footnote =
                "Small print: 95 % intervals. p: DeLong's paired test of equal AUROC on the same cases, two-sided, not "
                + "corrected for the number of baselines. Brier score and log loss: lower is better.",
        };
        return new ReportSection(
            "comparison",
            "Comparison with other models",
            [
                new Prose(
                    "A network earns its place only where it does better than a simpler model trained on the same patients."
                ),
                table,
            ]
        );
    }

    public static ReportSection? Subgroups(StudyContext context)
    {
        List<Measure> groups = [.. context.Book.Subgroups("auroc")];
        if (groups.Count == 0)
            return null;
        var all = context.Book.Of("auroc");
        var forest = RowPlots.Forest(
            "AUROC",
            [
                .. groups.Select(group => new RowValue(
                    Name(group.Subgroup),
                    group.Estimate.Value ?? double.NaN,
                    group.Estimate.Low ?? double.NaN,
                    group.Estimate.High ?? double.NaN
                )),
            ],
            all.Value
        );
        ImmutableArray<string> shown = ["auroc", "brier", "calibration_slope", "calibration_intercept"];
        var table = new DataTable(
            "The network by subgroup",
            [
                new TableColumn("Subgroup"),
                new TableColumn("Cases", Number: true),
                new TableColumn("With the outcome", Number: true),
                .. shown.Select(measure => new TableColumn(MeasureBook.Label(measure), Number: true)),
            ],
            [
                new TableRow([
                    "All",
                    Numerals.Count(context.Cases),
                    Numerals.Count(context.Positives),
                    .. shown.Select(measure =>
                        TableCell.Of(context.Book.Of(measure), Numerals.FormatOf(measure))
                    ),
                ])
                {
                    Strong = true,
                },
                .. groups.Select(group => new TableRow([
                    new TableCell(Name(group.Subgroup), Few(group)),
                    Numerals.Count(group.Cases),
                    Numerals.Count(group.Positives),
                    .. shown.Select(measure =>
                        TableCell.Of(
                            context.Book.Of(measure, subgroup: group.Subgroup),
                            Numerals.FormatOf(measure)
                        )
                    ),
                ])),
            ]
        )
        {
            Footnote =
                "Small print: 95 % intervals. Differences between subgroups are not tested; intervals that overlap do "
                + "not prove that the groups are alike, and with many subgroups some will differ by chance.",
        };
        return new ReportSection(
            "subgroups",
            "Subgroups",
            [
                new Prose("Whether the network does as well for everybody."),
                new Figure(
                    forest,
                    "Forest plot of the network's AUROC by subgroup; the numbers are in the table.",
                    $"AUROC with 95 % interval; the dotted line is the AUROC of all cases, {Numerals.Fixed(all.Value)}."
                ),
                table,
            ]
        );
    }

    public static ReportSection? Truth(StudyContext context)
    {
        if (context.Findings.Truth is not { } truth || context.Curves.Count == 0)
            return null;
        var auroc = context.Book.Of("auroc");
        double? gap = truth.BestAuroc.Value - auroc.Value;
        List<KeyFigure> figures =
        [
            new(
                "Best attainable AUROC",
                Numerals.Fixed(truth.BestAuroc.Value),
                Interval(truth.BestAuroc),
                "the true probabilities' own"
            ),
            new("The network's AUROC", Numerals.Fixed(auroc.Value), Interval(auroc), auroc.Undefined),
            new("Left to gain", Numerals.Fixed(gap), null, "best attainable less the network's"),
        ];
        if (truth.BestBrier is { } brier)
            figures.Add(
                new(
                    "Best attainable Brier score",
                    Numerals.Fixed(brier.Value),
                    Interval(brier),
                    $"the network's is {Numerals.Fixed(context.Book.Of("brier").Value)}"
                )
            );
        double[] predicted = context.Findings.Judged.Models[0].Probabilities;
        string error = MeanError(truth.Probabilities, predicted) is { } mean
            ? $" On average the prediction is {Numerals.Fixed(mean * 100, 1)} percentage points away from the truth."
            : "";
        List<ReportElement> elements =
        [
            new Prose(
                "The patients are simulated, so each one's true probability is known. Who falls ill is still chance: no model can rank them better than the true probabilities do."
            ),
            new KeyFigures([.. figures]),
            new FigureRow([
                new Figure(
                    CurvePlots.Truth(truth.Probabilities, predicted),
                    "Predicted probability against true probability of the judged cases.",
                    "Each point is a case; a perfect network lies on the line." + error
                )
                {
                    Heading = "Predicted and true probability",
                },
            ]),
        ];
        if (truth.Equation is { } equation)
            elements.Add(new Prose($"Simulated from: {equation}"));
        return new ReportSection("truth", "Against the simulated truth", [.. elements]);
    }

    private static TableRow Row(StudyContext context, ModelScores model)
    {
        var comparison = context.Findings.Comparisons.FirstOrDefault(other => other.Model == model.Model);
        bool network = model.Model == context.Book.Network;
        TableCell difference =
            comparison is not null ? TableCell.Of(comparison.Difference, value => Numerals.Fixed(value))
            : network ? new TableCell("")
            : new TableCell(Numerals.Undefined, "not compared in this run");
        return new TableRow([
            model.Label,
            .. Compared.Select(measure =>
                TableCell.Of(context.Book.Of(measure, model.Model), Numerals.FormatOf(measure))
            ),
            difference,
            network ? "" : Numerals.P(comparison?.P),
        ])
        {
            Strong = network,
        };
    }

    /// <summary>"sex=female" reads "sex: female".</summary>
    private static string Name(string? subgroup)
    {
        string name = subgroup ?? "";
        int equals = name.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? name : $"{name[..equals]}: {name[(equals + 1)..]}";
    }

    private static string? Few(Measure group) =>
        Math.Min(group.Positives, group.Cases - group.Positives) < Osler.Core.Metrics.Subgroups.Few
            ? "few cases of one kind: read with caution"
            : null;

    private static string? Interval(Estimate estimate)
    {
        string interval = Numerals.Interval(estimate, value => Numerals.Fixed(value));
        return interval.Length == 0 ? null : interval;
    }

    private static double? MeanError(double[] truth, double[] predicted)
    {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < Math.Min(truth.Length, predicted.Length); i++)
            if (double.IsFinite(truth[i]) && double.IsFinite(predicted[i]))
            {
                sum += Math.Abs(truth[i] - predicted[i]);
                count++;
            }
        return count == 0 ? null : sum / count;
    }
}
