using System.Buffers;
using Osler.Core.Faults;

namespace Osler.Imaging.Arrays;

/// <summary>Arrays in NumPy's NPY format, versions 1 to 3.</summary>
/// <remarks>
/// Row-major and column-major, either byte order; truths, whole numbers of 8 to 64 bits and floats of 16 to 64.
/// Objects, texts, dates, complex numbers and records are refused by name; a pickle is never opened.
/// </remarks>
public static class Npy
{
    /// <summary>Opens an NPY file.</summary>
    /// <param name="path">The file. A row-major one is read where it lies; a column-major one is turned first.</param>
    /// <param name="reading">Limits; null for the defaults.</param>
    /// <exception cref="DataException">Absent, not NPY, of a refused type, another length than its shape says, too large.</exception>
    public static NumberArray Open(string path, ArrayReading? reading = null) =>
        Arrays.Guard(path, () => OpenFile(path, reading ?? ArrayReading.Default));

    /// <summary>Reads an NPY stream to its end.</summary>
    /// <param name="stream">A stream at its start.</param>
    /// <param name="packed">Bytes that the stream takes as it is stored, which bound what it can unpack to.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <param name="reading">Limits; null for the defaults.</param>
    /// <exception cref="DataException">As for <see cref="Open"/>.</exception>
    public static NumberArray Read(Stream stream, long packed, string where, ArrayReading? reading = null) =>
        Arrays.Guard(where, () => ReadStream(stream, packed, where, reading ?? ArrayReading.Default));

    private static NumberArray OpenFile(string path, ArrayReading reading)
    {
        var file = Arrays.Open(path);
        try
        {
            var header = NpyHeader.Read(file, path);
            var bytes = ArrayBytes.AfterHeader(file, header.Length, header.Shape, header.Kind, path);
            return Ordered(header, bytes, reading, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static NumberArray ReadStream(Stream stream, long packed, string where, ArrayReading reading)
    {
        var header = NpyHeader.Read(stream, where);
        long length = Arrays.Bytes(header.Shape, header.Kind, where);
        ArrayBytes.RequireLength(length, packed, reading, where);
        return Ordered(header, ArrayBytes.Unpack(stream, length, reading, where), reading, where);
    }

    private static NumberArray Ordered(NpyHeader header, ArrayBytes bytes, ArrayReading reading, string where)
    {
        if (header.ColumnMajor && header.Shape.Length > 1 && !header.Shape.Contains(0))
        {
            using var columns = bytes;
            bytes = RowMajor(header, columns, reading, where);
        }
        return new NumberArray(header.Shape, header.Kind, bytes, header.BigEndian, where);
    }

    /// <summary>
    /// Turns column-major numbers, number (i, j, k) at i + d0 (j + d1 k), into row-major ones, as many slices of the
    /// first axis at a time as the limit of memory holds.
    /// </summary>
    private static ArrayBytes RowMajor(
        NpyHeader header,
        ArrayBytes columns,
        ArrayReading reading,
        string where
    )
    {
        var shape = header.Shape;
        int size = header.Kind.Size();
        int slices = shape[0];
        long total = Arrays.Bytes(shape, header.Kind, where);
        long sliceNumbers = total / size / slices;
        long sliceBytes = sliceNumbers * size;
        long most = Math.Max(Math.Min(reading.MemoryLimit, 256L << 20), sliceBytes);
        if (most > Array.MaxLength)
            throw Arrays.Malformed($"one slice of its shape {Arrays.Shown(shape)} is too large", where);
        int together = (int)Math.Min(slices, most / sliceBytes);
        var rows = ArrayBytes.NewStore(total, reading, where);
        try
        {
            byte[] block = new byte[together * sliceBytes];
            byte[] run = ArrayPool<byte>.Shared.Rent(together * size);
            for (int first = 0; first < slices; first += together)
            {
                int now = Math.Min(together, slices - first);
                for (long column = 0; column < sliceNumbers; column++)
                {
                    columns.Read(run.AsSpan(0, now * size), (column * slices + first) * size);
                    long place = RowMajorPlace(column, shape);
                    for (int i = 0; i < now; i++)
                        run.AsSpan(i * size, size).CopyTo(block.AsSpan((int)(i * sliceBytes + place * size)));
                }
                rows.Write(block.AsSpan(0, (int)(now * sliceBytes)), first * sliceBytes);
            }
            ArrayPool<byte>.Shared.Return(run);
            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <summary>Where the number with this place among a slice's column-major ones stands row-major.</summary>
    private static long RowMajorPlace(long column, System.Collections.Immutable.ImmutableArray<int> shape)
    {
        long stride = 1;
        for (int axis = 1; axis < shape.Length; axis++)
            stride *= shape[axis];
        long place = 0;
        for (int axis = 1; axis < shape.Length; axis++)
        {
            stride /= shape[axis];
            place += column % shape[axis] * stride;
            column /= shape[axis];
        }
        return place;
    }
}
