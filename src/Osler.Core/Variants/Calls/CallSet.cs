using System.Collections.Immutable;
using Osler.Core.Faults;
using Osler.Core.Variants.Annotation;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Calls;

/// <summary>
/// One isolate's changes of the reference, and for every position of the known loci whether it is changed, as the
/// reference, or not determined.
/// </summary>
public sealed class CallSet
{
    private readonly PositionStates _states;
    private readonly Lazy<ImmutableArray<Mutation>> _mutations;

    internal CallSet(
        ReferenceSequence reference,
        GeneMap genes,
        ImmutableArray<Call> calls,
        PositionStates states,
        CallCounts counts
    )
    {
        Reference = reference;
        Genes = genes;
        Calls = calls;
        Counts = counts;
        _states = states;
        _mutations = new(() => Annotator.Annotate(calls, reference, genes));
    }

    /// <summary>What positions are of.</summary>
    public ReferenceSequence Reference { get; }

    /// <summary>The genes by which changes are named.</summary>
    public GeneMap Genes { get; }

    /// <summary>The changes within the known loci, by position.</summary>
    public ImmutableArray<Call> Calls { get; }

    /// <summary>What the file held, and what was left out.</summary>
    public CallCounts Counts { get; }

    /// <summary>The changes as they bear on genes: codons joined, proteins translated.</summary>
    public ImmutableArray<Mutation> Mutations => _mutations.Value;

    /// <summary>The mutations that some of the changes make, each once, by HGVS.</summary>
    /// <param name="changes">Of these calls.</param>
    public ImmutableArray<string> MutationsOf(ImmutableArray<Call> changes) =>
        [
            .. Mutations
                .Where(mutation => mutation.Calls.Any(changes.Contains))
                .Select(mutation => mutation.Hgvs)
                .Distinct(),
        ];

    /// <summary>What was taken for granted or left out, in sentences for a report.</summary>
    public ImmutableArray<string> Assumptions => Counts.Sentences(_states);

    /// <summary>Reads an isolate's VCF file against the loci of H37Rv.</summary>
    /// <param name="path">Plain, gzip or bgzip.</param>
    /// <param name="settings">Null for the defaults.</param>
    /// <exception cref="DataException">
    /// No VCF; another species or build (contig, length, REF); unsorted; truncated; several samples where none is named; a
    /// genotype that calls an allele that is not listed; a record that does not fit its header.
    /// </exception>
    public static CallSet Read(string path, CallSettings? settings = null) =>
        Read(path, H37Rv.Loci, H37Rv.Genes, settings);

    /// <summary>As the other, against another reference.</summary>
    /// <param name="path">Plain, gzip or bgzip.</param>
    /// <param name="reference">Bases where they are known; records elsewhere are counted and left out.</param>
    /// <param name="genes">By which changes are named.</param>
    /// <param name="settings">Null for the defaults.</param>
    /// <exception cref="DataException">As for the other.</exception>
    public static CallSet Read(
        string path,
        ReferenceSequence reference,
        GeneMap genes,
        CallSettings? settings = null
    )
    {
        ArgumentNullException.ThrowIfNull(path);
        settings ??= CallSettings.Default;
        using var reader = VcfReader.Open(path, reference, settings.Sample);
        return new CallReading(reader, reference, settings).ToEnd(genes);
    }

    /// <summary>As the others, from a stream.</summary>
    /// <param name="stream">Read to its end and closed.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <param name="settings">Null for the defaults.</param>
    /// <exception cref="DataException">As for the others.</exception>
    public static CallSet Read(Stream stream, string where, CallSettings? settings = null)
    {
        settings ??= CallSettings.Default;
        using var reader = VcfReader.Open(stream, where, H37Rv.Loci, settings.Sample);
        return new CallReading(reader, H37Rv.Loci, settings).ToEnd(H37Rv.Genes);
    }

    /// <summary>An isolate that has just these changes, and elsewhere the reference; for simulation and tests.</summary>
    /// <param name="changes">In any order.</param>
    public static CallSet Of(IEnumerable<Variant> changes) =>
        Of(changes, new PositionStates(H37Rv.Loci) { SilenceIsReference = true });

    /// <summary>An isolate of which a table names changes: what it says nothing of is not determined.</summary>
    /// <param name="present">Changes that it has, in any order.</param>
    /// <param name="absent">Stretches that are as the reference, first and last position.</param>
    public static CallSet Named(IEnumerable<Variant> present, IEnumerable<(int Start, int End)> absent)
    {
        ArgumentNullException.ThrowIfNull(absent);
        var states = new PositionStates(H37Rv.Loci);
        foreach (var (start, end) in absent)
            states.Refer(start, end);
        return Of(present, states);
    }

    private static CallSet Of(IEnumerable<Variant> changes, PositionStates states)
    {
        var calls = changes
            .Select((change, i) => new Call(change.LeftAligned(H37Rv.Loci), i, null, Mixed: false))
            .OrderBy(call => call.Variant.Position)
            .ToImmutableArray();
        foreach (var call in calls)
            states.Vary(call.Variant);
        return new CallSet(H37Rv.Loci, H37Rv.Genes, calls, states, new CallCounts());
    }

    /// <summary>What is known of a position; unknown outside of the loci.</summary>
    /// <param name="position">From 1.</param>
    public PositionState StateAt(int position) =>
        Reference.Knows(position) ? _states[position] : PositionState.Unknown;

    /// <summary>Are all positions from start to end determined, as the reference or changed?</summary>
    /// <param name="start">From 1.</param>
    /// <param name="end">Included.</param>
    public bool Determined(int start, int end)
    {
        for (int position = start; position <= end; position++)
            if (StateAt(position) == PositionState.Unknown)
                return false;
        return true;
    }

    /// <summary>The share of positions from start to end that are determined; 0 to 1, 1 where there are none.</summary>
    /// <param name="start">From 1.</param>
    /// <param name="end">Included.</param>
    public double ShareDetermined(int start, int end)
    {
        if (end < start)
            return 1;
        int determined = 0;
        for (int position = start; position <= end; position++)
            determined += StateAt(position) == PositionState.Unknown ? 0 : 1;
        return (double)determined / (end - start + 1);
    }
}
