using System.Buffers.Binary;
using Osler.Core.Faults;
using Osler.Imaging.Dicom.Pixels;
using Osler.Imaging.Jpeg;

namespace Osler.Imaging.Dicom.Codecs;

/// <summary>JPEG-LS, lossless and near-lossless (ISO 14495-1, ITU-T T.87; PS3.5 section 8.2.3).</summary>
/// <remarks>
/// One component a scan, or all interleaved by line or by sample. Mapping tables, subsampled components, point
/// transforms and restart intervals are refused: no DICOM writer is known to use them.
/// </remarks>
internal static class JpegLs
{
    /// <exception cref="DataException">The stream is damaged, or uses what is refused.</exception>
    public static Samples Decode(ReadOnlySpan<byte> stream, PixelDescription description)
    {
        string? where = description.Where;
        Frame? frame = null;
        var preset = new Preset();
        ushort[] pixels = [];
        int done = 0;
        int at = 2;
        while (JpegHead.TrySegment(stream, ref at, out byte marker, out var content))
        {
            switch (marker)
            {
                case 0xF7:
                    frame = Frame.Of(content, where);
                    CompressedFrame.RequireSize(
                        frame.Rows,
                        frame.Columns,
                        frame.Components.Length,
                        description
                    );
                    pixels = new ushort[frame.Rows * frame.Columns * frame.Components.Length];
                    break;
                case 0xF8:
                    preset = Preset.Of(content, where);
                    break;
                case 0xDD when content.Length >= 2 && content.IndexOfAnyExcept((byte)0) >= 0:
                    throw new DataException("JPEG-LS with restart intervals is not read.", where);
                case 0xE8 when content.StartsWith("mrfx"u8) && content is not [_, _, _, _, 0, ..]:
                    throw new DataException("JPEG-LS with a colour transform of its own is not read.", where);
                case 0xDA:
                    if (frame is null)
                        throw new DataException("A JPEG-LS frame has no header.", where);
                    at += Scan(stream[at..], content, frame, preset, pixels, ref done, where);
                    break;
            }
            if (frame is not null && done >= frame.Components.Length)
                break;
        }
        if (frame is null || done < frame.Components.Length)
            throw new DataException(
                "A JPEG-LS frame is incomplete.",
                where,
                "The file is cut short or damaged; get it again."
            );
        // JPEG-LS has no colours of its own: the samples are what the file says.
        return CompressedFrame.Of(pixels, frame.Precision, description, description.Color);
    }

    private static int Scan(
        ReadOnlySpan<byte> coded,
        ReadOnlySpan<byte> content,
        Frame frame,
        Preset preset,
        ushort[] pixels,
        ref int done,
        string? where
    )
    {
        int count = content.Length == 0 ? 0 : content[0];
        int all = frame.Components.Length;
        if (count < 1 || content.Length < 4 + 2 * count || (count != 1 && count != all))
            throw new DataException("The scan of a JPEG-LS frame has no proper header.", where);
        var rest = content[(1 + 2 * count)..];
        int near = rest[0];
        int interleave = rest[1];
        for (int i = 0; i < count; i++)
            if (content[2 + 2 * i] != 0)
                throw new DataException("JPEG-LS with mapping tables is not read.", where);
        if ((rest[2] & 15) != 0 || interleave > 2 || (count > 1 && interleave == 0))
            throw new DataException($"JPEG-LS with interleave mode {interleave} is not read.", where);
        int first = count == 1 ? Array.IndexOf(frame.Components, content[1]) : 0;
        if (first < 0)
            throw new DataException("The scan of a JPEG-LS frame names no component of it.", where);
        done += count;
        var coding = preset.Coding(frame.Precision, near, where);
        var scan = new JpegLsScan(coding, coded);
        return interleave == 2 && count > 1
            ? scan.BySample(pixels, frame.Rows, frame.Columns, all, where)
            : scan.ByLine(pixels, frame.Rows, frame.Columns, first, count, all, where);
    }

    private sealed record Frame(int Precision, int Rows, int Columns, byte[] Components)
    {
        public static Frame Of(ReadOnlySpan<byte> content, string? where)
        {
            int count = content.Length < 6 ? 0 : content[5];
            if (count < 1 || content.Length < 6 + 3 * count)
                throw new DataException("A JPEG-LS frame has no proper header.", where);
            int precision = content[0];
            if (precision is < 2 or > 16)
                throw new DataException($"A JPEG-LS frame states samples of {precision} bits.", where);
            byte[] components = new byte[count];
            for (int i = 0; i < count; i++)
            {
                components[i] = content[6 + 3 * i];
                if (count > 1 && content[7 + 3 * i] != 0x11)
                    throw new DataException("JPEG-LS with subsampled components is not read.", where);
            }
            int rows = BinaryPrimitives.ReadUInt16BigEndian(content[1..]);
            int columns = BinaryPrimitives.ReadUInt16BigEndian(content[3..]);
            return new(precision, rows, columns, components);
        }
    }

    /// <summary>Preset coding parameters (LSE, C.2.4.1.1); 0: the default.</summary>
    private readonly record struct Preset(int MaxVal, int T1, int T2, int T3, int Reset)
    {
        public static Preset Of(ReadOnlySpan<byte> content, string? where)
        {
            if (content is [1, ..] && content.Length >= 11)
                return new(
                    BinaryPrimitives.ReadUInt16BigEndian(content[1..]),
                    BinaryPrimitives.ReadUInt16BigEndian(content[3..]),
                    BinaryPrimitives.ReadUInt16BigEndian(content[5..]),
                    BinaryPrimitives.ReadUInt16BigEndian(content[7..]),
                    BinaryPrimitives.ReadUInt16BigEndian(content[9..])
                );
            throw new DataException("JPEG-LS with mapping tables or oversize dimensions is not read.", where);
        }

        public JpegLsCoding Coding(int precision, int near, string? where)
        {
            int greatest = MaxVal == 0 ? (1 << precision) - 1 : MaxVal;
            if (greatest >= 1 << precision || near > Math.Min(255, greatest / 2))
                throw new DataException("The coding parameters of a JPEG-LS frame are impossible.", where);
            var usual = JpegLsCoding.Usual(greatest, near);
            int t1 = T1 == 0 ? usual.T1 : T1;
            int t2 = T2 == 0 ? usual.T2 : T2;
            int t3 = T3 == 0 ? usual.T3 : T3;
            int reset = Reset == 0 ? usual.Reset : Reset;
            // The table of C.2.4.1.1 gives these bounds.
            if (t1 <= near || t2 < t1 || t3 < t2 || t3 > greatest || reset < 3)
                throw new DataException("The coding parameters of a JPEG-LS frame are impossible.", where);
            return new(greatest, near, t1, t2, t3, reset);
        }
    }
}
