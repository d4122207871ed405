using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants;

/// <summary>
/// A change of the reference, as short as it can be told: no base is at the beginning or the end of both alleles.
/// </summary>
/// <param name="Position">
/// Of the first changed base, from 1; where bases are only inserted, of the base before which they are.
/// </param>
/// <param name="Ref">The reference's bases; empty for an insertion.</param>
/// <param name="Alt">What is there instead; empty for a deletion.</param>
public readonly record struct Variant(int Position, string Ref, string Alt)
{
    /// <summary>As many bases as before, so that the reading frame and all positions stay.</summary>
    public bool IsSubstitution => Ref.Length == Alt.Length;

    /// <summary>One base for another.</summary>
    public bool IsSingleBase => Ref.Length == 1 && Alt.Length == 1;

    /// <summary>The last changed position; before <see cref="Position"/> for an insertion.</summary>
    public int End => Position + Ref.Length - 1;

    /// <summary>The shortest telling of two alleles, as a VCF record gives them.</summary>
    /// <param name="position">Of the first base of both, from 1.</param>
    /// <param name="reference">The reference's bases.</param>
    /// <param name="alternate">The other ones.</param>
    /// <remarks>Common bases are taken from the end first, then from the beginning; both may become empty.</remarks>
    public static Variant Of(int position, string reference, string alternate)
    {
        int end = 0;
        while (
            end < Math.Min(reference.Length, alternate.Length)
            && reference[^(end + 1)] == alternate[^(end + 1)]
        )
            end++;
        int start = 0;
        int shorter = Math.Min(reference.Length, alternate.Length) - end;
        while (start < shorter && reference[start] == alternate[start])
            start++;
        return new Variant(
            position + start,
            reference[start..(reference.Length - end)],
            alternate[start..(alternate.Length - end)]
        );
    }

    /// <summary>
    /// The same change told at its smallest position, so that equal changes are equal; a deletion or an insertion among
    /// repeats may be told at several.
    /// </summary>
    /// <param name="reference">Where it is; bases that are not known stop the shift.</param>
    /// <remarks>Tan, Abecasis and Kang, Bioinformatics 31(13), 2015, doi:10.1093/bioinformatics/btv112.</remarks>
    public Variant LeftAligned(ReferenceSequence reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (Ref.Length > 0 == Alt.Length > 0)
            return this;
        string bases = Ref.Length > 0 ? Ref : Alt;
        int shift = 0;
        // The inserted or deleted bases turn round by one with each step.
        while (
            reference.Knows(Position - shift - 1)
            && reference.At(Position - shift - 1) == bases[Turned(bases.Length - 1 - shift, bases.Length)]
        )
            shift++;
        return Shifted(-shift, Turn(bases, -shift));
    }

    /// <summary>As <see cref="LeftAligned"/>, at the largest position.</summary>
    /// <param name="reference">Where it is.</param>
    public Variant RightAligned(ReferenceSequence reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (Ref.Length > 0 == Alt.Length > 0)
            return this;
        string bases = Ref.Length > 0 ? Ref : Alt;
        int shift = 0;
        while (
            reference.Knows(Position + Ref.Length + shift)
            && reference.At(Position + Ref.Length + shift) == bases[Turned(shift, bases.Length)]
        )
            shift++;
        return Shifted(shift, Turn(bases, shift));
    }

    private Variant Shifted(int by, string bases) =>
        Ref.Length > 0 ? new Variant(Position + by, bases, "") : new Variant(Position + by, "", bases);

    private static string Turn(string bases, int by)
    {
        int from = Turned(by, bases.Length);
        return bases[from..] + bases[..from];
    }

    private static int Turned(int index, int length) => ((index % length) + length) % length;
}
