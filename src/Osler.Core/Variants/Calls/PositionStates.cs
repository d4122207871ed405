using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Calls;

/// <summary>
/// For each position of the known loci what the records said: nothing, the reference, not determined, changed. Where
/// records overlap, what says more is kept: a change, then a doubt, then the reference; unless they contradict each other.
/// </summary>
internal sealed class PositionStates(ReferenceSequence reference)
{
    private const byte SaidReference = 1;
    private const byte SaidUnknown = 2;
    private const byte SaidVariant = 3;
    private const byte SaidOtherwise = 4;
    private const int PageBits = 12;

    // Pages come with what is first said of one of their positions.
    private readonly byte[]?[] _pages = new byte[(reference.Length >> PageBits) + 1][];

    /// <summary>A position of which nothing is said is as the reference; else it is not determined.</summary>
    public bool SilenceIsReference { get; set; }

    public PositionState this[int position] =>
        (_pages[position >> PageBits]?[position & ((1 << PageBits) - 1)] ?? 0) switch
        {
            SaidReference => PositionState.Reference,
            SaidVariant => PositionState.Variant,
            SaidUnknown or SaidOtherwise => PositionState.Unknown,
            _ => SilenceIsReference ? PositionState.Reference : PositionState.Unknown,
        };

    public void Refer(int start, int end) => Raise(start, end, SaidReference);

    public void Doubt(int start, int end) => Raise(start, end, SaidUnknown);

    /// <summary>What is told in several ways, whatever else is said of it.</summary>
    public void Contradict(int start, int end) => Raise(start, end, SaidOtherwise);

    /// <summary>The bases that a change replaces; an insertion replaces none.</summary>
    public void Vary(Variant change) => Raise(change.Position, change.End, SaidVariant);

    private void Raise(int start, int end, byte said)
    {
        foreach (var locus in reference.Loci)
        {
            int last = Math.Min(end, locus.End);
            for (int position = Math.Max(start, locus.Start); position <= last; position++)
            {
                byte[] page = _pages[position >> PageBits] ??= new byte[1 << PageBits];
                ref byte own = ref page[position & ((1 << PageBits) - 1)];
                own = Math.Max(own, said);
            }
        }
    }
}
