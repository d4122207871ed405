using System.Numerics;
using Osler.Core.Faults;
using Osler.Imaging.Dicom.Pixels;
using Osler.Imaging.Jpeg;

namespace Osler.Imaging.Dicom.Codecs;

/// <summary>Unpacks a compressed frame (PS3.5 section 8.2) by what its bytes are, else by what the file states.</summary>
/// <remarks>Files state the wrong member of the JPEG family now and then; the marks at the start don't lie.</remarks>
internal static class CompressedFrame
{
    /// <exception cref="DataException">The bytes are damaged, of another size than stated, or of a coding that isn't read.</exception>
    public static Samples Decode(
        ReadOnlyMemory<byte> frame,
        PixelDescription description,
        TransferSyntax syntax
    )
    {
        if (frame.IsEmpty)
            throw new DataException("A compressed frame holds no bytes.", description.Where);
        var bytes = frame.Span;
        return Coding(bytes, syntax.Coding) switch
        {
            PixelCoding.Native => NativePixels.Frame(bytes, 0, description, false, true),
            PixelCoding.Rle => OfRle(bytes, description),
            PixelCoding.Jpeg => JpegFrame.Decode(frame, description),
            PixelCoding.JpegLs => JpegLs.Decode(bytes, description),
            PixelCoding.Jpeg2000 => Jpeg2000.Decode(bytes, description),
            _ => throw new DataException(
                $"Pixels in {syntax.Name} (transfer syntax {syntax.Uid}) are not read.",
                description.Where,
                "Convert the file to an uncompressed transfer syntax first, for instance with dcmtk or gdcm."
            ),
        };
    }

    /// <summary>Samples of a codec that gives words; those of at most 8 bits become bytes.</summary>
    /// <remarks>A stream has no room for a high bit beyond its precision; its samples then start at bit 0.</remarks>
    public static Samples Of(ushort[] words, int precision, PixelDescription description, ColorModel color)
    {
        if (precision <= 8)
            return Of(Narrow(words), description, color);
        return new()
        {
            Words = words,
            Color = color,
            Bits = description.BitsStored,
            IsSigned = description.IsSigned,
            IsAligned = description.HighBit >= precision,
        };
    }

    /// <summary>Samples of a codec that gives bytes.</summary>
    public static Samples Of(byte[] bytes, PixelDescription description, ColorModel color) =>
        new()
        {
            Bytes = bytes,
            Color = color,
            Bits = Math.Min(8, description.BitsStored),
            IsSigned = description.IsSigned,
            IsAligned = description.HighBit >= 8,
        };

    /// <summary>Refuses a frame of another size than the file's header states.</summary>
    public static void RequireSize(long rows, long columns, int samples, PixelDescription description)
    {
        if (rows != description.Rows || columns != description.Columns || samples != description.Samples)
            throw new DataException(
                $"A compressed frame is {rows} x {columns} with {samples} samples a pixel; the header states {description.Rows} x {description.Columns} with {description.Samples}.",
                description.Where,
                "The file contradicts itself; leave it out."
            );
    }

    private static byte[] Narrow(ReadOnlySpan<ushort> words)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(words.Length);
        int i = 0;
        for (; i <= words.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            Vector
                .Narrow(
                    new Vector<ushort>(words[i..]),
                    new Vector<ushort>(words[(i + Vector<ushort>.Count)..])
                )
                .CopyTo(bytes, i);
        for (; i < bytes.Length; i++)
            bytes[i] = (byte)words[i];
        return bytes;
    }

    private static PixelCoding Coding(ReadOnlySpan<byte> bytes, PixelCoding stated)
    {
        if (stated is PixelCoding.Rle)
            return stated;
        if (bytes is [0xFF, 0x4F, 0xFF, 0x51, ..] || Jpeg2000.IsBoxed(bytes))
            return PixelCoding.Jpeg2000;
        if (bytes is not [0xFF, 0xD8, ..])
            return stated;
        return JpegHead.IsJpegLs(bytes) ? PixelCoding.JpegLs : PixelCoding.Jpeg;
    }

    private static Samples OfRle(ReadOnlySpan<byte> bytes, PixelDescription description)
    {
        int allocated = description.BitsAllocated;
        if (allocated is not (8 or 16 or 32))
            throw new DataException(
                $"Run-length coded samples of {allocated} bits are not read.",
                description.Where
            );
        byte[] unpacked = Rle.Decode(
            bytes,
            description.PixelsOfFrame,
            description.Samples,
            allocated / 8,
            description.Where
        );
        return NativePixels.Of(unpacked, description, isBigEndian: false);
    }
}
