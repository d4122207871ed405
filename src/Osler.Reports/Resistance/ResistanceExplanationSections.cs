using Osler.Core.Variants.Annotation;
using Osler.Reports.Pages;
using Osler.Reports.Plots;

namespace Osler.Reports.Resistance;

/// <summary>Which mutations the network rests on, and where it puts the isolates.</summary>
internal static class ResistanceExplanationSections
{
    private static readonly TableColumn[] s_placeColumns =
    [
        new("Locus"),
        new("Base of the locus", Number: true),
        new("Position on H37Rv", Number: true),
        new("DNA"),
        new("Protein"),
    ];

    public static ReportSection? Mutations(ResistanceFindings findings)
    {
        if (findings.Mutations.IsEmpty)
            return null;
        bool placed = findings.Mutations.Any(drug => drug.Rows.Any(row => row.Place is not null));
        bool shuffled = findings.Mutations.Any(drug => drug.Rows.Any(row => row.Drop is not null));
        bool graded = findings.Mutations.Any(drug => drug.Rows.Any(row => row.Grade is not null));
        List<ReportElement> elements =
        [
            new Prose(
                $"For each drug the variants that its predictions rest on most. “Adds” is what the variant adds to the log-odds of resistance in the isolates that have it, by integrated gradients, against {(placed ? "H37Rv, all its positions together" : "the mean isolate")}. {(shuffled ? "“AUROC lost” is what shuffling the variant among the isolates costs. " : "")}A variant that travels with a cause can get part of the credit: this explains the network, not the disease."
            ),
        ];
        foreach (var drug in findings.Mutations)
            elements.Add(
                new DataTable(
                    drug.Drug,
                    [
                        new TableColumn("Variant"),
                        .. placed ? s_placeColumns : [],
                        new TableColumn("Isolates", Number: true),
                        new TableColumn("Resistant", Number: true),
                        new TableColumn("Adds", Number: true),
                        .. shuffled ? (TableColumn[])[new TableColumn("AUROC lost", Number: true)] : [],
                        .. graded ? (TableColumn[])[new TableColumn("What is known")] : [],
                    ],
                    [
                        .. drug.Rows.Select(row => new TableRow([
                            row.Name,
                            .. placed ? Placed(row.Place) : [],
                            Numerals.Count(row.Carriers),
                            Numerals.Percent(
                                row.Carriers == 0 ? null : row.Resistant / (double)row.Carriers,
                                0
                            ),
                            TableCell.Of(row.Attribution, value => Numerals.Fixed(value, 2)),
                            .. shuffled
                                ? (TableCell[])
                                    [
                                        row.Drop is { } drop
                                            ? TableCell.Of(drop, value => Numerals.Fixed(value, 4))
                                            : Numerals.Undefined,
                                    ]
                                : [],
                            .. graded ? (TableCell[])[row.Grade ?? "not listed"] : [],
                        ])),
                    ]
                )
                {
                    Sortable = true,
                }
            );
        return new ReportSection("mutations", "Which mutations", [.. elements]);
    }

    private static TableCell[] Placed(MutationPlace? place) =>
        place is null
            ? [.. s_placeColumns.Select(_ => new TableCell(Numerals.Undefined))]
            :
            [
                place.Locus ?? "between genes",
                place.InLocus is { } number ? Numerals.Count(number) : Numerals.Undefined,
                Numerals.Count(place.Position),
                place.Nucleotide,
                place.Protein ?? Numerals.Undefined,
            ];

    public static ReportSection? Map(ResistanceFindings findings)
    {
        if (findings.Map is not { } map)
            return null;
        return new ReportSection(
            "map",
            "Where the isolates lie",
            [
                new Prose(
                    $"Each isolate's place along the two main directions of the network's last hidden layer (principal components, {Numerals.Percent(map.ShareX, 0)} and {Numerals.Percent(map.ShareY, 0)} of the variance), coloured by resistance. Isolates that were not tested are left out."
                ),
                new FigureRow([
                    .. map.Drugs.Select(drug => new Figure(
                        Plotted(map, drug.Resistant),
                        $"Isolates along two directions of the network's last hidden layer, by resistance to {drug.Drug}.",
                        $"Resistance to {drug.Drug}."
                    )
                    {
                        Heading = drug.Drug,
                    }),
                ]),
            ]
        );
    }

    private static SvgImage Plotted(RepresentationMap map, float[] resistant)
    {
        var plot = new Plot(Axis.Around("First direction", map.X), Axis.Around("Second direction", map.Y));
        foreach (
            var (value, ink, words) in ((float, Ink, string)[])
                [(0, Ink.Network, "susceptible"), (1, Ink.First, "resistant")]
        )
        {
            int[] some = [.. Enumerable.Range(0, resistant.Length).Where(i => resistant[i] == value)];
            plot.Cloud([.. some.Select(i => map.X[i])], [.. some.Select(i => map.Y[i])], ink);
            plot.Legend(ink, LegendMark.Point, words);
        }
        return plot.Finish(map.X.Length == 0 ? "no isolate to show" : null);
    }
}
