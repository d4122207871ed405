using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Osler.Core.Faults;
using PureHDF;
using PureHDF.Selections;
using PureHDF.VOL.Native;

namespace Osler.Imaging.Arrays;

/// <summary>Named arrays in an HDF5 file: every data set of plain numbers, in whatever group.</summary>
/// <remarks>
/// Contiguous, chunked and compressed; little-endian. A data set is copied piece by piece to memory, or to a temporary file where it is
/// large. Nothing outside the file is read: external links and files are not followed. Not safe to open arrays from
/// several threads at once; the opened arrays are.
/// </remarks>
public sealed class Hdf5 : IDisposable
{
    private const int MostArrays = 10_000;
    private const int MostDepth = 16;
    private const int Piece = 16 << 20;
    private readonly NativeFile _file;
    private readonly Stream _stream;
    private readonly ArrayReading _reading;
    private readonly long _length;

    private Hdf5(Stream stream, string where, ArrayReading reading)
    {
        (_stream, Where, _reading, _length) = (stream, where, reading, stream.Length);
        _file = H5File.Open(stream, leaveOpen: true);
        var names = ImmutableArray.CreateBuilder<string>();
        List(_file, "", 0, names);
        Names = names.ToImmutable();
    }

    /// <summary>Paths of the arrays, such as <c>train/images</c>.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The file.</summary>
    public string Where { get; }

    /// <summary>Whether a file begins as HDF5 does.</summary>
    /// <param name="start">At least 8 bytes.</param>
    public static bool Is(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A]);

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reading">Limits; null for the defaults.</param>
    /// <exception cref="DataException">Absent, no HDF5 or damaged.</exception>
    public static Hdf5 Open(string path, ArrayReading? reading = null)
    {
        var stream = Arrays.Guard(path, () => Arrays.Open(path));
        try
        {
            return Guard(path, () => new Hdf5(stream, path, reading ?? ArrayReading.Default));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Opens one array.</summary>
    /// <param name="name">Its path.</param>
    /// <exception cref="DataException">There is none, it holds no plain numbers, it is damaged or too large.</exception>
    public NumberArray Array(string name)
    {
        if (!Names.Contains(name))
            throw new DataException($"There is no array '{name}'.", Where, NearestName.Hint(name, Names));
        string where = $"{Where}, array '{name}'";
        return Guard(where, () => Copy(_file.Dataset(name), where));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _stream.Dispose();
    }

    private void List(IH5Group group, string path, int depth, ImmutableArray<string>.Builder names)
    {
        if (depth > MostDepth)
            return;
        foreach (var child in group.Children())
        {
            if (names.Count >= MostArrays)
                throw Arrays.Malformed($"it has more than {MostArrays:N0} arrays", Where);
            if (child is IH5Dataset set && KindOf(set) is not null)
                names.Add(path + child.Name);
            else if (child is IH5Group inner)
                List(inner, $"{path}{child.Name}/", depth + 1, names);
        }
    }

    private static NumberKind? KindOf(IH5Dataset set)
    {
        bool isSigned = set.Type.Class == H5DataTypeClass.FixedPoint && set.Type.FixedPoint.IsSigned;
        return (set.Type.Class, set.Type.Size, isSigned) switch
        {
            (H5DataTypeClass.FixedPoint, 1, false) => NumberKind.UInt8,
            (H5DataTypeClass.FixedPoint, 1, true) => NumberKind.Int8,
            (H5DataTypeClass.FixedPoint, 2, false) => NumberKind.UInt16,
            (H5DataTypeClass.FixedPoint, 2, true) => NumberKind.Int16,
            (H5DataTypeClass.FixedPoint, 4, false) => NumberKind.UInt32,
            (H5DataTypeClass.FixedPoint, 4, true) => NumberKind.Int32,
            (H5DataTypeClass.FixedPoint, 8, false) => NumberKind.UInt64,
            (H5DataTypeClass.FixedPoint, 8, true) => NumberKind.Int64,
            (H5DataTypeClass.FloatingPoint, 4, _) => NumberKind.Float32,
            (H5DataTypeClass.FloatingPoint, 8, _) => NumberKind.Float64,
            _ => null,
        };
    }

    private NumberArray Copy(IH5Dataset set, string where)
    {
        var kind = KindOf(set) ?? throw Arrays.Malformed("it holds no plain numbers", where);
        var shape = ImmutableArray.CreateBuilder<int>();
        foreach (ulong axis in set.Space.Dimensions)
            shape.Add(
                axis <= int.MaxValue
                    ? (int)axis
                    : throw Arrays.Malformed($"an axis has the size {axis:N0}", where)
            );
        long length = Arrays.Bytes(shape.ToImmutable(), kind, where);
        ArrayBytes.RequireLength(length, _length, _reading, where);
        var bytes = ArrayBytes.NewStore(length, _reading, where);
        try
        {
            if (length > 0)
                Fill(set, kind, shape.ToImmutable(), bytes, length);
            return new NumberArray(
                shape.ToImmutable(),
                kind,
                bytes,
                bigEndian: !BitConverter.IsLittleEndian,
                where
            );
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private static void Fill(
        IH5Dataset set,
        NumberKind kind,
        ImmutableArray<int> shape,
        ArrayBytes bytes,
        long length
    )
    {
        if (shape.IsEmpty)
        {
            bytes.Write(Read(set, kind, null, 1), 0);
            return;
        }
        long sliceBytes = length / shape[0];
        int together = (int)Math.Clamp(Piece / Math.Max(1, sliceBytes), 1, shape[0]);
        for (int first = 0; first < shape[0]; first += together)
        {
            int now = Math.Min(together, shape[0] - first);
            ulong[] starts = new ulong[shape.Length];
            ulong[] blocks = [.. shape.Select(axis => (ulong)axis)];
            (starts[0], blocks[0]) = ((ulong)first, (ulong)now);
            var piece = new HyperslabSelection(shape.Length, starts, blocks);
            bytes.Write(Read(set, kind, piece, now * sliceBytes / kind.Size()), first * sliceBytes);
        }
    }

    private static ReadOnlySpan<byte> Read(IH5Dataset set, NumberKind kind, Selection? piece, long numbers) =>
        kind switch
        {
            NumberKind.UInt8 => Read<byte>(set, piece, numbers),
            NumberKind.Int8 => Read<sbyte>(set, piece, numbers),
            NumberKind.UInt16 => Read<ushort>(set, piece, numbers),
            NumberKind.Int16 => Read<short>(set, piece, numbers),
            NumberKind.UInt32 => Read<uint>(set, piece, numbers),
            NumberKind.Int32 => Read<int>(set, piece, numbers),
            NumberKind.UInt64 => Read<ulong>(set, piece, numbers),
            NumberKind.Int64 => Read<long>(set, piece, numbers),
            NumberKind.Float32 => Read<float>(set, piece, numbers),
            _ => Read<double>(set, piece, numbers),
        };

    private static ReadOnlySpan<byte> Read<T>(IH5Dataset set, Selection? piece, long numbers)
        where T : unmanaged
    {
        var values = set.Read<T[]>(fileSelection: piece);
        if (values.Length != numbers)
            throw new InvalidDataException($"{values.Length} numbers where {numbers} were due");
        return MemoryMarshal.AsBytes(values.AsSpan());
    }

    private static T Guard<T>(string where, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault)
            when (fault.Message.StartsWith("Byte order conversion", StringComparison.Ordinal))
        {
            throw new DataException(
                "The numbers are big-endian, which is not read of HDF5 files.",
                where,
                "Write them in little-endian order, e.g. in h5py with astype('<i2').",
                fault
            );
        }
        catch (Exception fault)
            when (fault.Message.StartsWith("Could not find filter", StringComparison.Ordinal))
        {
            throw new DataException(
                $"The numbers are compressed by a filter that is not read ({FilterOf(fault.Message)}).",
                where,
                "Write them with gzip, or as they are: h5repack -f GZIP=4 OLD.h5 NEW.h5.",
                fault
            );
        }
        // The HDF5 library reports damage by whatever its parsing runs into, bare exceptions too.
        catch (Exception fault) when (fault is not OslerException)
        {
            throw Arrays.Malformed(
                $"its HDF5 is damaged or of an unknown layout ({fault.Message})",
                where,
                fault
            );
        }
    }

    // "Could not find filter 'lzf' with ID '32000'. Make sure ..."
    private static string FilterOf(string words)
    {
        string[] quoted = words.Split('\'');
        return quoted.Length > 3 ? $"{quoted[1]}, number {quoted[3]}" : words;
    }
}
