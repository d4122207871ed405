using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using Osler.Core.Faults;

namespace Osler.Imaging.Arrays;

/// <summary>Arrays in the IDX format of the MNIST files, plain or gzipped.</summary>
/// <remarks>
/// Two zero bytes, the kind of number, the number of axes, the size of each axis (32 bits, big-endian), then the
/// numbers, big-endian, the last axis fastest (LeCun, Cortes and Burges, "The MNIST database", file formats). The
/// length must be exactly what the header says.
/// </remarks>
public static class Idx
{
    /// <summary>Opens an IDX file; what it is, is told by its first bytes, not by its name.</summary>
    /// <param name="path">The file. A plain one is read where it lies; a gzipped one is unpacked.</param>
    /// <param name="reading">Limits; null for the defaults.</param>
    /// <exception cref="DataException">Absent, not IDX, truncated, longer or shorter than its shape says, too large.</exception>
    public static NumberArray Open(string path, ArrayReading? reading = null) =>
        Arrays.Guard(path, () => OpenFile(path, reading ?? ArrayReading.Default));

    /// <summary>Reads an IDX stream, plain or gzipped, to its end.</summary>
    /// <param name="stream">A stream that knows its length, at its start.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <param name="reading">Limits; null for the defaults.</param>
    /// <exception cref="DataException">As for <see cref="Open"/>.</exception>
    public static NumberArray Read(Stream stream, string where, ArrayReading? reading = null) =>
        Arrays.Guard(where, () => ReadStream(stream, where, reading ?? ArrayReading.Default));

    private static NumberArray OpenFile(string path, ArrayReading reading)
    {
        var file = Arrays.Open(path);
        try
        {
            if (IsGzip(file))
            {
                using (file)
                    return ReadStream(file, path, reading);
            }
            var (kind, shape, header) = ReadHeader(file, path);
            var bytes = ArrayBytes.AfterHeader(file, header, shape, kind, path);
            return new NumberArray(shape, kind, bytes, true, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static NumberArray ReadStream(Stream stream, string where, ArrayReading reading)
    {
        long packed = stream.Length;
        using var unpacked = IsGzip(stream) ? new GZipStream(stream, CompressionMode.Decompress, true) : null;
        var source = unpacked ?? stream;
        var (kind, shape, _) = ReadHeader(source, where);
        long length = Arrays.Bytes(shape, kind, where);
        ArrayBytes.RequireLength(length, packed, reading, where);
        return new NumberArray(
            shape,
            kind,
            ArrayBytes.Unpack(source, length, reading, where),
            bigEndian: true,
            where
        );
    }

    private static bool IsGzip(Stream stream)
    {
        Span<byte> first = stackalloc byte[2];
        int read = stream.ReadAtLeast(first, 2, throwOnEndOfStream: false);
        stream.Position = 0;
        return read == 2 && first[0] == 0x1f && first[1] == 0x8b;
    }

    private static (NumberKind Kind, ImmutableArray<int> Shape, int Header) ReadHeader(
        Stream stream,
        string where
    )
    {
        Span<byte> field = stackalloc byte[4];
        if (stream.ReadAtLeast(field, 4, throwOnEndOfStream: false) < 4 || field[0] != 0 || field[1] != 0)
            throw Arrays.Malformed("it does not begin as an IDX file does", where);
        NumberKind kind = field[2] switch
        {
            0x08 => NumberKind.UInt8,
            0x09 => NumberKind.Int8,
            0x0B => NumberKind.Int16,
            0x0C => NumberKind.Int32,
            0x0D => NumberKind.Float32,
            0x0E => NumberKind.Float64,
            byte other => throw Arrays.Malformed($"IDX knows no kind of number 0x{other:X2}", where),
        };
        int axes = field[3];
        if (axes is 0 or > Arrays.MostAxes)
            throw Arrays.Malformed($"{axes} axes; it must have 1 to {Arrays.MostAxes}", where);
        var shape = ImmutableArray.CreateBuilder<int>(axes);
        for (int axis = 0; axis < axes; axis++)
        {
            stream.ReadExactly(field);
            uint size = BinaryPrimitives.ReadUInt32BigEndian(field);
            shape.Add(
                size <= int.MaxValue
                    ? (int)size
                    : throw Arrays.Malformed($"axis {axis + 1} has the size {size:N0}", where)
            );
        }
        return (kind, shape.MoveToImmutable(), 4 + 4 * axes);
    }
}
