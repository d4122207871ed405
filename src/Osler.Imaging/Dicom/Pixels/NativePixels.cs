using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Osler.Core.Faults;
using Osler.Imaging.Arrays;

namespace Osler.Imaging.Dicom.Pixels;

/// <summary>Unpacks uncompressed pixels (PS3.5 section 8.1 and annex D).</summary>
internal static class NativePixels
{
    /// <summary>Bytes that one frame takes; frames of single bits may end within a byte.</summary>
    public static long BitsOfFrame(PixelDescription description)
    {
        long samples = (long)description.PixelsOfFrame * description.Samples;
        // Two pixels take four samples instead of six (PS3.3 section C.7.6.3.1.2).
        if (IsHalved(description.Color) && !description.IsPlanar)
            samples = (long)description.Rows * ((description.Columns + 1) / 2) * 4;
        return samples * description.BitsAllocated;
    }

    /// <summary>The samples of a frame.</summary>
    /// <param name="value">Pixel data of all frames, or of this one.</param>
    /// <param name="frame">Number of the frame within <paramref name="value"/>, from 0.</param>
    /// <param name="description">What the pixels are.</param>
    /// <param name="isBigEndian">Whether words start with their greatest byte.</param>
    /// <param name="isBytes">Whether the value is a string of bytes (OB) and not of words.</param>
    public static Samples Frame(
        ReadOnlySpan<byte> value,
        int frame,
        PixelDescription description,
        bool isBigEndian,
        bool isBytes
    )
    {
        long bits = BitsOfFrame(description);
        long first = frame * bits;
        long end = first + bits;
        if ((end + 7) / 8 > value.Length)
            throw new DataException(
                $"Frame {frame + 1} of {description.Rows} x {description.Columns} pixels needs {(end + 7) / 8} bytes of Pixel Data {Tags.PixelData}; it has {value.Length}.",
                description.Where,
                "The file is cut short or its header is wrong; get it again."
            );
        int allocated = description.BitsAllocated;
        if (allocated is not (8 or 16 or 32))
            return Packed(value, first, description, isBigEndian && !isBytes);
        var bytes = value[(int)(first / 8)..(int)(end / 8)];
        // Bytes within big-endian words stand swapped (PS3.5 section A.3 and annex D.2), also across frames.
        if (isBigEndian && allocated == 8 && !isBytes)
            bytes = SwappedPairs(value, (int)(first / 8), bytes.Length);
        var samples = Of(bytes, description, isBigEndian);
        if (IsHalved(description.Color) && !description.IsPlanar)
            return Doubled(samples, description);
        return description.IsPlanar ? Interleaved(samples, description.PixelsOfFrame) : samples;
    }

    /// <summary>Samples of 8, 16 or 32 bits allocated; views of the bytes where those are in this machine's order.</summary>
    public static Samples Of(ReadOnlySpan<byte> bytes, PixelDescription description, bool isBigEndian) =>
        description.BitsAllocated switch
        {
            8 => Of(description) with { Bytes = bytes },
            16 => Of(description) with
            {
                Words = MemoryMarshal.Cast<byte, ushort>(NumberKinds.InMachineOrder(bytes, 2, isBigEndian)),
            },
            _ => Of(description) with
            {
                Wide = MemoryMarshal.Cast<byte, uint>(NumberKinds.InMachineOrder(bytes, 4, isBigEndian)),
            },
        };

    private static Samples Of(PixelDescription description) =>
        new()
        {
            Color = description.Color,
            Bits = description.BitsStored,
            IsSigned = description.IsSigned,
        };

    private static bool IsHalved(ColorModel color) =>
        color is ColorModel.YbrFull422 or ColorModel.YbrPartial422;

    private static byte[] SwappedPairs(ReadOnlySpan<byte> value, int first, int count)
    {
        byte[] swapped = new byte[count];
        for (int i = 0; i < count; i++)
        {
            int at = (first + i) ^ 1;
            swapped[i] = at < value.Length ? value[at] : value[first + i];
        }
        return swapped;
    }

    /// <summary>
    /// Samples of an odd number of bits stand one after another, the first at the low end of the first word (PS3.5
    /// section 8.1.1 and annex D.1); single bits are those of segmentations and overlays.
    /// </summary>
    private static Samples Packed(
        ReadOnlySpan<byte> value,
        long firstBit,
        PixelDescription description,
        bool swap
    )
    {
        int allocated = description.BitsAllocated;
        int count = description.SamplesOfFrame;
        var form = Of(description);
        if (allocated == 1 && !swap)
            return form with { Bytes = SingleBits(value, firstBit, count) };
        uint[] wide = new uint[count];
        ulong mask = (1UL << allocated) - 1;
        Span<byte> window = stackalloc byte[8];
        for (int i = 0; i < count; i++)
        {
            long bit = firstBit + (long)i * allocated;
            int at = (int)(bit / 8);
            window.Clear();
            for (int k = 0; k < 5; k++)
            {
                int from = swap ? (at + k) ^ 1 : at + k;
                if (from < value.Length)
                    window[k] = value[from];
            }
            wide[i] = (uint)((BinaryPrimitives.ReadUInt64LittleEndian(window) >> (int)(bit % 8)) & mask);
        }
        var samples = form with { Wide = wide };
        return description.IsPlanar ? Interleaved(samples, description.PixelsOfFrame) : samples;
    }

    private static byte[] SingleBits(ReadOnlySpan<byte> value, long firstBit, int count)
    {
        byte[] bits = GC.AllocateUninitializedArray<byte>(count);
        for (int i = 0; i < count; i++)
        {
            long bit = firstBit + i;
            bits[i] = (byte)((value[(int)(bit >> 3)] >> (int)(bit & 7)) & 1);
        }
        return bits;
    }

    /// <summary>Colour by plane (Planar Configuration 1) to samples of a pixel side by side.</summary>
    public static Samples Interleaved(Samples planar, int pixels)
    {
        if (!planar.Bytes.IsEmpty)
            return planar with { Bytes = Interleave(planar.Bytes, pixels) };
        if (!planar.Words.IsEmpty)
            return planar with { Words = Interleave(planar.Words, pixels) };
        return planar with { Wide = Interleave(planar.Wide, pixels) };
    }

    private static T[] Interleave<T>(ReadOnlySpan<T> planes, int pixels)
        where T : unmanaged
    {
        T[] mixed = GC.AllocateUninitializedArray<T>(planes.Length);
        var first = planes[..pixels];
        var second = planes.Slice(pixels, pixels);
        var third = planes.Slice(2 * pixels, pixels);
        for (int i = 0, at = 0; i < first.Length; i++, at += 3)
        {
            mixed[at] = first[i];
            mixed[at + 1] = second[i];
            mixed[at + 2] = third[i];
        }
        return mixed;
    }

    /// <summary>Y1 Y2 Cb Cr to Y1 Cb Cr Y2 Cb Cr (PS3.3 section C.7.6.3.1.2, YBR_FULL_422).</summary>
    private static Samples Doubled(Samples halved, PixelDescription description)
    {
        (int rows, int columns) = (description.Rows, description.Columns);
        if (!halved.Bytes.IsEmpty)
            return halved with { Bytes = Double(halved.Bytes, rows, columns) };
        if (!halved.Words.IsEmpty)
            return halved with { Words = Double(halved.Words, rows, columns) };
        return halved with { Wide = Double(halved.Wide, rows, columns) };
    }

    private static T[] Double<T>(ReadOnlySpan<T> halved, int rows, int columns)
        where T : unmanaged
    {
        T[] whole = GC.AllocateUninitializedArray<T>(rows * columns * 3);
        int from = 0;
        int at = 0;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column += 2, from += 4)
            {
                int here = Math.Min(2, columns - column);
                for (int k = 0; k < here; k++, at += 3)
                {
                    whole[at] = halved[from + k];
                    whole[at + 1] = halved[from + 2];
                    whole[at + 2] = halved[from + 3];
                }
            }
        }
        return whole;
    }
}
