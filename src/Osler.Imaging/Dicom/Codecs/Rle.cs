using System.Buffers.Binary;
using Osler.Core.Faults;

namespace Osler.Imaging.Dicom.Codecs;

/// <summary>DICOM's run-length coding (PS3.5 annex G).</summary>
/// <remarks>
/// A frame is a head of 64 bytes and one segment for each byte of each sample, the greatest byte first; a segment is
/// PackBits: n in 0..127 copies the next n + 1 bytes, n in -127..-1 repeats the next one 1 - n times, -128 does nothing.
/// </remarks>
internal static class Rle
{
    private const int Head = 64;
    private const int MostSegments = 15;

    /// <summary>Most bytes that a byte of a segment can become: two bytes make 128.</summary>
    private const int MostGrowth = 64;

    /// <summary>Unpacks a frame into samples of <paramref name="bytesOfSample"/> bytes, little endian, [H, W, C].</summary>
    /// <param name="frame">The compressed frame.</param>
    /// <param name="pixels">Pixels of the frame.</param>
    /// <param name="samples">Samples of a pixel.</param>
    /// <param name="bytesOfSample">1, 2 or 4.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="DataException">The segments are not those of such a frame, or are too short.</exception>
    public static byte[] Decode(
        ReadOnlySpan<byte> frame,
        int pixels,
        int samples,
        int bytesOfSample,
        string? where
    )
    {
        int segments = samples * bytesOfSample;
        if (frame.Length < Head)
            throw new DataException("A run-length coded frame is shorter than its head of 64 bytes.", where);
        uint stated = BinaryPrimitives.ReadUInt32LittleEndian(frame);
        if (stated != segments || segments > MostSegments)
            throw new DataException(
                $"A run-length coded frame has {stated} segments; {samples} samples of {bytesOfSample} bytes need {segments}.",
                where
            );
        if ((long)pixels * segments > (long)frame.Length * MostGrowth)
            throw new DataException(
                $"{frame.Length} run-length coded bytes can't hold {pixels} pixels.",
                where,
                "The file is cut short or its header is wrong; get it again."
            );
        byte[] unpacked = new byte[pixels * segments];
        for (int segment = 0; segment < segments; segment++)
        {
            uint start = BinaryPrimitives.ReadUInt32LittleEndian(frame[(4 + 4 * segment)..]);
            uint end =
                segment + 1 < segments
                    ? BinaryPrimitives.ReadUInt32LittleEndian(frame[(8 + 4 * segment)..])
                    : (uint)frame.Length;
            // The next segment's start is an aid; where it is nonsense this one may run to the end.
            if (end <= start || end > frame.Length)
                end = (uint)frame.Length;
            if (start < Head || start > frame.Length)
                throw new DataException($"Run-length segment {segment + 1} starts outside its frame.", where);
            int sample = segment / bytesOfSample;
            int place = bytesOfSample - 1 - segment % bytesOfSample;
            int made = Unpack(
                frame[(int)start..(int)end],
                unpacked.AsSpan(sample * bytesOfSample + place),
                segments,
                pixels
            );
            if (made < pixels)
                throw new DataException(
                    $"Run-length segment {segment + 1} makes {made} bytes; {pixels} are needed.",
                    where,
                    "The file is cut short or damaged; get it again."
                );
        }
        return unpacked;
    }

    /// <summary>Unpacks one segment to every <paramref name="step"/>th byte; gives the number of bytes made.</summary>
    private static int Unpack(ReadOnlySpan<byte> packed, Span<byte> to, int step, int wanted)
    {
        int at = 0;
        int made = 0;
        while (made < wanted && at < packed.Length)
        {
            sbyte head = (sbyte)packed[at++];
            if (head >= 0)
            {
                int count = Math.Min(Math.Min(head + 1, wanted - made), packed.Length - at);
                var from = packed.Slice(at, count);
                if (step == 1)
                    from.CopyTo(to[made..]);
                else
                    for (int i = 0, place = made * step; i < from.Length; i++, place += step)
                        to[place] = from[i];
                made += count;
                at += head + 1;
            }
            else if (head != -128 && at < packed.Length)
            {
                int count = Math.Min(1 - head, wanted - made);
                byte value = packed[at++];
                if (step == 1)
                    to.Slice(made, count).Fill(value);
                else
                    for (int i = 0, place = made * step; i < count; i++, place += step)
                        to[place] = value;
                made += count;
            }
        }
        return made;
    }
}
