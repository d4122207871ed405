using Osler.Core.Metrics;
using Osler.Reports.Pages;

namespace Osler.Reports.TextStudies;

/// <summary>When a model says "cannot tell", and what that saves: of texts and of questions alike.</summary>
internal static class SelectiveSection
{
    private static readonly double[] s_coverages = [0.1, 0.25, 0.5, 0.75, 0.9, 1];

    /// <summary>The section.</summary>
    /// <param name="rule">When there is no answer, in a sentence or two.</param>
    /// <param name="cases">What is judged, e.g. "test texts".</param>
    /// <param name="measures">Of <see cref="SelectiveMeasures"/> among others.</param>
    /// <param name="coverage">Share answered and share of wrong answers among them, from the surest on.</param>
    /// <param name="more">What else belongs here.</param>
    public static ReportSection Of(
        string rule,
        string cases,
        IEnumerable<Measure> measures,
        IReadOnlyList<(double Coverage, double Risk)> coverage,
        params ReadOnlySpan<ReportElement> more
    ) =>
        new(
            "cannot-tell",
            "When it cannot tell",
            [
                new Prose(rule),
                new KeyFigures([
                    .. from each in ((string Name, string Label, string Note)[])
                        [
                            ("coverage", "Answered", $"share of {cases} that get an answer"),
                            (
                                "selective_accuracy",
                                "Right where answered",
                                "share of these answers that are right"
                            ),
                            (
                                "aurc",
                                "Area under risk and coverage",
                                "mean risk over all thresholds; 0 is perfect"
                            ),
                        ]
                    let found = measures.FirstOrDefault(measure =>
                        measure.Name == each.Name && measure.Model == "network"
                    )
                    where found is not null
                    select KeyFigure.Of(each.Label, each.Name, found.Estimate, each.Note),
                ]),
                new DataTable(
                    $"Coverage and risk: the surest part of the {cases}, and how much of it is wrong",
                    [new TableColumn("Answered", Number: true), new TableColumn("Wrong", Number: true)],
                    [
                        .. s_coverages
                            .Select(share => coverage.FirstOrDefault(step => step.Coverage >= share - 1e-9))
                            .Where(step => step.Coverage > 0)
                            .Select(step => new TableRow([
                                Numerals.Percent(step.Coverage),
                                Numerals.Percent(step.Risk),
                            ])),
                    ]
                ),
                .. more,
            ]
        );
}
