using System.Globalization;
using Osler.Core.Variants.Reference;
using Osler.Core.Words;

namespace Osler.Core.Variants.Calls;

/// <summary>Records of one sample that can't all be true of one chromosome: which of them counts, nobody can tell.</summary>
/// <remarks>
/// Two records contradict each other where one calls a change that the other says is absent, or substitutes a base that the
/// other says is the reference's, or where both put something else in the same place and neither calls another allele
/// beside its own. Alleles of one place that a tool split into records do not: "absent" is said there of one allele alone.
/// A record that tells of reference bases within a deletion does not either, as callers write them.
/// </remarks>
internal sealed class Contradictions(ReferenceSequence reference)
{
    private const int MostNamed = 10;

    // What whole calls put in a place: of a base (or before it, where bases are inserted), and which change did.
    private readonly Dictionary<(int Position, bool Before), (string Bases, Variant By)> _there = [];
    private readonly HashSet<Variant> _called = [];
    private readonly HashSet<Variant> _absent = [];
    private readonly HashSet<Variant> _contradicted = [];

    // Records come by position: what lies wholly before the present one is forgotten.
    private int _calledTo;
    private int _absentTo;
    private int _referenceTo;

    /// <summary>Changes that a record contradicts, as they are told in a <see cref="Call"/>.</summary>
    public IReadOnlySet<Variant> Contradicted => _contradicted;

    /// <summary>Goes on to the next record.</summary>
    /// <param name="position">Its position, not before the last one's.</param>
    public void At(int position)
    {
        if (position > _calledTo)
        {
            _called.Clear();
            _there.Clear();
        }
        if (position > _absentTo)
            _absent.Clear();
    }

    /// <summary>A record says that all bases are the reference's.</summary>
    public void Refer(int start, int end)
    {
        // One before said as much, and what was called since was held against it.
        if (end <= _referenceTo)
            return;
        _referenceTo = end;
        foreach (var change in _called)
            if (change.IsSubstitution && Substitutes(change, start, end))
                Contradict(change);
    }

    /// <summary>A record says that this change is absent.</summary>
    public void Deny(Variant change)
    {
        _absent.Add(change);
        _absentTo = Math.Max(_absentTo, change.Position);
        if (_called.Contains(change))
            Contradict(change);
    }

    /// <summary>A record calls a change.</summary>
    /// <param name="change">As short as it can be told, where the record has it.</param>
    /// <param name="whole">No other allele is called beside it, and its reads are more than half.</param>
    public void Call(Variant change, bool whole)
    {
        _called.Add(change);
        _calledTo = Math.Max(_calledTo, Math.Max(change.Position, change.End));
        if (_absent.Contains(change) || (change.IsSubstitution && change.Position <= _referenceTo))
            Contradict(change);
        if (!whole)
            return;
        if (change.Ref.Length == 0)
            Put((change.Position, Before: true), change.Alt, change);
        for (int i = 0; i < change.Ref.Length; i++)
            Put(
                (change.Position + i, Before: false),
                change.IsSubstitution ? change.Alt.Substring(i, 1)
                    : change.Alt.Length == 0 ? ""
                    : $"{change.Position}{change.Ref}>{change.Alt}",
                change
            );
    }

    /// <summary>Takes what was contradicted as not determined, and says so.</summary>
    public void Settle(PositionStates states, CallCounts counts, GeneMap genes)
    {
        if (_contradicted.Count == 0)
            return;
        foreach (var change in _contradicted)
            // An insertion is determined by the bases on its two sides.
            states.Contradict(
                change.Ref.Length == 0 ? change.Position - 1 : change.Position,
                Math.Max(change.Position, change.End)
            );
        int[] places = [.. _contradicted.Select(change => change.Position).Distinct().Order()];
        counts.Contradictory = places.Length;
        counts.Notes.Add(
            $"{Counted.Of(places.Length, "position is", "positions are")} told of in several records that contradict each other, and taken as not determined: {Some.Of([.. places.Select(place => Words(place, genes))], MostNamed)}."
        );
    }

    private void Put((int Position, bool Before) place, string bases, Variant by)
    {
        if (_there.TryAdd(place, (bases, by)) || _there[place].Bases == bases)
            return;
        Contradict(by);
        Contradict(_there[place].By);
    }

    private static bool Substitutes(Variant change, int start, int end)
    {
        for (int i = 0; i < change.Ref.Length; i++)
            if (change.Position + i >= start && change.Position + i <= end && change.Ref[i] != change.Alt[i])
                return true;
        return false;
    }

    private void Contradict(Variant change) => _contradicted.Add(change.LeftAligned(reference));

    private static string Words(int position, GeneMap genes)
    {
        string number = position.ToString("N0", CultureInfo.InvariantCulture);
        return genes.Within(position, position).FirstOrDefault() is { } gene
            ? $"{number} ({gene.Name})"
            : number;
    }
}
