namespace Osler.Imaging.Dicom.Pixels;

/// <summary>One frame's samples as the file stores them, [H, W, C], of which one array or view is filled.</summary>
/// <remarks>
/// Bytes and words are raw bits, perhaps with more than the stored ones; wide and real ones are numbers. Views of the
/// file where nothing had to be unpacked.
/// </remarks>
internal readonly ref struct Samples
{
    /// <summary>Samples of up to 8 bits.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>Samples of 9 to 16 bits.</summary>
    public ReadOnlySpan<ushort> Words { get; init; }

    /// <summary>Samples of 17 to 32 bits, raw.</summary>
    public ReadOnlySpan<uint> Wide { get; init; }

    /// <summary>Samples that are real numbers.</summary>
    public ReadOnlySpan<float> Real { get; init; }

    /// <summary>What the samples are, where unpacking has made them something else than the file states.</summary>
    public required ColorModel Color { get; init; }

    /// <summary>Bits of each sample, from the lowest bit on where <see cref="IsAligned"/>.</summary>
    public required int Bits { get; init; }

    public required bool IsSigned { get; init; }

    /// <summary>Whether the sample starts at bit 0; else its high bit is the description's.</summary>
    public bool IsAligned { get; init; }

    /// <summary>Bits below the sample's lowest.</summary>
    public int Shift(PixelDescription description) => IsAligned ? 0 : description.HighBit + 1 - Bits;

    /// <summary>The raw bits of a sample that is no real number.</summary>
    public uint Raw(int index) =>
        !Bytes.IsEmpty ? Bytes[index]
        : !Words.IsEmpty ? Words[index]
        : Wide[index];

    public int Length =>
        Bytes.Length != 0 ? Bytes.Length
        : Words.Length != 0 ? Words.Length
        : Wide.Length != 0 ? Wide.Length
        : Real.Length;
}
