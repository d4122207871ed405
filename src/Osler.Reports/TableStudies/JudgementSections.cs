using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Reports.Pages;
using Osler.Reports.Plots;

namespace Osler.Reports.TableStudies;

/// <summary>How well the network ranks, how right its probabilities are, and what acting on them would bring.</summary>
internal static class JudgementSections
{
    public static ReportSection? Discrimination(StudyContext context)
    {
        if (context.Curves.Count == 0)
            return null;
        var network = context.Curves[0];
        var points = Points(context);
        var roc = CurvePlots.Roc(
            [.. Every(context, (curves, i) => curves.Roc(context.Legend(i, "auroc", "AUROC"), Inks.Of(i)))],
            [
                .. points.Select(point => new CurveMark(
                    MeasureBook.PointMark(point.Point.Name),
                    1 - point.Counts.Specificity.Value ?? double.NaN,
                    point.Counts.Sensitivity.Value ?? double.NaN
                )),
            ],
            network.Empty
        );
        var precision = CurvePlots.PrecisionRecall(
            [
                .. Every(
                    context,
                    (curves, i) =>
                        curves.PrecisionRecall(context.Legend(i, "average_precision", "AP"), Inks.Of(i))
                ),
            ],
            network.Prevalence,
            [
                .. points.Select(point => new CurveMark(
                    MeasureBook.PointMark(point.Point.Name),
                    point.Counts.Sensitivity.Value ?? double.NaN,
                    point.Counts.Ppv.Value ?? double.NaN
                )),
            ],
            network.Empty
        );
        string marked =
            points.Count == 0 ? "" : $" Points mark the thresholds, chosen {context.ChosenOn} and frozen.";
        string folds = context.CrossValidated
            ? " Curves are of all out-of-fold predictions together; the AUROC in the legend is the mean over the folds."
            : "";
        return new ReportSection(
            "discrimination",
            "Discrimination",
            [
                new Prose(
                    "How well the models tell cases with the outcome from cases without it, whatever the threshold."
                ),
                new FigureRow([
                    new Figure(
                        roc,
                        Alternative(context, "Receiver operating characteristic", "auroc"),
                        $"Sensitivity against 1 − specificity on {Numerals.Count(context.Cases)} {context.CaseWords}.{marked}{folds}"
                    )
                    {
                        Heading = "Receiver operating characteristic",
                    },
                    new Figure(
                        precision,
                        Alternative(context, "Precision and recall", "average_precision"),
                        "Of those called positive, how many have the outcome, against the share of all with the outcome that is found."
                    )
                    {
                        Heading = "Precision and recall",
                    },
                ]),
            ]
        );
    }

    public static ReportSection? Calibration(StudyContext context)
    {
        if (context.Curves.Count == 0)
            return null;
        var network = context.Curves[0];
        var plot = CurvePlots.Calibration(
            network.Empty is null ? network.Groups() : [],
            network.Empty is null ? network.Smooth() : null,
            network.Scores,
            network.Empty
        );
        string Text(string measure)
        {
            var estimate = context.Book.Of(measure);
            return estimate.Value is null
                ? $"{Numerals.Undefined} ({estimate.Undefined ?? "undefined"})"
                : Numerals.WithInterval(estimate, Numerals.FormatOf(measure));
        }
        return new ReportSection(
            "calibration",
            "Calibration",
            [
                new Prose(
                    "Whether of patients told a risk of one in five, one in five has the outcome."
                        + (
                            context.Findings.Recalibrated
                                ? " Slope and intercept of the network's log odds had been set right on out-of-fold predictions of the training cases; here is how right they are for the judged ones."
                                : ""
                        )
                ),
                new FigureRow([
                    new Figure(
                        plot,
                        $"Calibration of the network: slope {Text("calibration_slope")}, intercept {Text("calibration_intercept")}.",
                        "Observed share against predicted probability, in groups of equal size. Points above the dotted line: the network understates the risk."
                    )
                    {
                        Heading = "Calibration of the network",
                    },
                    new Figure(
                        CurvePlots.Spread(network.Of(outcome: true), network.Of(outcome: false)),
                        "Distribution of the predicted probability among cases with and without the outcome.",
                        "How the predictions of the two groups are spread; the less they overlap, the better the network tells them apart."
                    )
                    {
                        Heading = "Predictions by outcome",
                    },
                ]),
                new FactList([
                    (
                        "Calibration slope (1 is right; below 1, predictions are too extreme)",
                        Text("calibration_slope")
                    ),
                    (
                        "Calibration intercept, log odds with the slope held at 1 (0 is right; above 0, risks are too low on the whole, below 0 too high)",
                        Text("calibration_intercept")
                    ),
                    ("Expected calibration error", Text("ece")),
                    ("Brier score", Text("brier")),
                ]),
            ]
        );
    }

    public static ReportSection? Thresholds(StudyContext context)
    {
        var points = Points(context);
        if (points.Count == 0)
            return null;
        string[] measures = ["sensitivity", "specificity", "ppv", "npv", "accuracy", "f1"];
        ImmutableArray<ReportElement> elements =
        [
            new Prose(
                $"Thresholds were chosen {context.ChosenOn} and frozen before these cases were looked at. A case is called positive at or above the threshold."
            ),
            .. points.Select(point => new Confusion(
                MeasureBook.PointLabel(point.Point.Name),
                $"Threshold {Numerals.Percent(point.Point.Threshold)}. Rule: {point.Point.Rule}.",
                point.Counts.TruePositives,
                point.Counts.FalsePositives,
                point.Counts.FalseNegatives,
                point.Counts.TrueNegatives,
                [
                    .. measures.Select(measure =>
                        context.Key(measure, note: null, operatingPoint: point.Point.Name)
                    ),
                ]
            )),
        ];
        return new ReportSection("thresholds", "Decisions at the frozen thresholds", elements);
    }

    internal static List<(OperatingPoint Point, ConfusionCounts Counts)> Points(StudyContext context) =>
        context.Curves.Count == 0
            ? []
            :
            [
                .. context.Findings.OperatingPoints.Select(point =>
                    (point, context.Curves[0].At(point.Threshold))
                ),
            ];

    private static IEnumerable<Curve> Every(StudyContext context, Func<JudgedCurves, int, Curve> curve) =>
        context.Curves.Select(curve);

    private static string Alternative(StudyContext context, string name, string measure) =>
        $"{name}. "
        + string.Join(
            "; ",
            context.Findings.Judged.Models.Select(model =>
                $"{model.Label}: {MeasureBook.Label(measure)} {Numerals.WithInterval(context.Book.Of(measure, model.Model), Numerals.FormatOf(measure))}"
            )
        )
        + ".";
}
