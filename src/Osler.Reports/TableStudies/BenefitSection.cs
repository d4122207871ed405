using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Reports.Pages;
using Osler.Reports.Plots;

namespace Osler.Reports.TableStudies;

/// <summary>What acting on the models would bring: the decision curve with its band, and the same in figures.</summary>
internal static class BenefitSection
{
    // Risks that guidelines act from; those within the drawing are tabled.
    private static readonly double[] s_tabled = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7];

    public static ReportSection? Of(StudyContext context)
    {
        if (context.Curves.Count == 0)
            return null;
        var network = context.Curves[0];
        double prevalence = network.Prevalence;
        // Beyond a few times the prevalence hardly any case is called, and the curves lie on zero.
        double reach = double.IsFinite(prevalence)
            ? Math.Clamp(Math.Ceiling(prevalence * 4 * 20) / 20, 0.1, 0.99)
            : 0.5;
        double[] drawn = [.. Enumerable.Range(1, 80).Select(i => reach * i / 81)];
        double[] tabled = [.. s_tabled.Where(threshold => threshold < reach)];
        ImmutableArray<DecisionPoint>[] points = network.Empty is null
            ?
            [
                .. context.Curves.Select(model =>
                    model.NetBenefit([.. drawn, .. tabled], context.Findings.Run.Seed)
                ),
            ]
            : [];
        var plot = CurvePlots.Decision(
            [.. Curves(context, points, drawn.Length, reach)],
            prevalence,
            reach,
            [.. Marks(context, reach)],
            network.Empty
        );
        var section = new ReportSection(
            "benefit",
            "Clinical benefit",
            [
                new Prose(
                    "Whether acting on the network does more good than acting on everybody or on nobody. The threshold is the risk from which one would act: at 10 %, finding one patient with the outcome is held to be worth nine acted on in vain."
                ),
                new FigureRow([
                    new Figure(
                        plot,
                        "Decision curve: net benefit of each model, of treating all and of treating none over the threshold probability, the network's with its 95 % band.",
                        "Net benefit: true positives for each case, less the false positives that they are worth (Vickers and Elkin 2006). The highest curve at a threshold is the best way to act there. The band is the network's; models judged on the same cases can differ by less than it is wide."
                    )
                    {
                        Heading = "Decision curve",
                    },
                ]),
            ]
        );
        return points.Length == 0
            ? section
            : section with
            {
                Elements = section.Elements.Add(Table(context, points, drawn.Length)),
            };
    }

    private static IEnumerable<Curve> Curves(
        StudyContext context,
        ImmutableArray<DecisionPoint>[] points,
        int count,
        double reach
    )
    {
        for (int model = 0; model < points.Length; model++)
        {
            var own = points[model].AsSpan(0, count).ToArray();
            // One band: three over each other would hide the curves.
            yield return new Curve(
                context.Findings.Judged.Models[model].Label,
                [.. own.Select(point => point.Threshold)],
                [.. own.Select(point => point.NetBenefit.Value ?? double.NaN)],
                Inks.Of(model)
            )
            {
                Low = model > 0 ? [] : [.. own.Select(point => point.NetBenefit.Low ?? double.NaN)],
                High = model > 0 ? [] : [.. own.Select(point => point.NetBenefit.High ?? double.NaN)],
            };
        }
        if (points.Length == 0)
            yield break;
        var network = points[0].AsSpan(0, count).ToArray();
        yield return new Curve(
            "treat all",
            [.. network.Select(point => point.Threshold)],
            [.. network.Select(point => point.TreatAll)],
            Ink.Reference
        );
        yield return new Curve("treat none", [0, reach], [0, 0], Ink.Truth);
    }

    private static IEnumerable<CurveMark> Marks(StudyContext context, double reach) =>
        JudgementSections
            .Points(context)
            .Where(point => point.Point.Threshold > 0 && point.Point.Threshold < reach)
            .Select(point => new CurveMark(
                MeasureBook.PointMark(point.Point.Name),
                point.Point.Threshold,
                DecisionCurve.NetBenefit(point.Counts, point.Point.Threshold)
            ));

    private static DataTable Table(StudyContext context, ImmutableArray<DecisionPoint>[] points, int from) =>
        new(
            "Net benefit for each 100 cases",
            [
                new TableColumn("Act from a risk of"),
                .. context.Findings.Judged.Models.Select(model => new TableColumn(model.Label, Number: true)),
                new TableColumn("Treat all", Number: true),
            ],
            [
                .. Enumerable
                    .Range(from, points[0].Length - from)
                    .Select(t => new TableRow([
                        Numerals.Percent(points[0][t].Threshold, 0),
                        .. points.Select(model => TableCell.Of(model[t].NetBenefit, Hundred)),
                        Hundred(points[0][t].TreatAll),
                    ])),
            ]
        )
        {
            Footnote =
                "Small print: 95 % intervals by drawing patients. Treating none has a net benefit of 0. A net benefit of 2 "
                + "is worth as much as finding two patients with the outcome among 100 cases, and alarming nobody in vain.",
        };

    private static string Hundred(double? netBenefit) => Numerals.Fixed(netBenefit * 100, 2);
}
