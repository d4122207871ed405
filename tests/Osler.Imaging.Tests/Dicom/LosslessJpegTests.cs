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
            byte[] stream = LosslessJpegEncoder.Encode(
                pixels,
                19,
                23,
                samples,
                bits,
                predictor,
                0,
                restartRows,
                isInterleaved
            );
            Assert.Equal(pixels.Select(value => (double)value), Read(stream, 19, 23, samples, bits));
        }
    }

    [Fact]
    public void Shifts_by_the_point_transform()
    {
        int[] pixels = [.. Picture(19 * 23, 12, 1).Select(value => value & ~3)];
        byte[] stream = LosslessJpegEncoder.Encode(pixels, 19, 23, 1, 12, 4, 2, 0, true);
        Assert.Equal(pixels.Select(value => (double)value), Read(stream, 19, 23, 1, 12));
    }

    [Fact]
    public void Refuses_a_stream_that_ends_early()
    {
        byte[] stream = LosslessJpegEncoder.Encode(Picture(64 * 64, 12, 2), 64, 64, 1, 12, 1, 0, 0, true);
        for (int length = 0; length < stream.Length - 40; length += 61)
            Assert.ThrowsAny<DataException>(() => Read(stream[..length], 64, 64, 1, 12));
    }

    [Fact]
    public void Refuses_a_large_frame_of_few_bytes()
    {
        byte[] stream = LosslessJpegEncoder.Encode([5], 1, 1, 1, 8, 1, 0, 0, true);
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
}
