using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Osler.Core.Bundles;
using Osler.Core.Chance;
using Osler.Core.Faults;

namespace Osler.Core.Tests.Bundles;

public sealed class SafetensorsTests
{
    private static readonly Dictionary<string, TensorData> Small = new()
    {
        ["1.weight"] = new([2, 3], [1, 2, 3, 4, 5, 6]),
        ["0.bias"] = new([2], [float.NaN, -0f]),
        ["scalar"] = new([], [7]),
        ["empty"] = new([0, 4], []),
    };

    [Fact]
    public void What_is_written_is_read_again() =>
        Gen.Dictionary(
                Gen.String[Gen.Char.AlphaNumeric, 1, 20],
                Gen.Int[0, 4]
                    .Array[0, 4]
                    .SelectMany(shape =>
                        Gen.Float.Array[shape.Aggregate(1, (product, size) => product * size)]
                            .Select(values => new TensorData([.. shape], values))
                    )
            )[0, 8]
            .Sample(tensors =>
                Assert.Equal(
                    tensors.OrderBy(pair => pair.Key),
                    Read(Write(tensors)).OrderBy(pair => pair.Key)
                )
            );

    [Fact]
    public void Equal_tensors_give_equal_bytes_in_whatever_order_they_come() =>
        Assert.Equal(Write(Small), Write(new Dictionary<string, TensorData>(Small.Reverse())));

    [Fact]
    public void The_layout_is_that_of_the_format()
    {
        byte[] bytes = Write(new() { ["w"] = new([2], [1, -2]) });
        const string header = """{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";
        int padded = (header.Length + 7) / 8 * 8;
        Assert.Equal(padded, (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        Assert.Equal(header.PadRight(padded), Encoding.UTF8.GetString(bytes, 8, padded));
        Assert.Equal(new byte[] { 0, 0, 128, 63, 0, 0, 0, 192 }, bytes[(8 + padded)..]);
    }

    [Fact]
    public void Other_kinds_of_numbers_become_float32()
    {
        byte[] data =
        [
            .. BitConverter.GetBytes(1.5),
            .. BitConverter.GetBytes((Half)(-2.25f)),
            0x40,
            0x40, // bfloat16 of 3
            .. BitConverter.GetBytes(-4L),
        ];
        var read = Read(
            File(
                """
                {"__metadata__":{"format":"pt"},
                 "a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},
                 "b":{"dtype":"F16","shape":[1],"data_offsets":[8,10]},
                 "c":{"dtype":"BF16","shape":[1,1],"data_offsets":[10,12]},
                 "d":{"dtype":"I64","shape":[],"data_offsets":[12,20]}}
                """,
                data
            )
        );
        Assert.Equal(
            [1.5f, -2.25f, 3f, -4f],
            new[] { "a", "b", "c", "d" }.Select(name => read[name].Values[0])
        );
    }

    [Theory]
    [InlineData("""[]""", 0, "its header is no JSON object")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""", 4, "not the JSON of the format")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "4 bytes, but 3 follow")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "4 bytes, but 5 follow")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "its shape needs 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "an axis that is no size")]
    [InlineData("""{"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,4]}}""", 4, "has more than")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""",
        4,
        "more than 8 axes"
    )]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""",
        4,
        "an offset that is no whole number"
    )]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""",
        4,
        "an offset that is no whole number"
    )]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8,
        "begins at byte 4, where 0 was due"
    )]
    [InlineData("""{"a":{"dtype":"Q4","shape":[1],"data_offsets":[0,4]}}""", 4, "has dtype \"Q4\"")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 0, "lacks its dtype, shape or data_offsets")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"code":"x"}}""",
        0,
        "unknown key \"code\""
    )]
    [InlineData("""{"__metadata__":{"a":{}}}""", 0, "its __metadata__ holds more than text")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8,
        "\"a\" occurs twice"
    )]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        4,
        "\"b\" begins at byte 0, where 4 was due"
    )]
    public void A_header_that_lies_is_refused(string header, int dataBytes, string reason)
    {
        var fault = Assert.Throws<DataException>(() => Read(File(header, new byte[dataBytes])));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 123, 125 })]
    [InlineData(new byte[] { 0, 0, 0, 1, 0, 0, 0, 0, 123, 125 })]
    public void A_header_longer_than_the_file_takes_no_memory(byte[] bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataException>(() => Read(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Changed_bytes_never_do_more_than_a_data_exception()
    {
        byte[] sound = Write(Small);
        var random = new KeyedRandom(11, "fuzz");
        int refused = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = sound[..(random.Next(4) == 0 ? random.Next(sound.Length + 1) : sound.Length)];
            for (int changes = random.Next(1, 6); changes > 0 && bytes.Length > 0; changes--)
                bytes[random.Next(Math.Min(bytes.Length, 300))] = (byte)random.Next(256);
            try
            {
                var read = Read(bytes);
                Assert.True(read.Values.Sum(tensor => tensor.Values.Length * 4L) <= bytes.Length);
            }
            catch (DataException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 10_000, 20_000);
    }

    [Fact]
    public void A_missing_file_is_a_wrong_request() =>
        Assert.Throws<RequestException>(() => Safetensors.ReadFile("/no/such/file.safetensors"));

    private static byte[] File(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. data];
    }

    private static byte[] Write(Dictionary<string, TensorData> tensors)
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, tensors);
        return stream.ToArray();
    }

    private static IReadOnlyDictionary<string, TensorData> Read(byte[] bytes) =>
        Safetensors.Read(new MemoryStream(bytes), "weights.safetensors");
}
