using System.Collections.Immutable;
using Osler.Core.Words;
using Osler.Reports.Pages;

namespace Osler.Reports.TableStudies;

/// <summary>Who was studied: the flow, table one, and what the checks of the data found.</summary>
internal static class PatientSections
{
    public static ReportSection Flow(StudyContext context)
    {
        var flow = context.Findings.Flow;
        int left = flow.LeftOut.Sum(group => group.Rows);
        FlowBox? leftOut =
            left == 0
                ? null
                : new FlowBox(
                    "Left out",
                    Numerals.Count(left),
                    [.. flow.LeftOut.Select(group => $"{Numerals.Count(group.Rows)}: {group.Reason}")]
                );
        int kept = flow.Parts.Sum(part => part.Rows);
        var diagram = new FlowDiagram(
            new FlowBox("Rows in the source", Numerals.Count(flow.RowsRead), Patients(flow.PatientsRead)),
            leftOut,
            new FlowBox(
                "Analysed",
                Numerals.Count(kept),
                [$"{Share(flow.Parts.Sum(part => part.Positives), kept)} with the outcome"]
            ),
            [
                .. flow.Parts.Select(part => new FlowBox(
                    part.Name,
                    Numerals.Count(part.Rows),
                    [
                        $"{Share(part.Positives, part.Rows)} with the outcome",
                        .. Patients(part.Patients),
                        .. part.Purpose is { } purpose ? [purpose] : ImmutableArray<string>.Empty,
                    ]
                )),
            ]
        );
        List<ReportElement> elements = [diagram];
        if (flow.RowsRead != left + kept)
            elements.Add(
                new Note(
                    NoteKind.Warning,
                    "The flow does not add up:",
                    $"{Numerals.Count(flow.RowsRead)} rows came in, but {Numerals.Count(left)} left out and "
                        + $"{Numerals.Count(kept)} analysed make {Numerals.Count(left + kept)}."
                )
            );
        if (flow.Rule is { } rule)
            elements.Add(new Prose($"How the split was made: {rule}."));
        return new ReportSection("flow", "Flow of patients", [.. elements]);
    }

    public static ReportSection? TableOne(StudyContext context)
    {
        var characteristics = context.Findings.TableOne;
        if (characteristics.Length == 0)
            return null;
        var table = new DataTable(
            "Characteristics by outcome",
            [
                new TableColumn("Characteristic"),
                new TableColumn("All", Number: true),
                new TableColumn("With the outcome", Number: true),
                new TableColumn("Without", Number: true),
                new TableColumn("Missing", Number: true),
                new TableColumn("Standardised difference", Number: true),
            ],
            [.. characteristics.SelectMany(Rows)]
        )
        {
            Footnote =
                "Numbers: median (lower to upper quartile). Categories: count (share of the known values). The "
                + "standardised difference is the difference between the groups in pooled standard deviations; above "
                + "0.1 in size it is usually held to matter.",
        };
        return new ReportSection("table-one", "Characteristics of the patients", [table]);
    }

    public static ReportSection? DataChecks(StudyContext context)
    {
        var remarks = context.Findings.DataRemarks;
        var preprocessing = context.Findings.Preprocessing;
        if (remarks.Length == 0 && preprocessing.Length == 0)
            return null;
        List<ReportElement> elements =
        [
            .. remarks
                .OrderByDescending(remark => remark.Severity)
                .Select(remark => new Note(
                    remark.Severity switch
                    {
                        Severity.Serious => NoteKind.Serious,
                        Severity.Warning => NoteKind.Warning,
                        _ => NoteKind.Plain,
                    },
                    // Most remarks begin with the column's name themselves.
                    remark.Column
                        is { } column
                    && remark.Text.StartsWith(column, StringComparison.Ordinal)
                        ? null
                        : remark.Column,
                    remark.Text
                )),
        ];
        if (remarks.Length == 0)
            elements.Add(new Prose("The checks of the data found nothing to remark on."));
        if (preprocessing.Length > 0)
        {
            elements.Add(new SubHeading("Preparation of the inputs"));
            elements.Add(
                new Prose("Fitted on the training part alone; the same code prepares a new patient's values.")
            );
            elements.Add(new Bullets(preprocessing));
        }
        return new ReportSection("data-checks", "Checks and preparation of the data", [.. elements]);
    }

    private static IEnumerable<TableRow> Rows(Characteristic characteristic)
    {
        if (characteristic is NumericCharacteristic number)
        {
            string name = number.Unit is { } unit ? $"{number.Name} ({unit})" : number.Name;
            int all = number.All.Count + number.All.Missing;
            yield return new TableRow([
                name,
                Quartiles(number.All),
                Quartiles(number.Present),
                Quartiles(number.Absent),
                Missing(number.All.Missing, all),
                Numerals.Fixed(number.StandardisedDifference, 2),
            ]);
        }
        else if (characteristic is CategoricalCharacteristic category)
        {
            int present = category.Levels.Sum(level => level.Present);
            int absent = category.Levels.Sum(level => level.Absent);
            int missing = category.MissingPresent + category.MissingAbsent;
            yield return new TableRow([
                category.Name,
                "",
                "",
                "",
                Missing(missing, present + absent + missing),
                Numerals.Fixed(category.StandardisedDifference, 2),
            ]);
            foreach (var level in category.Levels)
                yield return new TableRow([
                    level.Level,
                    Share(level.Present + level.Absent, present + absent),
                    Share(level.Present, present),
                    Share(level.Absent, absent),
                    "",
                    "",
                ])
                {
                    Indented = true,
                };
        }
    }

    private static string Quartiles(Spread spread) =>
        spread.Median is null
            ? Numerals.Undefined
            : $"{Numerals.Plain(spread.Median)} ({Numerals.Plain(spread.LowerQuartile)} to {Numerals.Plain(spread.UpperQuartile)})";

    private static string Missing(int missing, int all) => missing == 0 ? "0" : Share(missing, all);

    private static string Share(int count, int all) =>
        all == 0
            ? Numerals.Count(count)
            : $"{Numerals.Count(count)} ({Numerals.Percent((double)count / all)})";

    private static ImmutableArray<string> Patients(int? patients) =>
        patients is { } count ? [Counted.Of(count, "patient")] : [];
}
