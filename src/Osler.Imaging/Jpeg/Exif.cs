using System.Buffers.Binary;

namespace Osler.Imaging.Jpeg;

/// <summary>What a camera notes in a picture (CIPA DC-008, Exif 2.32).</summary>
internal static class Exif
{
    private const int Orientation = 0x0112;
    private const int Short = 3;
    private const int EntrySize = 12;

    /// <summary>Whether the notes are whole and say that the first row is the top and the first column the left, or nothing of it.</summary>
    /// <param name="segment">An APP1 segment's content, which begins with "Exif".</param>
    public static bool IsUpright(ReadOnlySpan<byte> segment)
    {
        // Section 4.5.4: the mark, then a TIFF header and its first directory.
        if (segment.Length < 14 || !segment.StartsWith("Exif\0\0"u8))
            return false;
        var tiff = segment[6..];
        bool? isLittle = tiff[..4] switch
        {
            [(byte)'I', (byte)'I', 42, 0] => true,
            [(byte)'M', (byte)'M', 0, 42] => false,
            _ => null,
        };
        if (isLittle is not { } little)
            return false;
        uint first = Long(tiff[4..], little);
        if (first > tiff.Length - 2)
            return false;
        var directory = tiff[(int)first..];
        int entries = Word(directory, little);
        directory = directory[2..];
        if (directory.Length < entries * EntrySize)
            return false;
        for (int i = 0; i < entries; i++)
        {
            var entry = directory.Slice(i * EntrySize, EntrySize);
            // Every one, and its count: readers pass over an entry that is written wrongly and take the next.
            if (Word(entry, little) == Orientation && !IsOne(entry, little))
                return false;
        }
        return true;
    }

    private static bool IsOne(ReadOnlySpan<byte> entry, bool isLittle) =>
        Word(entry[2..], isLittle) == Short
        && Long(entry[4..], isLittle) == 1
        && Word(entry[8..], isLittle) == 1;

    private static uint Long(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle
            ? BinaryPrimitives.ReadUInt32LittleEndian(bytes)
            : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static int Word(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes)
            : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
