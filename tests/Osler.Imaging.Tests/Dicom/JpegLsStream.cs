using System.Buffers.Binary;

namespace Osler.Imaging.Tests.Dicom;

/// <summary>Whole JPEG-LS images: the markers and segments of ISO 14495-1 annex C around encoded scans.</summary>
internal static class JpegLsStream
{
    /// <summary>Encodes an image [H, W, C]; the interleave mode is 0 by component, 1 by line, 2 by sample.</summary>
    /// <param name="pixels">Samples of at most <paramref name="precision"/> bits.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="components">Samples of a pixel.</param>
    /// <param name="precision">Bits.</param>
    /// <param name="near">Most by which a sample may be wrong.</param>
    /// <param name="interleave">Mode.</param>
    /// <param name="preset">MAXVAL, T1, T2, T3, RESET, or the defaults.</param>
    public static byte[] Encode(
        int[] pixels,
        int rows,
        int columns,
        int components,
        int precision,
        int near,
        int interleave,
        int[]? preset = null
    )
    {
        var stream = new List<byte> { 0xFF, 0xD8 };
        Segment(
            stream,
            0xF7,
            [
                (byte)precision,
                .. Big(rows),
                .. Big(columns),
                (byte)components,
                .. Enumerable.Range(1, components).SelectMany(i => new byte[] { (byte)i, 0x11, 0 }),
            ]
        );
        if (preset is not null)
            Segment(stream, 0xF8, [1, .. preset.SelectMany(Big)]);
        int[][] scans =
            interleave == 0
                ? [.. Enumerable.Range(0, components).Select(i => new[] { i })]
                :
                [
                    [.. Enumerable.Range(0, components)],
                ];
        foreach (int[] scan in scans)
        {
            Segment(
                stream,
                0xDA,
                [
                    (byte)scan.Length,
                    .. scan.SelectMany(i => new byte[] { (byte)(i + 1), 0 }),
                    (byte)near,
                    (byte)(scan.Length > 1 ? interleave : 0),
                    0,
                ]
            );
            var encoder = new JpegLsEncoder(precision, near, preset);
            bool bySample = interleave == 2 && components > 1;
            stream.AddRange(encoder.Scan(pixels, rows, columns, components, scan, bySample));
        }
        stream.AddRange([0xFF, 0xD9]);
        return [.. stream];
    }

    private static byte[] Big(int number)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)number);
        return bytes;
    }

    private static void Segment(List<byte> stream, byte marker, byte[] content)
    {
        stream.AddRange([0xFF, marker]);
        stream.AddRange(Big(content.Length + 2));
        stream.AddRange(content);
    }
}
