using System.Collections.Immutable;

namespace Osler.Core.Metrics;

/// <summary>How a model does in one group of cases.</summary>
/// <param name="Name">Column and value: <c>sex=female</c>, <c>age=60-69</c>, <c>site=unknown</c>.</param>
/// <param name="Cases">Cases in the group.</param>
/// <param name="Positives">Those with the outcome.</param>
/// <param name="Measures">Every binary measure, with <see cref="Measure.Subgroup"/> set.</param>
/// <param name="Note">What a reader must know before comparing: that the group is small; null for none.</param>
public sealed record SubgroupResult(
    string Name,
    int Cases,
    int Positives,
    ImmutableArray<Measure> Measures,
    string? Note
);

/// <summary>Judges a model by groups of cases.</summary>
public static class Subgroups
{
    /// <summary>A group with fewer cases of either class than this is called small.</summary>
    public const int Few = 10;

    /// <summary>
    /// One result a group, groups by name in ordinal order, those of unknown membership last. A difference between
    /// groups is not tested: look at the intervals, and at the number of groups looked at.
    /// </summary>
    /// <param name="column">What the groups are of: <c>sex</c>, <c>age</c>, <c>site</c>.</param>
    /// <param name="groups">[cases] each case's group; null or empty where unknown.</param>
    /// <param name="outcome">The outcome's name.</param>
    /// <param name="part"><c>test</c> or another part's name.</param>
    /// <param name="model"><c>network</c> or a baseline's slug.</param>
    /// <param name="scores">[cases] probabilities.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    /// <param name="operatingPoints">Frozen thresholds, the same for every group.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="folds">
    /// [cases] the fold; empty for none. Where some fold has one class only in a group, its AUROC and average
    /// precision are pooled over folds, and the note says so.
    /// </param>
    /// <param name="draws">Resamples of the bootstrap.</param>
    /// <param name="order">Groups in the order in which they are told; others follow by name. Null: all by name.</param>
    /// <exception cref="Faults.DataException">A score is NaN or not in [0, 1].</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static ImmutableArray<SubgroupResult> Judge(
        string column,
        ReadOnlySpan<string?> groups,
        string outcome,
        string part,
        string model,
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        ReadOnlySpan<ulong> patients = default,
        IReadOnlyList<OperatingPoint>? operatingPoints = null,
        long seed = 0,
        ReadOnlySpan<int> folds = default,
        int draws = 1000,
        IReadOnlyList<string>? order = null
    )
    {
        Checked.Probabilities(scores, outcomes);
        Checked.Patients(patients, scores.Length);
        if (groups.Length != scores.Length)
            throw new ArgumentException($"{groups.Length} groups for {scores.Length} cases.", nameof(groups));
        const string Unknown = "unknown";
        var members = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        var unknown = new List<int>();
        for (int i = 0; i < groups.Length; i++)
        {
            if (string.IsNullOrEmpty(groups[i]))
                unknown.Add(i);
            else if (members.TryGetValue(groups[i]!, out var known))
                known.Add(i);
            else
                members.Add(groups[i]!, [i]);
        }
        var results = ImmutableArray.CreateBuilder<SubgroupResult>();
        string[] first = [.. (order ?? []).Distinct().Where(members.ContainsKey)];
        string[] rest = [.. members.Keys.Except(first)];
        foreach (
            var (group, cases) in first
                .Concat(rest)
                .Select(name => KeyValuePair.Create(name, members[name]))
                .Append(new(Unknown, unknown))
        )
        {
            if (cases.Count == 0)
                continue;
            var chosen = new KnownCases([], [], [.. cases]);
            double[] some = chosen.Of(scores);
            bool[] theirs = chosen.Of(outcomes);
            int[] parts = chosen.Of(folds);
            int positives = Checked.Positives(theirs);
            bool lacking =
                parts.Length > 0 && CrossValidated.Auroc(some, theirs, parts).Value is null && positives > 0;
            string name = $"{column}={group}";
            results.Add(
                new SubgroupResult(
                    name,
                    cases.Count,
                    positives,
                    BinaryJudge.Judge(
                        outcome,
                        part,
                        model,
                        some,
                        theirs,
                        chosen.Of(patients),
                        operatingPoints,
                        seed,
                        lacking ? [] : parts,
                        draws,
                        name
                    ),
                    Note(cases.Count, positives, lacking)
                )
            );
        }
        return results.DrainToImmutable();
    }

    private static string? Note(int cases, int positives, bool pooled)
    {
        string? small =
            Math.Min(positives, cases - positives) < Few
                ? $"small group: {positives} with and {cases - positives} without the outcome"
                : null;
        string? pool = pooled ? "AUROC pooled over folds, since a fold lacks a class here" : null;
        return small is null ? pool
            : pool is null ? small
            : $"{small}; {pool}";
    }
}
