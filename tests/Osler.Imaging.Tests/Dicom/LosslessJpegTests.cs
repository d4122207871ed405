using System.Buffers.Binary;
using Osler.Core.Faults;

namespace Osler.Imaging.Tests.Dicom;

public sealed class LosslessJpegTests
{
    public static TheoryData<int, int> PredictorsAndBits
    {
        get
        {
            var all = new TheoryData<int, int>();
            for (int predictor = 1; predictor <= 7; predictor++)
                foreach (int bits in new[] { 2, 8, 12, 16 })
                    all.Add(predictor, bits);
            return all;
        }
    }

    [Theory, MemberData(nameof(PredictorsAndBits))]
    public void Gives_back_what_was_encoded(int predictor, int bits)
    {
        foreach (int samples in new[] { 1, 3 })
        foreach (int restartRows in new[] { 0, 4 })
        foreach (bool isInterleaved in new[] { true, false })
        {
            int[] pixels = Picture(19 * 23 * samples, bits, predictor);
            byte[] stream = Encode(pixels, 19, 23, samples, bits, predictor, 0, restartRows, isInterleaved);
            Assert.Equal(pixels.Select(value => (double)value), Read(stream, 19, 23, samples, bits));
        }
    }

    [Fact]
    public void Shifts_by_the_point_transform()
    {
        int[] pixels = [.. Picture(19 * 23, 12, 1).Select(value => value & ~3)];
        byte[] stream = Encode(pixels, 19, 23, 1, 12, 4, 2, 0, true);
        Assert.Equal(pixels.Select(value => (double)value), Read(stream, 19, 23, 1, 12));
    }

    [Fact]
    public void Refuses_a_stream_that_ends_early()
    {
        byte[] stream = Encode(Picture(64 * 64, 12, 2), 64, 64, 1, 12, 1, 0, 0, true);
        for (int length = 0; length < stream.Length - 40; length += 61)
            Assert.ThrowsAny<DataException>(() => Read(stream[..length], 64, 64, 1, 12));
    }

    [Fact]
    public void Refuses_a_large_frame_of_few_bytes()
    {
        byte[] stream = Encode([5], 1, 1, 1, 8, 1, 0, 0, true);
        int size = stream.AsSpan().IndexOf([(byte)0xFF, (byte)0xC3]) + 5;
        BinaryPrimitives.WriteUInt32BigEndian(stream.AsSpan(size), 0x1000_1000);
        Assert.Contains(
            "can't hold",
            Assert.Throws<DataException>(() => Read(stream, 4096, 4096, 1, 8)).Message
        );
    }

    private static double[] Read(byte[] stream, int rows, int columns, int samples, int bits)
    {
        byte[] even = [.. stream, .. new byte[stream.Length % 2]];
        var writer = new ObjectWriter().Image(
            rows,
            columns,
            bits <= 8 ? 8 : 16,
            bits,
            photometric: samples == 3 ? "RGB" : "MONOCHROME2",
            samples: samples
        );
        return PixelsTests.Image(writer.Fragments([], even), ObjectWriter.JpegLossless).Stored(0);
    }

    private static int[] Picture(int count, int bits, int seed)
    {
        var random = new Random(seed);
        int greatest = (1 << bits) - 1;
        double level = greatest / 2.0;
        int[] pixels = new int[count];
        for (int i = 0; i < count; i++)
        {
            level = Math.Clamp(level + (random.NextDouble() - 0.5) * greatest / 10, 0, greatest);
            // Now and then the farthest jump, whose difference is 32,768 in 16 bits.
            pixels[i] = random.Next(15) == 0 ? (random.Next(2) == 0 ? 0 : greatest) : (int)level;
        }
        return pixels;
    }

    /// <summary>
    /// The twin: ISO 10918-1 annex H, a Huffman table of seventeen codes: eight of four bits and nine of five, since one
    /// of all ones is not allowed.
    /// </summary>
    internal static byte[] Encode(
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
