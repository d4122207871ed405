using System.Buffers.Binary;

namespace Osler.Imaging.Tests.Dicom;

/// <summary>Writes lossless JPEG.</summary>
internal static class LosslessJpegEncoder
{
    /// <summary>
    /// The twin: ISO 10918-1 annex H, a Huffman table of seventeen codes: eight of four bits and nine of five, since one
    /// of all ones is not allowed.
    /// </summary>
    public static byte[] Encode(
        int[] pixels,
        int rows,
        int columns,
        int samples,
        int bits,
        int predictor,
        int point,
        int restartRows,
        bool isInterleaved
    )
    {
        var stream = new List<byte> { 0xFF, 0xD8 };
        byte[] counts = [0, 0, 0, 8, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        Segment(stream, 0xC4, [0, .. counts, .. Enumerable.Range(0, 17).Select(i => (byte)i)]);
        Segment(
            stream,
            0xC3,
            [
                (byte)bits,
                .. Big(rows),
                .. Big(columns),
                (byte)samples,
                .. Enumerable.Range(1, samples).SelectMany(i => new byte[] { (byte)i, 0x11, 0 }),
            ]
        );
        if (restartRows > 0)
            Segment(stream, 0xDD, Big(restartRows * columns));
        int[][] scans = isInterleaved
            ?
            [
                [.. Enumerable.Range(0, samples)],
            ]
            : [.. Enumerable.Range(0, samples).Select(i => new[] { i })];
        foreach (int[] scan in scans)
        {
            Segment(
                stream,
                0xDA,
                [
                    (byte)scan.Length,
                    .. scan.SelectMany(i => new byte[] { (byte)(i + 1), 0 }),
                    (byte)predictor,
                    0,
                    (byte)point,
                ]
            );
            var writer = new BitWriter(isJpegLs: false);
            for (int row = 0; row < rows; row++)
            {
                bool isFirst = row == 0 || (restartRows > 0 && row % restartRows == 0);
                if (isFirst && row > 0)
                {
                    stream.AddRange(writer.Finish());
                    stream.AddRange([0xFF, (byte)(0xD0 + (row / restartRows - 1) % 8)]);
                    writer = new(isJpegLs: false);
                }
                for (int column = 0; column < columns; column++)
                    foreach (int sample in scan)
                    {
                        int At(int y, int x) => pixels[(y * columns + x) * samples + sample] >> point;
                        int predicted =
                            isFirst && column == 0 ? 1 << (bits - point - 1)
                            : isFirst ? At(row, column - 1)
                            : column == 0 ? At(row - 1, 0)
                            : Predicted(
                                predictor,
                                At(row, column - 1),
                                At(row - 1, column),
                                At(row - 1, column - 1)
                            );
                        Difference(writer, (short)(At(row, column) - predicted));
                    }
            }
            stream.AddRange(writer.Finish());
        }
        stream.AddRange([0xFF, 0xD9]);
        return [.. stream];
    }

    private static int Predicted(int predictor, int a, int b, int c) =>
        predictor switch
        {
            1 => a,
            2 => b,
            3 => c,
            4 => a + b - c,
            5 => a + (int)Math.Floor((b - c) / 2.0),
            6 => b + (int)Math.Floor((a - c) / 2.0),
            _ => (a + b) / 2,
        };

    private static void Difference(BitWriter writer, short difference)
    {
        int size = Math.Abs((int)difference);
        int category = 0;
        while (size >> category != 0)
            category++;
        if (category < 8)
            writer.Write(category, 4);
        else
            writer.Write(16 + category - 8, 5);
        if (category < 16)
            writer.Write(difference < 0 ? difference - 1 : difference, category);
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
