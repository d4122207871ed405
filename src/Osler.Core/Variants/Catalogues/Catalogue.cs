using System.Collections.Immutable;
using Osler.Core.Faults;
using Osler.Core.Variants.Annotation;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Features;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Catalogues;

/// <summary>A rule: what a set of mutations means for a drug.</summary>
/// <param name="Drug">The drug.</param>
/// <param name="Text">As the catalogue writes it.</param>
/// <param name="Call">What it means.</param>
/// <param name="Grade">The catalogue's confidence; null where it gives none.</param>
/// <param name="Parts">All must be met, each by some mutation.</param>
internal sealed record Rule(
    Drug Drug,
    string Text,
    ResistanceCall Call,
    string? Grade,
    ImmutableArray<RulePart> Parts
)
{
    /// <summary>How particular it is: several conditions together are most.</summary>
    public int Rank => Parts.Length > 1 ? RulePart.Exact + 1 : Parts[0].Rank;
}

/// <summary>A catalogue of mutations and the resistance that they bring: the WHO's, TBDB, and their like.</summary>
public sealed class Catalogue
{
    /// <summary>
    /// The share of the places where resistance is known to arise that must be determined for an isolate without any
    /// such mutation to be susceptible.
    /// </summary>
    public const double Needed = 0.95;

    private readonly ImmutableArray<(
        Drug Drug,
        ImmutableArray<Rule> Rules,
        ImmutableArray<int> Places
    )> _drugs;

    internal Catalogue(string name, IEnumerable<Rule> rules, ImmutableArray<string> unread)
    {
        Name = name;
        Unread = unread;
        _drugs =
        [
            .. rules
                .GroupBy(rule => rule.Drug)
                .Select(group =>
                    (
                        group.Key,
                        group.ToImmutableArray(),
                        group
                            .Where(rule => rule.Call == ResistanceCall.Resistant)
                            .SelectMany(rule => rule.Parts)
                            .SelectMany(part => part.Positions)
                            .Distinct()
                            .Order()
                            .ToImmutableArray()
                    )
                ),
        ];
    }

    /// <summary>The catalogue's own name and version.</summary>
    public string Name { get; }

    /// <summary>Rules that are understood.</summary>
    public int Rules => _drugs.Sum(drug => drug.Rules.Length);

    /// <summary>Rules that are not, as the file writes them; they judge nothing.</summary>
    public ImmutableArray<string> Unread { get; }

    /// <summary>The drugs that it has rules for.</summary>
    public IEnumerable<Drug> Drugs => _drugs.Select(drug => drug.Drug);

    /// <summary>Reads a catalogue: one in GARC1 (columns DRUG, MUTATION, PREDICTION) or TBDB's table (Gene, Mutation, Drug).</summary>
    /// <param name="path">CSV, plain or gzipped.</param>
    /// <exception cref="DataException">Absent, other columns, no rule that can be read, truncated gzip.</exception>
    public static Catalogue Read(string path) => CatalogueFile.Read(path, H37Rv.Loci, H37Rv.Genes);

    /// <summary>Judges an isolate for each of the catalogue's drugs.</summary>
    /// <param name="isolate">Its calls.</param>
    /// <remarks>
    /// Each mutation is judged by the most particular rule that fits it: several named together, the change itself, its
    /// place, its sort, its gene. A mutation without a rule says nothing. Resistant counts before uncertain, and this
    /// before susceptible. Where nothing speaks for resistance but less than <see cref="Needed"/> of the places where the
    /// catalogue knows it to arise are determined, the drug is not determined.
    /// </remarks>
    public Judgement Judge(CallSet isolate)
    {
        ArgumentNullException.ThrowIfNull(isolate);
        return new Judgement([.. _drugs.Select(drug => Judge(isolate, drug.Drug, drug.Rules, drug.Places))]);
    }

    /// <summary>What the catalogue says of one feature of the WDNN data set, drug by drug.</summary>
    /// <param name="feature">In either spelling; a pool has no verdict.</param>
    /// <returns>The rules that fit it, one a drug; empty where none does.</returns>
    /// <exception cref="DataException">No feature's name.</exception>
    public ImmutableArray<(Drug Drug, Evidence Evidence)> Grade(string feature) =>
        FeatureName.Parse(feature).Change is { } change ? Grade([change]) : [];

    /// <summary>What the catalogue says of changes that an isolate has and no others, drug by drug.</summary>
    /// <param name="changes">Of H37Rv, in any order.</param>
    /// <returns>The most resistant rule that fits, one a drug; empty where none does.</returns>
    public ImmutableArray<(Drug Drug, Evidence Evidence)> Grade(IEnumerable<Variant> changes)
    {
        var isolate = CallSet.Of(changes);
        return
        [
            .. _drugs
                .Select(drug => (drug.Drug, Evidence: EvidenceOf(isolate, drug.Rules)))
                .Where(found => !found.Evidence.IsEmpty)
                .Select(found => (found.Drug, found.Evidence[0])),
        ];
    }

    private static DrugVerdict Judge(
        CallSet isolate,
        Drug drug,
        ImmutableArray<Rule> rules,
        ImmutableArray<int> places
    )
    {
        var evidence = EvidenceOf(isolate, rules);
        double determined =
            places.Length == 0
                ? 1
                : (double)places.Count(place => isolate.StateAt(place) != PositionState.Unknown)
                    / places.Length;
        var call = evidence.IsEmpty ? ResistanceCall.Susceptible : evidence[0].Call;
        if (call != ResistanceCall.Resistant && determined < Needed)
            call = ResistanceCall.NotDetermined;
        return new DrugVerdict(drug, call, evidence, determined);
    }

    // Each mutation that a rule fits, by the most particular one; resistant ones first.
    private static ImmutableArray<Evidence> EvidenceOf(CallSet isolate, ImmutableArray<Rule> rules)
    {
        var best = new Dictionary<Mutation, (Rule Rule, ImmutableArray<Mutation> All)>(
            ReferenceEqualityComparer.Instance
        );
        foreach (var rule in rules)
        {
            if (rule.Parts.Length == 1)
            {
                foreach (var mutation in isolate.Mutations)
                    if (rule.Parts[0].Fits(mutation))
                        Keep(rule, mutation, [mutation]);
                continue;
            }
            var met = rule.Parts.Select(part => isolate.Mutations.Where(part.Fits).ToArray()).ToArray();
            if (met.Any(fitting => fitting.Length == 0))
                continue;
            var all = met.SelectMany(fitting => fitting).Distinct().ToImmutableArray();
            foreach (var mutation in all)
                Keep(rule, mutation, all);
        }
        return
        [
            .. best
                .Values.DistinctBy(pair => (pair.Rule, pair.All[0]))
                .OrderByDescending(pair => pair.Rule.Call)
                .Select(pair => new Evidence(pair.All, pair.Rule.Text, pair.Rule.Call, pair.Rule.Grade)),
        ];

        void Keep(Rule rule, Mutation mutation, ImmutableArray<Mutation> all)
        {
            if (
                !best.TryGetValue(mutation, out var other)
                || rule.Rank > other.Rule.Rank
                || (rule.Rank == other.Rule.Rank && rule.Call > other.Rule.Call)
            )
                best[mutation] = (rule, all);
        }
    }
}
