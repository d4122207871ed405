using System.Buffers;
using System.Collections.Immutable;
using Osler.Core.Files;
using Osler.Imaging.Files;

namespace Osler.Imaging.Arrays;

/// <summary>The bytes of an array: in memory, in the file that holds them, or in a temporary file.</summary>
/// <remarks>Reading is safe from several threads.</remarks>
internal sealed class ArrayBytes : IDisposable
{
    private const int Piece = 1 << 18;
    private readonly byte[]? _memory;
    private readonly FileStream? _file;
    private readonly long _offset;
    private readonly string _where;

    private ArrayBytes(byte[]? memory, FileStream? file, long offset, string where) =>
        (_memory, _file, _offset, _where) = (memory, file, offset, where);

    public static ArrayBytes InMemory(byte[] bytes, string where) => new(bytes, null, 0, where);

    /// <summary>Takes the open file over; the numbers follow its header, and must be as many bytes as their shape needs.</summary>
    public static ArrayBytes AfterHeader(
        FileStream file,
        int header,
        ImmutableArray<int> shape,
        NumberKind kind,
        string where
    )
    {
        long length = Arrays.Bytes(shape, kind, where);
        if (file.Length - header != length)
            throw Arrays.Malformed(
                $"its shape {Arrays.Shown(shape)} needs {length:N0} bytes; {file.Length - header:N0} follow",
                where
            );
        return new(null, file, header, where);
    }

    /// <summary>Refuses a length that no honest file of this size can unpack to, or more than is allowed.</summary>
    public static void RequireLength(long length, long packed, ArrayReading reading, string where)
    {
        if (length > reading.MostBytes)
            throw Arrays.Malformed(
                $"it claims {length:N0} bytes of numbers; at most {reading.MostBytes:N0} are read",
                where
            );
        if (length > 4096 && length / Deflate.MostExpansion > packed)
            throw Arrays.Malformed(
                $"it claims {length:N0} bytes of numbers, which {packed:N0} bytes cannot unpack to",
                where
            );
    }

    /// <summary>Reads exactly this many bytes, to memory or to a temporary file; more or fewer are a fault.</summary>
    public static ArrayBytes Unpack(Stream stream, long length, ArrayReading reading, string where)
    {
        var bytes = NewStore(length, reading, where);
        byte[] piece = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            for (long at = 0; at < length; )
            {
                int read = stream.Read(piece, 0, (int)Math.Min(Piece, length - at));
                if (read == 0)
                    throw Arrays.Malformed($"it ends after {at:N0} of {length:N0} bytes of numbers", where);
                bytes.Write(piece.AsSpan(0, read), at);
                at += read;
            }
            if (stream.Read(piece, 0, 1) != 0)
                throw Arrays.Malformed(
                    $"it holds more than the {length:N0} bytes that its shape needs",
                    where
                );
            return bytes;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <summary>Room for bytes that will be written.</summary>
    public static ArrayBytes NewStore(long length, ArrayReading reading, string where)
    {
        if (length <= Math.Min(reading.MemoryLimit, Array.MaxLength))
            return InMemory(new byte[length], where);
        string folder = reading.Folder ?? Path.GetTempPath();
        string purpose = $"to unpack {length >> 20:N0} MB of numbers";
        return new(null, ScratchFile.Open(folder, "array", length, purpose), 0, where);
    }

    public void Write(ReadOnlySpan<byte> bytes, long at)
    {
        if (_memory is not null)
            bytes.CopyTo(_memory.AsSpan((int)at));
        else
            RandomAccess.Write(_file!.SafeFileHandle, bytes, _offset + at);
    }

    public void Read(Span<byte> destination, long at)
    {
        if (_memory is not null)
        {
            _memory.AsSpan((int)at, destination.Length).CopyTo(destination);
            return;
        }
        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(_file!.SafeFileHandle, destination, _offset + at);
            if (read == 0)
                throw Arrays.Malformed("it became shorter while it was read", _where);
            destination = destination[read..];
            at += read;
        }
    }

    public void Dispose() => _file?.Dispose();
}
