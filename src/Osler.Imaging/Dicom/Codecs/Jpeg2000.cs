using System.Buffers.Binary;
using System.Numerics;
using Osler.Core.Faults;
using Osler.Imaging.Dicom.Pixels;

namespace Osler.Imaging.Dicom.Codecs;

/// <summary>A frame of JPEG 2000 (PS3.5 section 8.2.4, ISO 15444-1), by the system's openjpeg.</summary>
/// <remarks>
/// The sizes in the main header are checked here, before the library takes any memory for them. What the stream says
/// of bits and sign counts, not what the file says: writers often contradict themselves, and the stream is right.
/// </remarks>
internal static class Jpeg2000
{
    /// <summary>Whether a code stream is wrapped in a JP2 file, which PS3.5 annex A.4.4 forbids and some writers do.</summary>
    public static bool IsBoxed(ReadOnlySpan<byte> bytes) =>
        bytes is [0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20, ..];

    /// <exception cref="DataException">openjpeg isn't there, the stream is damaged, or it is not what the header states.</exception>
    public static Samples Decode(ReadOnlySpan<byte> stream, PixelDescription description)
    {
        string? where = description.Where;
        bool isBoxed = IsBoxed(stream);
        var head = Head.Read(isBoxed ? CodeStream(stream, where) : stream, where);
        CompressedFrame.RequireSize(head.Rows, head.Columns, head.Components, description);
        // A tile of less than 256 pixels serves nothing but to eat memory.
        if (head.Tiles > 1 + (long)description.PixelsOfFrame / 256)
            throw new DataException($"A JPEG 2000 frame states {head.Tiles} tiles.", where);

        var samples = new Samples
        {
            Bits = head.Precision,
            IsSigned = head.IsSigned || description.IsSigned,
            IsAligned = true,
            Color = Color(head, description.Color),
        };
        return head.Precision switch
        {
            <= 8 => samples with { Bytes = Interleaved<byte>(stream, isBoxed, description) },
            <= 16 => samples with { Words = Interleaved<ushort>(stream, isBoxed, description) },
            _ => samples with { Wide = Interleaved<uint>(stream, isBoxed, description) },
        };
    }

    /// <summary>The components' samples side by side, [H, W, C], each cut to the bits of <typeparamref name="T"/>.</summary>
    private static T[] Interleaved<T>(ReadOnlySpan<byte> stream, bool isBoxed, PixelDescription description)
        where T : unmanaged, IBinaryInteger<T>
    {
        T[] samples = GC.AllocateUninitializedArray<T>(description.SamplesOfFrame);
        int step = description.Samples;
        OpenJpeg.Decode(
            stream,
            isBoxed,
            description,
            (component, first) =>
            {
                for (int i = 0, at = first; i < component.Length; i++, at += step)
                    samples[at] = T.CreateTruncating(component[i]);
            }
        );
        return samples;
    }

    private static ColorModel Color(Head head, ColorModel stated) =>
        stated switch
        {
            ColorModel.YbrOfJpeg2000 => ColorModel.Rgb,
            // The stream's own transform starts from RGB, so RGB is what undoing it gives.
            ColorModel.YbrFull or ColorModel.YbrFull422 or ColorModel.YbrPartial422 => head.HasColorTransform
                ? ColorModel.Rgb
                : ColorModel.YbrFull,
            _ => stated,
        };

    /// <summary>The box of the code stream (ISO 15444-1 annex I.4).</summary>
    private static ReadOnlySpan<byte> CodeStream(ReadOnlySpan<byte> file, string? where)
    {
        while (file.Length >= 8)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file);
            if (file.Slice(4, 4).SequenceEqual("jp2c"u8))
                return file[8..];
            if (length < 8 || length > file.Length)
                break;
            file = file[(int)length..];
        }
        throw new DataException("A JPEG 2000 frame holds no code stream.", where, "Get the file again.");
    }

    /// <summary>The main header (annex A.5.1 and A.6.1).</summary>
    private sealed record Head(
        long Rows,
        long Columns,
        int Components,
        int Precision,
        bool IsSigned,
        bool HasColorTransform,
        long Tiles
    )
    {
        public static Head Read(ReadOnlySpan<byte> stream, string? where)
        {
            if (stream.Length < 43 || stream is not [0xFF, 0x4F, 0xFF, 0x51, ..])
                throw new DataException("A JPEG 2000 frame has no header.", where, "Get the file again.");
            var size = stream[6..];
            long right = BinaryPrimitives.ReadUInt32BigEndian(size[2..]);
            long bottom = BinaryPrimitives.ReadUInt32BigEndian(size[6..]);
            long left = BinaryPrimitives.ReadUInt32BigEndian(size[10..]);
            long top = BinaryPrimitives.ReadUInt32BigEndian(size[14..]);
            long tileWidth = BinaryPrimitives.ReadUInt32BigEndian(size[18..]);
            long tileHeight = BinaryPrimitives.ReadUInt32BigEndian(size[22..]);
            long tileLeft = BinaryPrimitives.ReadUInt32BigEndian(size[26..]);
            long tileTop = BinaryPrimitives.ReadUInt32BigEndian(size[30..]);
            int components = BinaryPrimitives.ReadUInt16BigEndian(size[34..]);
            if (
                tileWidth == 0
                || tileHeight == 0
                || tileLeft > left
                || tileTop > top
                || size.Length < 36 + 3 * components
            )
                throw new DataException("The header of a JPEG 2000 frame is impossible.", where);
            byte depth = size[36];
            long tiles =
                ((right - tileLeft + tileWidth - 1) / tileWidth)
                * ((bottom - tileTop + tileHeight - 1) / tileHeight);
            for (int i = 0; i < components; i++)
                if (size[37 + 3 * i] != 1 || size[38 + 3 * i] != 1 || size[36 + 3 * i] != depth)
                    throw new DataException(
                        "JPEG 2000 with components that differ in size or depth is not read.",
                        where
                    );
            int precision = (depth & 0x7F) + 1;
            if (precision > 31)
                throw new DataException($"JPEG 2000 samples of {precision} bits are not read.", where);
            return new(
                bottom - top,
                right - left,
                components,
                precision,
                depth >= 0x80,
                Transform(stream),
                tiles
            );
        }

        /// <summary>The multiple component transformation of COD.</summary>
        private static bool Transform(ReadOnlySpan<byte> stream)
        {
            int at = 2;
            while (stream.Length - at >= 4 && stream[at] == 0xFF && stream[at + 1] != 0x90)
            {
                int length = BinaryPrimitives.ReadUInt16BigEndian(stream[(at + 2)..]);
                if (stream[at + 1] == 0x52 && stream.Length - at >= 9)
                    return stream[at + 8] == 1;
                at += 2 + length;
            }
            return false;
        }
    }
}
