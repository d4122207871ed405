using System.Collections.Immutable;
using Osler.Core.Words;

namespace Osler.Core.Metrics;

/// <summary>Over which findings a mean of <see cref="MultiLabelJudge"/> is.</summary>
/// <param name="Defined">How many findings define the measure.</param>
/// <param name="LeftOut">Those that do not, each with the reason.</param>
public sealed record MeanOver(int Defined, ImmutableArray<(string Outcome, string Reason)> LeftOut)
{
    private const int MostNamed = 5;

    private static readonly (string Name, string Word)[] s_means =
    [
        ("auroc", "AUROC"),
        ("average_precision", "average precision"),
    ];

    /// <summary>What the mean of a measure is over.</summary>
    /// <param name="measures">All of them.</param>
    /// <param name="name">The measure's name.</param>
    public static MeanOver Of(IEnumerable<Measure> measures, string name)
    {
        Measure[] single =
        [
            .. measures.Where(measure =>
                measure.Name == name
                && measure.Outcome != MultiLabelJudge.Mean
                && measure.OperatingPoint is null
            ),
        ];
        return new(
            single.Count(measure => measure.Estimate.Value is not null),
            [
                .. single
                    .Where(measure => measure.Estimate.Value is null)
                    .Select(measure => (measure.Outcome, measure.Estimate.Undefined ?? "undefined")),
            ]
        );
    }

    /// <summary>A sentence for each mean that is over fewer findings than there are.</summary>
    /// <param name="measures">All of them.</param>
    public static ImmutableArray<string> Remarks(ImmutableArray<Measure> measures) =>
        [
            .. s_means
                .Where(mean =>
                    measures.Any(measure =>
                        measure.Name == mean.Name
                        && measure is { Outcome: MultiLabelJudge.Mean, Estimate.Value: not null }
                    )
                )
                .Select(mean => (mean.Word, Over: Of(measures, mean.Name)))
                .Where(mean => !mean.Over.LeftOut.IsEmpty)
                .Select(mean => $"The mean {mean.Word} is over {mean.Over.Named}."),
        ];

    /// <summary>"2 of 3 findings"; "3 findings" where none is left out.</summary>
    public string Count =>
        LeftOut.IsEmpty
            ? Counted.Of(Defined, "finding")
            : $"{Defined:N0} of {Counted.Of(Defined + LeftOut.Length, "finding")}";

    /// <summary>"2 of 3 findings, without 'Hernia' (no positive case)"; "3 findings" where none is left out.</summary>
    public string Named =>
        LeftOut.IsEmpty
            ? Count
            : $"{Count}, without {Some.Of([.. LeftOut.Select(one => $"'{one.Outcome}' ({one.Reason})")], MostNamed)}";
}
