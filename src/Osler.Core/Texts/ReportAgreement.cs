using System.Collections.Immutable;
using Osler.Core.Intervals;
using Osler.Core.Metrics;

namespace Osler.Core.Texts;

/// <summary>How far what a text says of a finding agrees with the headings that the collection's own indexers gave the report.</summary>
/// <param name="Finding">As in <see cref="ReportFindings.All"/>.</param>
/// <param name="Said">Reports whose text states it as present.</param>
/// <param name="Indexed">Reports with one of its headings.</param>
/// <param name="Both">Reports with both.</param>
/// <param name="Kappa">Cohen's kappa: 0 is chance, 1 full agreement.</param>
/// <param name="Sensitivity">Of the reports with the heading, the share whose text states it.</param>
/// <param name="Ppv">Of the reports whose text states it, the share with the heading.</param>
public sealed record ReportAgreement(
    string Finding,
    int Said,
    int Indexed,
    int Both,
    Estimate Kappa,
    Estimate Sensitivity,
    Estimate Ppv
)
{
    /// <summary>The main headings that mean a finding, each with any qualifier behind a slash; any of several.</summary>
    public static ImmutableDictionary<string, ImmutableArray<string>> Headings { get; } =
        new Dictionary<string, ImmutableArray<string>>
        {
            ["cardiomegaly"] = ["Cardiomegaly"],
            ["effusion"] = ["Pleural Effusion"],
            ["pneumothorax"] = ["Pneumothorax", "Hydropneumothorax", "Hemopneumothorax"],
            ["consolidation"] = ["Consolidation", "Airspace Disease"],
            ["infiltrate"] = ["Infiltrate"],
            ["pneumonia"] = ["Pneumonia"],
            ["atelectasis"] = ["Pulmonary Atelectasis"],
            ["edema"] = ["Pulmonary Edema", "Pulmonary Congestion"],
            ["nodule"] = ["Nodule"],
            ["mass"] = ["Mass"],
            ["granuloma"] = ["Granulomatous Disease", "Calcified Granuloma", "Granuloma"],
            ["emphysema"] = ["Emphysema", "Pulmonary Emphysema", "Lung/hyperdistention"],
            ["fibrosis"] = ["Cicatrix", "Pulmonary Fibrosis"],
            ["hernia"] = ["Hernia, Hiatal"],
            ["fracture"] = ["Fractures, Bone"],
        }.ToImmutableDictionary();

    /// <summary>The agreement on each finding, over the reports that have text and were indexed; empty where none is.</summary>
    /// <param name="reports">The reports.</param>
    /// <param name="mentions">What each says, as of <see cref="ReportFindings.OfAll"/>.</param>
    public static ImmutableArray<ReportAgreement> Of(
        IReadOnlyList<RadiologyReport> reports,
        IReadOnlyList<ImmutableArray<Mention>> mentions
    )
    {
        ArgumentNullException.ThrowIfNull(reports);
        ArgumentNullException.ThrowIfNull(mentions);
        int[] judged =
        [
            .. Enumerable
                .Range(0, reports.Count)
                .Where(i => reports[i].Text.Length > 0 && reports[i].Headings is not null),
        ];
        return judged.Length == 0
            ? []
            :
            [
                .. ReportFindings.All.Select(
                    (finding, k) =>
                        Of(
                            finding.Name,
                            [.. judged.Select(i => mentions[i][k] == Mention.Present ? 1 : 0)],
                            [.. judged.Select(i => Holds(reports[i].Headings!.Value, finding.Name) ? 1 : 0)]
                        )
                ),
            ];
    }

    private static ReportAgreement Of(string finding, int[] said, int[] indexed)
    {
        int both = said.Zip(indexed).Count(pair => pair is (1, 1));
        return new(
            finding,
            said.Sum(),
            indexed.Sum(),
            both,
            WeightedKappa.Of(said, indexed, 2, KappaWeights.None),
            Wilson.Of(both, indexed.Sum(), "no report has the heading"),
            Wilson.Of(both, said.Sum(), "no report states it")
        );
    }

    private static bool Holds(ImmutableArray<string> headings, string finding) =>
        headings.Any(heading =>
            Headings[finding]
                .Any(main => heading == main || heading.StartsWith(main + "/", StringComparison.Ordinal))
        );
}
