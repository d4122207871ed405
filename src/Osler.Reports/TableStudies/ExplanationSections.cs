using System.Collections.Immutable;
using Osler.Reports.Pages;
using Osler.Reports.Plots;

namespace Osler.Reports.TableStudies;

/// <summary>What the network rests on, what it has learnt over two inputs, and where it errs.</summary>
internal static class ExplanationSections
{
    private const int MostInputs = 20;
    private const int MostSteps = 8;
    private const int MostPoints = 160;
    private const int MostErrors = 20;

    public static ReportSection? Explanation(StudyContext context)
    {
        var findings = context.Findings;
        return findings.Importance.Length + findings.Dependence.Length + findings.Examples.Length == 0
            ? null
            : Explanation(findings.Importance, findings.Dependence, findings.Examples);
    }

    /// <summary>The section of what was worked out; empty parts are left out.</summary>
    public static ReportSection Explanation(
        ImmutableArray<InputImportance> importance,
        ImmutableArray<InputDependence> dependence,
        ImmutableArray<CaseExplanation> examples
    )
    {
        List<ReportElement> elements =
        [
            new Note(
                NoteKind.Plain,
                null,
                "An explanation tells what the network uses, not what causes the outcome: an input can matter because it stands in for something else."
            ),
        ];
        if (importance.Length > 0)
        {
            elements.Add(new SubHeading("Which inputs matter"));
            elements.Add(Importance(importance));
        }
        if (dependence.Length > 0)
        {
            elements.Add(new SubHeading("How the probability follows each input"));
            elements.Add(
                new Prose(
                    "Mean probability over the patients when one input is set to each value and the others stay as they are; band or whiskers: 95 % interval; short marks at the foot: deciles of the patients' values. Where inputs go together, some of these combinations do not occur."
                )
            );
            elements.Add(new FigureRow([.. Dependences(dependence)], Small: true));
        }
        if (examples.Length > 0)
        {
            elements.Add(new SubHeading("What single predictions rest on"));
            elements.Add(new FigureRow([.. examples.Select(Example)]));
        }
        return new ReportSection("explanation", "What the network rests on", [.. elements]);
    }

    public static ReportSection? Planes(StudyContext context)
    {
        var planes = context.Findings.Planes;
        if (planes.Length == 0)
            return null;
        double[] levels = PlanePlot.Levels(planes.SelectMany(plane => plane.Probabilities));
        return new ReportSection(
            "plane",
            "The probability over two inputs",
            [
                new Prose(
                    "The network's probability for every pair of values, as a map: darker is higher on paper, brighter is higher on a dark screen; each line joins points of equal probability. The shades mean the same in every map."
                ),
                new FigureRow([.. planes.Select(plane => Plane(plane, levels))]),
            ]
        );
    }

    public static ReportSection? Errors(StudyContext context)
    {
        if (context.Findings.WorstErrors is not { Cases.Length: > 0 } errors)
            return null;
        var table = new DataTable(
            "The most confident wrong predictions",
            [
                new TableColumn("Row", Number: true),
                new TableColumn("Probability", Number: true),
                new TableColumn("Outcome"),
                .. errors.Inputs.Select(input => new TableColumn(input)),
            ],
            [
                .. errors
                    .Cases.Take(MostErrors)
                    .Select(error => new TableRow([
                        Numerals.Count(error.Row),
                        Numerals.Percent(error.Probability),
                        error.Outcome ? "present" : "absent",
                        .. errors.Inputs.Select(
                            (_, i) =>
                                new TableCell(i < error.Values.Length ? error.Values[i] : Numerals.Undefined)
                        ),
                    ])),
            ]
        )
        {
            Sortable = true,
            Footnote = "Rows are counted from 1 in the source, without its header. No identifier is shown.",
        };
        return new ReportSection(
            "errors",
            "Where it errs",
            [
                new Prose(
                    "A look at these often finds a wrong label, a wrong unit or a kind of patient that training did not hold. With a true risk below 100 %, some confident predictions must fail."
                ),
                table,
            ]
        );
    }

    private static Figure Importance(ImmutableArray<InputImportance> importance)
    {
        ImmutableArray<InputImportance> sorted =
        [
            .. importance.OrderByDescending(input => input.Loss.Value ?? double.NegativeInfinity),
        ];
        string more =
            sorted.Length > MostInputs
                ? $" The {MostInputs} inputs that matter most of {sorted.Length}."
                : "";
        return new Figure(
            RowPlots.Bars(
                "Loss of AUROC when shuffled",
                [
                    .. sorted
                        .Take(MostInputs)
                        .Select(input => new RowValue(
                            input.Input,
                            input.Loss.Value ?? double.NaN,
                            input.Loss.Low ?? double.NaN,
                            input.Loss.High ?? double.NaN
                        )),
                ]
            ),
            "Permutation importance: "
                + string.Join(
                    "; ",
                    sorted.Take(5).Select(input => $"{input.Input} {Numerals.Fixed(input.Loss.Value)}")
                )
                + ".",
            $"How much AUROC is lost when an input is shuffled among the patients, with 95 % interval. Of two inputs that go together, each may look unimportant.{more}"
        );
    }

    private static IEnumerable<Figure> Dependences(ImmutableArray<InputDependence> dependence)
    {
        double reach = 0.02;
        foreach (var input in dependence)
        foreach (double value in input.Mean.Concat(input.High))
            if (double.IsFinite(value))
                reach = Math.Max(reach, value);
        double step =
            reach > 0.3 ? 0.1
            : reach > 0.1 ? 0.05
            : 0.01;
        reach = Math.Min(1, Math.Ceiling(reach / step) * step);
        foreach (var input in dependence)
        {
            string label = input.Unit is { } unit ? $"{input.Input} ({unit})" : input.Input;
            yield return new Figure(
                HistoryPlots.Dependence(
                    "",
                    input.Values,
                    input.Mean,
                    input.Low,
                    input.High,
                    input.Levels,
                    input.Deciles,
                    reach
                ),
                $"Mean probability over {label}.",
                ""
            )
            {
                Heading = label,
            };
        }
    }

    private static Figure Example(CaseExplanation example)
    {
        bool share = example.Scale == ContributionScale.Probability;
        string Shown(double value) => share ? Numerals.Percent(value) : Numerals.Fixed(value, 2);
        string Effect(double value) =>
            (value > 0 ? "+" : "") + (share ? Numerals.Fixed(value * 100, 1) : Numerals.Fixed(value, 2));
        ImmutableArray<InputContribution> sorted =
        [
            .. example.Contributions.OrderByDescending(contribution => Math.Abs(contribution.Effect)),
        ];
        int shown = sorted.Length == MostSteps + 1 ? sorted.Length : Math.Min(sorted.Length, MostSteps);
        List<WaterfallStep> steps =
        [
            .. sorted
                .Take(shown)
                .Select(contribution => new WaterfallStep(
                    $"{contribution.Input} = {contribution.Value}",
                    contribution.Effect
                )),
        ];
        if (sorted.Length > shown)
            steps.Add(
                new WaterfallStep(
                    $"{sorted.Length - shown} other inputs",
                    sorted.Skip(shown).Sum(contribution => contribution.Effect)
                )
            );
        double start = share ? example.Base * 100 : example.Base;
        if (share)
            steps = [.. steps.Select(step => step with { Effect = step.Effect * 100 })];
        double sum = example.Base + example.Contributions.Sum(contribution => contribution.Effect);
        string rest =
            Math.Abs(sum - example.Prediction) > 1e-3 * Math.Max(1, Math.Abs(example.Prediction))
                ? $" Contributions are estimates and add up to {Shown(sum)}."
                : "";
        string outcome = example.Outcome is { } present
            ? $" The outcome was {(present ? "present" : "absent")}."
            : "";
        return new Figure(
            RowPlots.Waterfall(
                share ? "Probability (%)" : "Log odds",
                start,
                steps,
                value => Effect(share ? value / 100 : value)
            ),
            $"{example.Name}: from {Shown(example.Base)} to {Shown(example.Prediction)}; "
                + string.Join("; ", sorted.Take(5).Select(c => $"{c.Input} {c.Value}: {Effect(c.Effect)}"))
                + ".",
            $"From the mean of {Shown(example.Base)} to this case's {Shown(example.Prediction)}.{outcome}{rest}"
        )
        {
            Heading = example.Name,
        };
    }

    private static Figure Plane(ProbabilityPlane plane, double[] levels)
    {
        int count = Math.Min(plane.CaseX.Length, Math.Min(plane.CaseY.Length, plane.CaseOutcomes.Length));
        int step = Math.Max(1, (count + MostPoints - 1) / MostPoints);
        List<(double, double, bool)> cases = [];
        for (int i = 0; i < count; i += step)
            if (double.IsFinite(plane.CaseX[i]) && double.IsFinite(plane.CaseY[i]))
                cases.Add((plane.CaseX[i], plane.CaseY[i], plane.CaseOutcomes[i]));
        double[] finite = [.. plane.Probabilities.Where(double.IsFinite)];
        string range =
            finite.Length == 0
                ? ""
                : $" from {Numerals.Percent(finite.Min())} to {Numerals.Percent(finite.Max())}";
        return new Figure(
            PlanePlot.Draw(
                plane.X,
                plane.XValues,
                plane.Y,
                plane.YValues,
                plane.Probabilities,
                levels,
                cases
            ),
            $"{plane.Name}: probability over {plane.X} and {plane.Y},{range}.",
            plane.Caption ?? $"Probabilities{range}."
        )
        {
            Heading = plane.Name,
        };
    }
}
