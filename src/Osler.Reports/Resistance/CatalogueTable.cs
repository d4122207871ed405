using Osler.Core.Metrics;
using Osler.Reports.Pages;

namespace Osler.Reports.Resistance;

/// <summary>A catalogue's calls beside a network's.</summary>
internal static class CatalogueTable
{
    /// <summary>What looking up a catalogue gives, drug by drug.</summary>
    /// <param name="name">The catalogue's.</param>
    /// <param name="drugs">By code.</param>
    /// <param name="find">A measure of a drug; null where there is none, as for drugs that it has no rules for.</param>
    /// <param name="isolates">Which isolates are judged, in a sentence.</param>
    public static DataTable Of(
        string name,
        IEnumerable<string> drugs,
        Func<string, string, Measure?> find,
        string isolates
    ) =>
        new(
            $"Calls by looking up: {name}",
            [
                new TableColumn("Drug"),
                new TableColumn("Sensitivity", Number: true),
                new TableColumn("Specificity", Number: true),
            ],
            [
                .. drugs
                    .Where(drug => find("sensitivity", drug) is not null)
                    .Select(drug => new TableRow([
                        drug,
                        ResistanceJudgementSections.Cell(find("sensitivity", drug)),
                        ResistanceJudgementSections.Cell(find("specificity", drug)),
                    ])),
            ]
        )
        {
            Footnote =
                $"Resistant where the isolate has a variant that the catalogue grades as one of resistance to the drug. {isolates}",
        };
}
