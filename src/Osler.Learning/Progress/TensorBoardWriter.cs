using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Osler.Learning.Progress;

/// <summary>Writes numbers over steps for TensorBoard: an <c>events.out.tfevents</c> file.</summary>
/// <remarks>
/// A file is a row of TFRecords (length, its checksum, data, its checksum; checksums are masked CRC-32C), each an
/// <c>Event</c> of TensorFlow's <c>event.proto</c>. Few fields of few messages are needed, so they are encoded here.
/// </remarks>
public sealed class TensorBoardWriter : IDisposable
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int Fixed32 = 5;

    private readonly Stream _stream;
    private readonly TimeProvider _time;

    /// <param name="folder">Where TensorBoard looks (<c>--logdir</c>); made when absent.</param>
    /// <param name="time">The clock of the events.</param>
    /// <param name="resumedAt">
    /// The step after which a resumed run goes on; TensorBoard then forgets what an earlier file says of later steps.
    /// </param>
    /// <exception cref="Core.Faults.RequestException">The folder can't be written.</exception>
    public TensorBoardWriter(string folder, TimeProvider time, long? resumedAt = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        string path = Path.Combine(
            folder,
            FormattableString.Invariant(
                $"events.out.tfevents.{time.GetUtcNow().ToUnixTimeSeconds():D10}.{resumedAt ?? 0}.osler"
            )
        );
        try
        {
            Directory.CreateDirectory(folder);
            _stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Core.Files.Durable.CannotWrite(path, fault);
        }
        Begin(resumedAt);
    }

    internal TensorBoardWriter(Stream stream, TimeProvider time, long? resumedAt = null)
    {
        (_stream, _time) = (stream, time);
        Begin(resumedAt);
    }

    /// <summary>Writes one number.</summary>
    /// <param name="tag">Its name, e.g. <c>loss/train</c>; what stands before the slash groups the charts.</param>
    /// <param name="step">The step that it belongs to.</param>
    /// <param name="value">The number.</param>
    public void Scalar(string tag, long step, double value)
    {
        var number = new MemoryStream();
        Key(number, 1, Delimited); // Summary.Value.tag
        Bytes(number, Encoding.UTF8.GetBytes(tag));
        Key(number, 2, Fixed32); // Summary.Value.simple_value
        Span<byte> single = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(single, (float)value);
        number.Write(single);
        var summary = new MemoryStream();
        Key(summary, 1, Delimited); // Summary.value
        Bytes(summary, number.ToArray());
        Write(step, 5, summary.ToArray()); // Event.summary
    }

    /// <summary>Gives what was written to the system, so that a reader sees it.</summary>
    public void Flush() => _stream.Flush();

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    /// <summary>The checksum of TFRecords: CRC-32C, rotated and shifted so that a checksum of checksums stays sound.</summary>
    internal static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        while (data.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[8..];
        }
        foreach (byte value in data)
            crc = BitOperations.Crc32C(crc, value);
        return BitOperations.RotateRight(~crc, 15) + 0xA282EAD8;
    }

    private void Begin(long? resumedAt)
    {
        Write(0, 3, "brain.Event:2"u8); // Event.file_version
        if (resumedAt is not { } step)
            return;
        var session = new MemoryStream();
        Key(session, 1, Varint); // SessionLog.status
        Number(session, 1); // START: later steps of earlier files are void
        Write(step + 1, 7, session.ToArray()); // Event.session_log
    }

    private void Write(long step, int field, ReadOnlySpan<byte> content)
    {
        var message = new MemoryStream();
        Key(message, 1, Fixed64); // Event.wall_time, seconds
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(time, _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        message.Write(time);
        if (step != 0)
        {
            Key(message, 2, Varint); // Event.step
            Number(message, (ulong)step);
        }
        Key(message, field, Delimited);
        Bytes(message, content);

        byte[] data = message.ToArray();
        Span<byte> frame = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(frame, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[8..], Masked(frame[..8]));
        _stream.Write(frame);
        _stream.Write(data);
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Masked(data));
        _stream.Write(frame[..4]);
    }

    private static void Key(MemoryStream message, int field, int wire) =>
        Number(message, (ulong)((field << 3) | wire));

    private static void Bytes(MemoryStream message, ReadOnlySpan<byte> content)
    {
        Number(message, (ulong)content.Length);
        message.Write(content);
    }

    private static void Number(MemoryStream message, ulong value)
    {
        while (value >= 0x80)
        {
            message.WriteByte((byte)(value | 0x80));
            value >>= 7;
        }
        message.WriteByte((byte)value);
    }
}
