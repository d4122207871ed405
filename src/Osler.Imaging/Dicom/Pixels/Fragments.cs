using System.Buffers.Binary;
using Osler.Core.Faults;

namespace Osler.Imaging.Dicom.Pixels;

/// <summary>Which fragments of encapsulated pixel data make up which frame (PS3.5 annex A.4).</summary>
/// <remarks>
/// In turn: one fragment a frame; an offset table that fits the fragments; the marks at the start of a compressed
/// frame. Offset tables lie often, so one that does not point at fragments is passed over.
/// </remarks>
internal sealed class Fragments
{
    private readonly record struct Piece(int Offset, int Length);

    private readonly Source _source;
    private readonly List<Piece> _pieces;

    /// <summary>First piece of each frame, and one more: the number of pieces.</summary>
    private readonly int[] _starts;

    private Fragments(Source source, List<Piece> pieces, int[] starts) =>
        (_source, _pieces, _starts) = (source, pieces, starts);

    /// <summary>The bytes of a frame; a view where the frame is one fragment.</summary>
    public ReadOnlyMemory<byte> Frame(int frame)
    {
        int first = _starts[frame];
        int count = _starts[frame + 1] - first;
        if (count == 1)
            return _source.Memory.Slice(_pieces[first].Offset, _pieces[first].Length);
        long length = 0;
        for (int i = 0; i < count; i++)
            length += _pieces[first + i].Length;
        byte[] joined = new byte[length];
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            var piece = _pieces[first + i];
            _source.Bytes.Slice(piece.Offset, piece.Length).CopyTo(joined.AsSpan(at));
            at += piece.Length;
        }
        return joined;
    }

    /// <summary>Finds the fragments and shares them among the frames.</summary>
    /// <exception cref="DataException">There are none, or no way to tell the frames apart.</exception>
    public static Fragments Of(DataSet data, Element pixels, int frames, PixelCoding coding)
    {
        var source = data.Source;
        var bytes = source.Bytes;
        int at = pixels.Offset;
        int end = pixels.Offset + pixels.Length;
        var pieces = new List<Piece>();
        while (end - at >= 8)
        {
            var (code, length) = DataSetReader.ItemHead(bytes, at, data.Form);
            at += 8;
            if (code != Tags.Item)
                break;
            int there = (int)Math.Min(length, (uint)(end - at));
            pieces.Add(new(at, there));
            at += there;
        }
        if (pieces.Count == 0)
            throw new DataException(
                $"Pixel Data {Tags.PixelData} of a compressed image holds no fragments.",
                source.Where
            );
        // The first item is the basic offset table, perhaps empty; some writers leave it out.
        var table = pieces[0];
        bool hasTable =
            pieces.Count > 1
            || table.Length == 0
            || !StartsFrame(bytes.Slice(table.Offset, table.Length), coding);
        if (hasTable)
            pieces.RemoveAt(0);
        pieces.RemoveAll(piece => piece.Length == 0);
        if (pieces.Count == 0)
            throw new DataException($"Pixel Data {Tags.PixelData} holds no bytes.", source.Where);

        int[] starts =
            OneEach(pieces, frames)
            ?? ByTable(data, pieces, frames, hasTable ? bytes.Slice(table.Offset, table.Length) : default)
            ?? ByMarks(source, pieces, frames, coding)
            ?? throw new DataException(
                $"{pieces.Count} fragments can't be shared among {frames} frames: there is no usable offset table.",
                source.Where
            );
        return new(source, pieces, starts);
    }

    private static int[]? OneEach(List<Piece> pieces, int frames)
    {
        if (frames == 1)
            return [0, pieces.Count];
        return pieces.Count == frames ? [.. Enumerable.Range(0, frames + 1)] : null;
    }

    /// <summary>Offsets count from the first byte after the table, to the head of a frame's first fragment.</summary>
    private static int[]? ByTable(DataSet data, List<Piece> pieces, int frames, ReadOnlySpan<byte> basic)
    {
        // PS3.3 section C.7.6.3.1.8: 64-bit offsets for pixel data longer than 4 GB, the basic table empty.
        var extended = data.Bytes(Tags.ExtendedOffsetTable);
        bool isExtended = basic.IsEmpty && extended.Length / 8 == frames;
        if (!isExtended && basic.Length / 4 != frames)
            return null;
        var places = new Dictionary<long, int>(pieces.Count);
        int origin = pieces[0].Offset - 8;
        for (int i = 0; i < pieces.Count; i++)
            places[pieces[i].Offset - 8 - origin] = i;
        int[] starts = new int[frames + 1];
        for (int frame = 0; frame < frames; frame++)
        {
            long offset = isExtended
                ? (long)BinaryPrimitives.ReadUInt64LittleEndian(extended[(frame * 8)..])
                : BinaryPrimitives.ReadUInt32LittleEndian(basic[(frame * 4)..]);
            if (!places.TryGetValue(offset, out starts[frame]))
                return null;
            if (frame == 0 ? starts[0] != 0 : starts[frame] <= starts[frame - 1])
                return null;
        }
        starts[frames] = pieces.Count;
        return starts;
    }

    private static int[]? ByMarks(Source source, List<Piece> pieces, int frames, PixelCoding coding)
    {
        var starts = new List<int>();
        for (int i = 0; i < pieces.Count; i++)
            if (StartsFrame(source.Bytes.Slice(pieces[i].Offset, pieces[i].Length), coding))
                starts.Add(i);
        if (starts.Count != frames || starts[0] != 0)
            return null;
        return [.. starts, pieces.Count];
    }

    /// <summary>Whether bytes start as a compressed image does: start of image, of code stream, a JP2 box, RLE's head.</summary>
    public static bool StartsFrame(ReadOnlySpan<byte> bytes, PixelCoding coding) =>
        coding switch
        {
            PixelCoding.Jpeg or PixelCoding.JpegLs => bytes is [0xFF, 0xD8, 0xFF, ..],
            PixelCoding.Jpeg2000 => bytes is [0xFF, 0x4F, 0xFF, 0x51, ..] or [0, 0, 0, 0x0C, 0x6A, 0x50, ..],
            PixelCoding.Rle => bytes.Length >= 64 && bytes is [>= 1 and <= 15, 0, 0, 0, 64, 0, 0, 0, ..],
            _ => false,
        };
}
