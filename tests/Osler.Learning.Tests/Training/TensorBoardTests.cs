using System.Buffers.Binary;
using Google.Protobuf;
using Osler.Learning.Progress;

namespace Osler.Learning.Tests.Training;

public sealed class TensorBoardTests
{
    /// <summary>CRC-32C bit by bit, from the polynomial (RFC 3720, appendix B.4).</summary>
    private static uint SlowCrc(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }
        return ~crc;
    }

    private static uint Mask(uint crc) => unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8);

    [Fact]
    public void Checksums_agree_with_the_polynomial()
    {
        Assert.Equal(0xE3069283, SlowCrc("123456789"u8));
        for (int length = 0; length < 40; length++)
        {
            byte[] data = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 37))];
            Assert.Equal(Mask(SlowCrc(data)), TensorBoardWriter.Masked(data));
        }
    }

    [Fact]
    public void Every_file_begins_as_TensorFlows_do()
    {
        using var stream = new MemoryStream();
        _ = new TensorBoardWriter(stream, TimeProvider.System);
        // Length 24 and its masked checksum, as in every file that TensorFlow writes; then the wall time's key.
        byte[] start = [0x18, 0, 0, 0, 0, 0, 0, 0, 0xA3, 0x7F, 0x4B, 0x22, 0x09];
        Assert.Equal(start, stream.ToArray()[..13]);
        Assert.Equal("brain.Event:2"u8.ToArray(), stream.ToArray()[23..36]);
        Assert.Equal(40, stream.Length);
    }

    [Fact]
    public void Numbers_come_back_through_protobuf()
    {
        using var stream = new MemoryStream();
        var writer = new TensorBoardWriter(stream, TimeProvider.System, resumedAt: 41);
        writer.Scalar("loss/train", 1234567890123, 0.25);
        var records = Records(stream.ToArray());
        Assert.Equal(3, records.Count);
        Assert.Equal((42, 7), Event(records[1], out var session));
        Assert.Equal([8, 1], session);
        Assert.Equal((1234567890123, 5), Event(records[2], out var summary));
        var outer = new CodedInputStream(summary);
        Assert.Equal(WireFormat.MakeTag(1, WireFormat.WireType.LengthDelimited), outer.ReadTag());
        var value = new CodedInputStream(outer.ReadBytes().ToByteArray());
        Assert.Equal(WireFormat.MakeTag(1, WireFormat.WireType.LengthDelimited), value.ReadTag());
        Assert.Equal("loss/train", value.ReadString());
        Assert.Equal(WireFormat.MakeTag(2, WireFormat.WireType.Fixed32), value.ReadTag());
        Assert.Equal(0.25f, value.ReadFloat());
        Assert.True(value.IsAtEnd);
    }

    private static List<byte[]> Records(byte[] file)
    {
        var records = new List<byte[]>();
        for (int at = 0; at < file.Length; )
        {
            int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(
                Mask(SlowCrc(file.AsSpan(at, 8))),
                BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8))
            );
            byte[] data = file[(at + 12)..(at + 12 + length)];
            Assert.Equal(
                Mask(SlowCrc(data)),
                BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length))
            );
            records.Add(data);
            at += 16 + length;
        }
        return records;
    }

    private static (long Step, int Field) Event(byte[] data, out byte[] content)
    {
        var input = new CodedInputStream(data);
        Assert.Equal(WireFormat.MakeTag(1, WireFormat.WireType.Fixed64), input.ReadTag());
        Assert.InRange(input.ReadDouble(), 1.7e9, 1e11);
        Assert.Equal(WireFormat.MakeTag(2, WireFormat.WireType.Varint), input.ReadTag());
        long step = input.ReadInt64();
        int field = WireFormat.GetTagFieldNumber(input.ReadTag());
        content = input.ReadBytes().ToByteArray();
        Assert.True(input.IsAtEnd);
        return (step, field);
    }
}
