using System.Text;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Sequences;

/// <summary>Gathers what a sequence says, position by position, into calls.</summary>
internal sealed class SequenceChanges(ReferenceSequence reference)
{
    private readonly PositionStates _states = new(reference);
    private readonly HashSet<Variant> _changes = [];
    private readonly StringBuilder _lost = new();
    private int _lostFrom;

    /// <summary>Chromosomes that were read.</summary>
    public int Chromosomes { get; set; }

    /// <summary>Loci that came aligned, base beside base of the reference's.</summary>
    public int OnColumns { get; set; }

    /// <summary>Loci that were aligned here.</summary>
    public int Aligned { get; set; }

    /// <summary>Whether any position is determined.</summary>
    public bool Determined { get; private set; }

    /// <summary>What stands beside a position: a base, '-' where it is lost, N where it is not determined.</summary>
    public void Pair(int position, char bases)
    {
        if (bases == '-' && reference.Knows(position))
        {
            if (_lost.Length > 0 && position != _lostFrom + _lost.Length)
                Flush();
            if (_lost.Length == 0)
                _lostFrom = position;
            _lost.Append(reference.At(position));
            return;
        }
        Flush();
        Determined |= bases != 'N' && bases != '-';
        char there = reference.At(position);
        if (bases is 'N' or '-' || there == 'N')
            _states.Doubt(position, position);
        else if (bases == there)
            _states.Refer(position, position);
        else
            Add(new Variant(position, there.ToString(), bases.ToString()));
    }

    /// <summary>Bases that stand before a position and have no partner; nothing where there are none.</summary>
    public void Insert(int position, string bases)
    {
        if (bases.Length == 0)
            return;
        Flush();
        if (bases.Contains('N', StringComparison.Ordinal))
            _states.Doubt(position - 1, position);
        else
            Add(new Variant(position, "", bases));
    }

    public CallSet ToCallSet(GeneMap genes)
    {
        Flush();
        var counts = new CallCounts { TellsReference = true };
        if (Chromosomes > 0)
            counts.Notes.Add(
                "The sequence is on the reference's positions: its gaps were taken as not determined, and insertions can't be told."
            );
        if (OnColumns > 0)
            counts.Notes.Add(
                $"{OnColumns} {(OnColumns == 1 ? "sequence is" : "sequences are")} as long as the locus of the same name and {(OnColumns == 1 ? "was" : "were")} taken as aligned to it: bases inserted there, which an alignment to H37Rv leaves out, can't be told."
            );
        if (Aligned > 0)
            counts.Notes.Add(
                $"{Aligned} {(Aligned == 1 ? "sequence was" : "sequences were")} aligned to the locus of the same name."
            );
        counts.Notes.Add("Positions that the sequences do not reach were taken as not determined.");
        return new CallSet(
            reference,
            genes,
            [
                .. _changes
                    .OrderBy(change => change.Position)
                    .ThenBy(change => change.Alt, StringComparer.Ordinal)
                    .Select((change, i) => new Call(change, i, null, Mixed: false)),
            ],
            _states,
            counts
        );
    }

    private void Flush()
    {
        if (_lost.Length > 0)
            Add(new Variant(_lostFrom, _lost.ToString(), ""));
        _lost.Clear();
    }

    private void Add(Variant change)
    {
        _states.Vary(change);
        _changes.Add(change.LeftAligned(reference));
    }
}
