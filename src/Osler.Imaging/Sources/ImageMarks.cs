using System.Buffers.Binary;
using System.Collections.Immutable;
using Osler.Core.Faults;
using Osler.Imaging.Files;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Sources;

/// <summary>A mark of each of some images, by which the same images are known again; nothing of their pixels can be had from it.</summary>
/// <remarks>
/// A mark is 64 bits of <see cref="ContentHash"/>: of two different images the chance of the same one is 1 in 1.8 · 10¹⁹, of one
/// image and a million marks 1 in 1.8 · 10¹³. Whoever holds an image can tell by its mark whether it was among them.
/// </remarks>
public sealed class ImageMarks
{
    /// <summary>So many marks are kept at most (8 MB): of more images those with the least marks.</summary>
    public const int Most = 1 << 20;

    private readonly ImmutableArray<ulong> _ascending;

    private ImageMarks(ImmutableArray<ulong> ascending) => _ascending = ascending;

    /// <summary>How many there are.</summary>
    public int Count => _ascending.Length;

    /// <summary>Whether there may have been more images than marks are kept of, so that some may go unknown.</summary>
    public bool MayLack => Count == Most;

    /// <summary>The mark of an image.</summary>
    /// <param name="image">As read; of a JPEG read smaller than it is, another than of all its pixels.</param>
    public static ulong Of(IImage image) => (ulong)ContentHash.Of(image);

    /// <summary>Keeps marks.</summary>
    /// <param name="marks">In any order, some several times.</param>
    public static ImageMarks Of(IEnumerable<ulong> marks) => new([.. marks.Distinct().Order().Take(Most)]);

    /// <summary>Whether an image is one of them.</summary>
    /// <param name="image">Read in as many pixels as those were.</param>
    public bool Has(IImage image) => _ascending.BinarySearch(Of(image)) >= 0;

    /// <summary>The marks in ascending order, 8 bytes each, the least significant first.</summary>
    public byte[] Write()
    {
        byte[] bytes = new byte[Count * sizeof(ulong)];
        for (int i = 0; i < Count; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), _ascending[i]);
        return bytes;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="where">The file, for the message.</param>
    /// <exception cref="DataException">It is no such file.</exception>
    public static ImageMarks Read(ReadOnlySpan<byte> bytes, string where)
    {
        if (bytes.Length % sizeof(ulong) != 0 || bytes.Length / sizeof(ulong) > Most)
            throw Foreign(where);
        ulong[] marks = new ulong[bytes.Length / sizeof(ulong)];
        for (int i = 0; i < marks.Length; i++)
        {
            marks[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(i * sizeof(ulong))..]);
            if (i > 0 && marks[i] <= marks[i - 1])
                throw Foreign(where);
        }
        return new([.. marks]);
    }

    private static DataException Foreign(string where) =>
        new(
            "The file holds no marks of images: it must be whole numbers of 8 bytes in ascending order, a million at most.",
            where,
            "Get the bundle again from where it was made."
        );
}
