using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Security.Cryptography;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Imaging.Arrays;

namespace Osler.Imaging.Tests.Arrays;

public sealed class IdxTests
{
    [Theory]
    [InlineData(0x08, new byte[] { 200, 5 }, new[] { 200f, 5f })]
    [InlineData(0x09, new byte[] { 200, 5 }, new[] { -56f, 5f })]
    [InlineData(0x0B, new byte[] { 255, 254, 1, 0 }, new[] { -2f, 256f })]
    [InlineData(0x0C, new byte[] { 0, 0, 1, 0, 255, 255, 255, 255 }, new[] { 256f, -1f })]
    [InlineData(0x0D, new byte[] { 0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0 }, new[] { 1f, -2f })]
    [InlineData(
        0x0E,
        new byte[] { 0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0 },
        new[] { 1f, -2f }
    )]
    public void Every_kind_is_read_big_endian_plain_and_gzipped(byte kind, byte[] data, float[] due)
    {
        byte[] plain = [0, 0, kind, 2, 0, 0, 0, 2, 0, 0, 0, 1, .. data];
        foreach (byte[] bytes in new[] { plain, Gzip(plain) })
        {
            using var array = Read(bytes);
            Assert.Equal([2, 1], array.Shape);
            float[] read = new float[2];
            array.Read(0, 2, read);
            Assert.Equal(due, read);
        }
    }

    [Theory]
    [InlineData(new byte[] { }, "does not begin")]
    [InlineData(new byte[] { 1, 0, 8, 1, 0, 0, 0, 1, 7 }, "does not begin")]
    [InlineData(new byte[] { 0, 0, 10, 1, 0, 0, 0, 1, 7 }, "kind of number 0x0A")]
    [InlineData(new byte[] { 0, 0, 8, 0 }, "0 axes")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 1 }, "truncated")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 2, 7 }, "ends after 1 of 2")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 7, 7 }, "more than the 1 bytes")]
    [InlineData(new byte[] { 0, 0, 8, 1, 255, 255, 255, 255 }, "axis 1 has the size 4,294,967,295")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 1, 0, 0, 0, 1, 0, 0, 1 }, "cannot unpack to")]
    public void A_file_that_lies_is_refused(byte[] bytes, string reason)
    {
        var fault = Assert.Throws<DataException>(() => Read(bytes));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_gzip_is_refused()
    {
        byte[] noise = new byte[10_000];
        new KeyedRandom(1, "noise").NextBytes(noise);
        byte[] bytes = Gzip([0, 0, 8, 1, 0, 0, 0x27, 0x10, .. noise]);
        using (var whole = Read(bytes))
            Assert.Equal(10_000, whole.Slices);
        Assert.Throws<DataException>(() => Read(bytes[..5_000]));
    }

    [Fact]
    public void Changed_bytes_never_do_more_than_a_data_exception()
    {
        byte[] plain = [0, 0, 0x0B, 2, 0, 0, 0, 5, 0, 0, 0, 3, .. new byte[30]];
        byte[] packed = Gzip(plain);
        var random = new KeyedRandom(7, "fuzz");
        int refused = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = [.. round % 2 == 0 ? plain : packed];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                using var array = Read(bytes);
                Assert.True(array.Count <= 30);
            }
            catch (DataException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 5_000, 20_000);
    }

    [Fact]
    [SuppressMessage("Security", "CA5351", Justification = "The set's published checksum is an MD5.")]
    public void MNIST_is_read_whole()
    {
        using var images = Idx.Open(Found.Real("mnist/t10k-images-idx3-ubyte.gz"));
        using var labels = Idx.Open(Found.Real("mnist/t10k-labels-idx1-ubyte.gz"));
        Assert.Equal([10_000, 28, 28], images.Shape);
        byte[] bytes = new byte[images.Count];
        images.ReadBytes(0, images.Slices, bytes);
        byte[] header = [0, 0, 8, 3, 0, 0, 0x27, 0x10, 0, 0, 0, 28, 0, 0, 0, 28];
        // The MD5 of the unpacked file is the one published with the set.
        Assert.Equal(
            "2646AC647AD5339DBF082846283269EA",
            Convert.ToHexString(MD5.HashData([.. header, .. bytes]))
        );
        long[] label = new long[10_000];
        labels.ReadIntegers(0, 10_000, label);
        Assert.Equal(980, label.Count(one => one == 0));
    }

    [Fact]
    public void A_plain_file_is_read_where_it_lies()
    {
        string path = Path.Combine(Path.GetTempPath(), $"osler-{Guid.NewGuid():N}.idx");
        File.WriteAllBytes(path, [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4]);
        using (var array = Idx.Open(path))
        {
            byte[] second = new byte[2];
            array.ReadBytes(1, 1, second);
            Assert.Equal(new byte[] { 3, 4 }, second);
        }
        File.WriteAllBytes(path, [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3]);
        Assert.Throws<DataException>(() => Idx.Open(path));
        File.Delete(path);
    }

    private static NumberArray Read(byte[] bytes) => Idx.Read(new MemoryStream(bytes), "digits.idx");

    private static byte[] Gzip(byte[] plain)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
            gzip.Write(plain);
        return stream.ToArray();
    }
}
