using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Osler.Core.Faults;
using Osler.Imaging.Files;

namespace Osler.Imaging.Arrays;

/// <summary>An array of structures in a MATLAB file (MAT-file level 5), e.g. ILSVRC's <c>meta.mat</c>; reading only.</summary>
/// <remarks>
/// "MAT-File Format", The MathWorks: a header of 128 bytes, then elements, each a tag (type and length) and its data, compressed
/// (zlib) or not. Of fields numbers and text are read; whatever else they hold is passed over. Level 4 and the HDF5 of version
/// 7.3 are refused.
/// </remarks>
internal static class MatlabStructs
{
    private const int HeaderBytes = 128;
    private const int MostBytes = 64 << 20;
    private const int MostStructures = 1 << 20;
    private const int DeepestNesting = 16;

    private enum Kind
    {
        Int8 = 1,
        UInt8 = 2,
        Int16 = 3,
        UInt16 = 4,
        Int32 = 5,
        UInt32 = 6,
        Single = 7,
        Double = 9,
        Int64 = 12,
        UInt64 = 13,
        Matrix = 14,
        Compressed = 15,
        Utf8 = 16,
        Utf16 = 17,
    }

    private const int StructClass = 2;
    private const int CharClass = 4;
    private const int FirstNumberClass = 6;
    private const int LastNumberClass = 15;

    /// <summary>The structures of a variable, each with its fields by name: a text, or an array of <see cref="double"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="variable">The variable's name.</param>
    /// <exception cref="DataException">No such file or variable, another kind of file, damaged, or too large.</exception>
    public static IReadOnlyList<IReadOnlyDictionary<string, object>> Read(string path, string variable)
    {
        byte[] file = FileReading.Guard(
            path,
            () =>
                new FileInfo(path).Length <= MostBytes
                    ? File.ReadAllBytes(path)
                    : throw Arrays.Malformed($"it has more than {MostBytes:N0} bytes", path)
        );
        if (file.Length < HeaderBytes || !file.AsSpan().StartsWith("MATLAB 5.0 MAT-file"u8))
            throw new DataException(
                "This is no MATLAB file of level 5.",
                path,
                "Save it in MATLAB with save(file, 'synsets', '-v7')."
            );
        // "IM" where the lower byte comes first, as every machine of this century writes it.
        if (!file.AsSpan(126, 2).SequenceEqual("IM"u8))
            throw Arrays.Malformed("its numbers are not little-endian", path);
        var rest = new Elements(file.AsSpan(HeaderBytes), path);
        while (rest.Next(out Kind kind, out var data))
        {
            byte[] packed = [];
            if (kind == Kind.Compressed)
            {
                packed = Unpacked(data, path);
                var inner = new Elements(packed, path);
                if (!inner.Next(out kind, out data))
                    continue;
            }
            if (kind == Kind.Matrix && Structures(data, path, variable) is { } found)
                return found;
        }
        throw new DataException($"It has no array of structures '{variable}'.", path);
    }

    private static byte[] Unpacked(ReadOnlySpan<byte> data, string path)
    {
        using var packed = new ZLibStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        try
        {
            for (int read; (read = packed.Read(buffer)) > 0; )
            {
                if (whole.Length + read > MostBytes)
                    throw Arrays.Malformed($"an element has more than {MostBytes:N0} bytes", path);
                whole.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            throw Arrays.Malformed("a compressed element is damaged", path);
        }
        return whole.ToArray();
    }

    // Null where the matrix has another name or is no array of structures.
    private static List<IReadOnlyDictionary<string, object>>? Structures(
        ReadOnlySpan<byte> data,
        string path,
        string variable
    )
    {
        var parts = new Elements(data, path);
        var (kind, count, name) = Head(ref parts);
        if (kind != StructClass || name != variable)
            return null;
        if (count > MostStructures)
            throw Arrays.Malformed($"it has more than {MostStructures:N0} structures", path);
        int length = parts.Numbers() is [var most, ..] and [>= 1 and <= 64, ..] ? (int)most : 0;
        var names = parts.Bytes();
        if (length == 0 || names.Length % length != 0)
            throw Arrays.Malformed("the names of its fields are damaged", path);
        string[] fields = new string[names.Length / length];
        for (int i = 0; i < fields.Length; i++)
            fields[i] = Encoding.ASCII.GetString(names.Slice(i * length, length)).TrimEnd('\0');
        var all = new List<IReadOnlyDictionary<string, object>>();
        for (long i = 0; i < count; i++)
        {
            var one = new Dictionary<string, object>(StringComparer.Ordinal);
            foreach (string field in fields)
                if (Value(parts.Matrix(), path) is { } value)
                    one[field] = value;
            all.Add(one);
        }
        return all;
    }

    private static object? Value(ReadOnlySpan<byte> data, string path)
    {
        if (data.IsEmpty)
            return null;
        var parts = new Elements(data, path);
        var (kind, _, _) = Head(ref parts);
        return kind switch
        {
            CharClass => parts.Text(),
            >= FirstNumberClass and <= LastNumberClass => parts.Numbers(),
            _ => null,
        };
    }

    // A matrix's class, how many elements it has, and its name.
    private static (int Kind, long Count, string Name) Head(ref Elements parts)
    {
        double[] flags = parts.Numbers();
        double[] sizes = parts.Numbers();
        long count = 1;
        foreach (double size in sizes)
        {
            if (size < 0 || (count *= (long)size) > int.MaxValue)
                throw parts.Damaged("its sizes can't be");
        }
        if (flags.Length == 0 || sizes.Length is < 2 or > DeepestNesting)
            throw parts.Damaged("a matrix has no class or sizes");
        return ((int)((long)flags[0] & 0xff), count, Encoding.ASCII.GetString(parts.Bytes()));
    }

    /// <summary>Elements, one after another.</summary>
    private ref struct Elements(ReadOnlySpan<byte> rest, string path)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public readonly DataException Damaged(string why) => Arrays.Malformed(why, path);

        /// <summary>Takes the next element.</summary>
        /// <returns>False at the end.</returns>
        public bool Next(out Kind kind, out ReadOnlySpan<byte> data)
        {
            kind = default;
            data = default;
            if (_rest.Length < 8)
                return _rest.IsEmpty ? false : throw Damaged("it ends in the middle of a tag");
            uint first = Word(_rest);
            // Four bytes at most stand in the tag itself, their number in its upper half.
            bool small = first >> 16 != 0;
            kind = (Kind)(first & 0xffff);
            uint length = small ? first >> 16 : Word(_rest[4..]);
            int start = small ? 4 : 8;
            if (length > (small ? 4 : _rest.Length - 8))
                throw Damaged("an element is longer than what is left of the file");
            data = _rest.Slice(start, (int)length);
            int taken =
                small ? 8
                : kind == Kind.Compressed ? 8 + (int)length
                : 8 + ((int)length + 7) / 8 * 8;
            _rest = _rest[Math.Min(taken, _rest.Length)..];
            return true;
        }

        public ReadOnlySpan<byte> Matrix()
        {
            if (!Next(out Kind kind, out var data) || kind != Kind.Matrix)
                throw Damaged("a field is missing");
            return data;
        }

        public ReadOnlySpan<byte> Bytes()
        {
            if (!Next(out Kind kind, out var data) || kind is not (Kind.Int8 or Kind.UInt8 or Kind.Utf8))
                throw Damaged("a name is missing");
            return data;
        }

        public string Text()
        {
            if (!Next(out Kind kind, out var data))
                throw Damaged("a text is missing");
            if (kind is Kind.UInt8 or Kind.Int8 or Kind.Utf8)
                return Encoding.UTF8.GetString(data);
            if (kind is not (Kind.UInt16 or Kind.Utf16))
                throw Damaged("a text is of no kind that texts have");
            char[] letters = new char[data.Length / 2];
            for (int i = 0; i < letters.Length; i++)
                letters[i] = (char)BinaryPrimitives.ReadUInt16LittleEndian(data[(2 * i)..]);
            return new string(letters);
        }

        public double[] Numbers()
        {
            if (!Next(out Kind kind, out var data))
                throw Damaged("numbers are missing");
            int size = kind switch
            {
                Kind.Int8 or Kind.UInt8 => 1,
                Kind.Int16 or Kind.UInt16 => 2,
                Kind.Int32 or Kind.UInt32 or Kind.Single => 4,
                Kind.Double or Kind.Int64 or Kind.UInt64 => 8,
                _ => throw Damaged("numbers are of no kind that numbers have"),
            };
            double[] numbers = new double[data.Length / size];
            for (int i = 0; i < numbers.Length; i++)
            {
                var one = data.Slice(i * size, size);
                numbers[i] = kind switch
                {
                    Kind.Int8 => (sbyte)one[0],
                    Kind.UInt8 => one[0],
                    Kind.Int16 => BinaryPrimitives.ReadInt16LittleEndian(one),
                    Kind.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(one),
                    Kind.Int32 => BinaryPrimitives.ReadInt32LittleEndian(one),
                    Kind.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(one),
                    Kind.Single => BinaryPrimitives.ReadSingleLittleEndian(one),
                    Kind.Double => BinaryPrimitives.ReadDoubleLittleEndian(one),
                    Kind.Int64 => BinaryPrimitives.ReadInt64LittleEndian(one),
                    _ => BinaryPrimitives.ReadUInt64LittleEndian(one),
                };
            }
            return numbers;
        }

        private static uint Word(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadUInt32LittleEndian(at);
    }
}
