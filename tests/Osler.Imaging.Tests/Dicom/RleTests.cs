using Osler.Core.Faults;
using Osler.Imaging.Dicom.Codecs;

namespace Osler.Imaging.Tests.Dicom;

public sealed class RleTests
{
    [Theory]
    [InlineData(8, 1)]
    [InlineData(16, 1)]
    [InlineData(32, 1)]
    [InlineData(8, 3)]
    [InlineData(16, 3)]
    public void Gives_back_what_was_packed(int bits, int samples)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            byte[] native = Runs(7 * 11 * samples * bits / 8, seed);
            byte[] frame = RleEncoder.Pack(native, samples, bits / 8);
            Assert.Equal(native, Rle.Decode(frame, 77, samples, bits / 8, null));
        }
    }

    [Fact]
    public void Joins_the_fragments_of_a_frame_by_the_offset_table()
    {
        byte[][] frames = [RleEncoder.Pack([1, 2, 3, 4], 1, 1), RleEncoder.Pack([9, 9, 9, 9], 1, 1)];
        byte[] first = [.. frames[0], .. new byte[frames[0].Length % 2]];
        byte[] second = [.. frames[1], .. new byte[frames[1].Length % 2]];
        byte[] table = [0, 0, 0, 0, (byte)(first.Length + 16), 0, 0, 0];
        // With the table; and with one that lies, where the heads of the frames must do.
        foreach (byte[] stated in new[] { table, [4, 0, 0, 0, 4, 0, 0, 0], [] })
        {
            var writer = new ObjectWriter().Image(2, 2, frames: 2);
            var image = PixelsTests.Image(
                writer.Fragments(stated, first[..64], first[64..], second),
                ObjectWriter.Rle
            );
            Assert.Equal([1, 2, 3, 4], image.Frame(0).Bytes.ToArray());
            Assert.Equal([9, 9, 9, 9], image.Frame(1).Bytes.ToArray());
        }
    }

    [Fact]
    public void Refuses_fragments_that_no_frame_can_be_told_from()
    {
        byte[] frame = RleEncoder.Pack([1, 2, 3, 4], 1, 1);
        var writer = new ObjectWriter().Image(2, 2, frames: 3).Fragments([], frame, frame);
        var image = PixelsTests.Image(writer, ObjectWriter.Rle);
        Assert.Contains("2 fragments can't be shared among 3 frames", Throws(() => image.Frame()));
        image = PixelsTests.Image(new ObjectWriter().Image(2, 2).Fragments(), ObjectWriter.Rle);
        Assert.Contains("no fragments", Throws(() => image.Frame()));
        image = PixelsTests.Image(new ObjectWriter().Image(2, 2).Fragments([], []), ObjectWriter.Rle);
        Assert.Contains("no bytes", Throws(() => image.Frame()));
    }

    [Fact]
    public void Refuses_what_no_frame_is()
    {
        byte[] frame = RleEncoder.Pack([1, 2, 3, 4], 1, 1);
        Assert.Contains(
            "shorter than its head",
            Throws(() => Rle.Decode(frame.AsSpan(0, 50), 4, 1, 1, null))
        );
        Assert.Contains("makes 4 bytes; 5", Throws(() => Rle.Decode(frame, 5, 1, 1, null)));
        Assert.Contains("has 1 segments", Throws(() => Rle.Decode(frame, 4, 1, 2, null)));
        Assert.Contains("can't hold", Throws(() => Rle.Decode(frame, 1 << 30, 1, 1, null)));
        frame[4] = 200;
        Assert.Contains("starts outside", Throws(() => Rle.Decode(frame, 4, 1, 1, null)));
    }

    private static string Throws(Action action) => Assert.Throws<DataException>(action).Message;

    /// <summary>Bytes with runs of all lengths.</summary>
    private static byte[] Runs(int count, int seed)
    {
        var random = new Random(seed);
        byte[] bytes = new byte[count];
        for (int at = 0; at < count; )
        {
            int run = Math.Min(count - at, random.Next(3) == 0 ? random.Next(1, 300) : 1);
            bytes.AsSpan(at, run).Fill((byte)random.Next(256));
            at += run;
        }
        return bytes;
    }
}
