using Osler.Core.Faults;
using Osler.Imaging.Dicom;

namespace Osler.Imaging.Tests.Dicom;

public sealed class JpegLsTests
{
    [Theory]
    [InlineData(2, 0)]
    [InlineData(5, 0)]
    [InlineData(7, 0)]
    [InlineData(8, 0)]
    [InlineData(8, 2)]
    [InlineData(8, 127)]
    [InlineData(10, 5)]
    [InlineData(12, 0)]
    [InlineData(16, 0)]
    [InlineData(16, 3)]
    public void Gives_back_what_was_encoded(int precision, int near)
    {
        foreach (var (pixels, rows, columns) in Pictures(precision, 1))
            Compare(pixels, rows, columns, 1, precision, near, 0, null);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    public void Gives_back_colours_in_every_interleave_mode(int interleave, int near)
    {
        foreach (var (pixels, rows, columns) in Pictures(8, 3))
            Compare(pixels, rows, columns, 3, 8, near, interleave, null);
    }

    [Fact]
    public void Follows_parameters_that_the_stream_states()
    {
        foreach (var (pixels, rows, columns) in Pictures(9, 1))
        {
            int[] small = [.. pixels.Select(value => value % 301)];
            Compare(small, rows, columns, 1, 9, 0, 0, [300, 5, 9, 40, 31]);
            Compare(small, rows, columns, 1, 9, 4, 0, [300, 9, 9, 300, 3]);
        }
    }

    [Fact]
    public void Reads_samples_from_bit_0_where_the_stated_high_bit_has_no_room()
    {
        byte[] stream = JpegLsStream.Encode([0, 5, 4095, 7], 2, 2, 1, 12, 0, 0);
        var writer = new ObjectWriter().Image(2, 2, 16, stored: 12, high: 15);
        var image = PixelsTests.Image(writer.Fragments([], stream), ObjectWriter.JpegLs);
        Assert.Equal([0, 5, 4095, 7], image.Stored(0));
    }

    [Fact]
    public void Reads_a_stream_that_stands_without_fragments()
    {
        byte[] stream = JpegLsStream.Encode([0, 5, 255, 7], 2, 2, 1, 8, 0, 0);
        var writer = new ObjectWriter().Image(2, 2).Bytes(0x7FE00010, Vr.OB, stream);
        Assert.Equal([0, 5, 255, 7], PixelsTests.Image(writer, ObjectWriter.JpegLs).Stored(0));
    }

    [Theory]
    [InlineData(ObjectWriter.Explicit)]
    [InlineData(ObjectWriter.JpegLossless)]
    [InlineData("1.2.840.10008.1.2.4.102")]
    public void Is_known_by_its_marks_where_the_file_states_another_coding(string syntax)
    {
        byte[] stream = JpegLsStream.Encode([0, 5, 255, 7], 2, 2, 1, 8, 0, 0);
        var writer = new ObjectWriter().Image(2, 2).Fragments([], stream);
        Assert.Equal([0, 5, 255, 7], PixelsTests.Image(writer, syntax).Stored(0));
    }

    [Fact]
    public void Video_is_refused_by_name()
    {
        var writer = new ObjectWriter().Image(2, 2).Fragments([], [0, 0, 1, 0xB3]);
        var image = PixelsTests.Image(writer, "1.2.840.10008.1.2.4.100");
        Assert.Contains("MPEG2 Main Profile", Assert.Throws<DataException>(() => image.Frame()).Message);
    }

    [Fact]
    public void Refuses_a_stream_that_ends_early()
    {
        int[] noise = [.. PixelsTests.Noise(64 * 64, 3).Select(value => (int)value)];
        byte[] stream = JpegLsStream.Encode(noise, 64, 64, 1, 8, 0, 0);
        for (int length = 0; length < stream.Length - 60; length += 97)
            Assert.ThrowsAny<DataException>(() => Read(stream[..length], 64, 64, 1, 8));
    }

    [Theory]
    [InlineData(63, 64, 1, "64 x 64 with 1 samples")]
    [InlineData(64, 64, 3, "64 x 64 with 1 samples")]
    public void Refuses_another_size_than_the_file_states(int rows, int columns, int samples, string words)
    {
        byte[] stream = JpegLsStream.Encode(new int[64 * 64], 64, 64, 1, 8, 0, 0);
        Assert.Contains(
            words,
            Assert.Throws<DataException>(() => Read(stream, rows, columns, samples, 8)).Message
        );
    }

    [Fact]
    public void Refuses_a_large_frame_of_few_bytes()
    {
        byte[] stream = JpegLsStream.Encode([1], 1, 1, 1, 8, 0, 0);
        var fault = Assert.Throws<DataException>(() => Read(stream, 32_000, 32_000, 1, 8));
        Assert.Contains("can't hold 32000 x 32000 pixels", fault.Message);
    }

    private static void Compare(
        int[] pixels,
        int rows,
        int columns,
        int samples,
        int precision,
        int near,
        int interleave,
        int[]? preset
    )
    {
        byte[] stream = JpegLsStream.Encode(
            pixels,
            rows,
            columns,
            samples,
            precision,
            near,
            interleave,
            preset
        );
        double[] got = Read(stream, rows, columns, samples, precision);
        for (int i = 0; i < pixels.Length; i++)
            Assert.InRange(got[i] - pixels[i], -near, near);
    }

    private static double[] Read(byte[] stream, int rows, int columns, int samples, int precision)
    {
        byte[] even = [.. stream, .. new byte[stream.Length % 2]];
        var writer = new ObjectWriter().Image(
            rows,
            columns,
            precision <= 8 ? 8 : 16,
            precision,
            photometric: samples == 3 ? "RGB" : "MONOCHROME2",
            samples: samples
        );
        return PixelsTests.Image(writer.Fragments([], even), ObjectWriter.JpegLs).Stored(0);
    }

    /// <summary>Noise, flat areas, slopes and a single pixel: all modes of the coder.</summary>
    private static IEnumerable<(int[] Pixels, int Rows, int Columns)> Pictures(int precision, int samples)
    {
        int greatest = (1 << precision) - 1;
        var random = new Random(precision + samples);
        foreach (var (rows, columns) in new[] { (1, 1), (1, 40), (37, 1), (23, 31), (16, 300) })
        {
            int count = rows * columns * samples;
            yield return (
                [.. Enumerable.Range(0, count).Select(_ => random.Next(greatest + 1))],
                rows,
                columns
            );
            yield return (new int[count], rows, columns);
            yield return (
                [.. Enumerable.Range(0, count).Select(i => random.Next(40) == 0 ? greatest : greatest / 3)],
                rows,
                columns
            );
            int[] smooth = new int[count];
            double level = greatest / 2.0;
            for (int i = 0; i < count; i++)
            {
                level = Math.Clamp(level + (random.NextDouble() - 0.5) * greatest / 20, 0, greatest);
                smooth[i] = i / 7 % 5 == 0 ? smooth[Math.Max(0, i - samples)] : (int)level;
            }
            yield return (smooth, rows, columns);
        }
    }
}
