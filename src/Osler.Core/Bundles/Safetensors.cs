using System.Buffers.Binary;
using Osler.Core.Faults;

namespace Osler.Core.Bundles;

/// <summary>Weights in the safetensors format: a length, a JSON header, then the numbers, and no code.</summary>
/// <remarks>
/// Format: 8 bytes little-endian header length N; N bytes JSON
/// <c>{"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}, "__metadata__": {...}}</c>; then the
/// tensors, row-major and little-endian, one after the other without a gap
/// (https://huggingface.co/docs/safetensors). Everything is checked before memory is taken for it, and no more
/// memory is taken than twice the file's own size.
/// </remarks>
public static class Safetensors
{
    /// <summary>Largest header that is read, in bytes (16 MiB).</summary>
    public const int MaximumHeaderBytes = 16 << 20;

    /// <summary>Largest number of tensors that is read.</summary>
    public const int MaximumTensors = 100_000;

    /// <summary>Largest number of axes of a tensor.</summary>
    public const int MaximumAxes = 8;

    private const int ChunkBytes = 1 << 16;

    /// <summary>Reads every tensor of a file as float32.</summary>
    /// <param name="path">The file. F32, F64, F16, BF16, BOOL, I8 to I64 and U8 are read; a number beyond float32's reach rounds.</param>
    /// <exception cref="RequestException">There is no such file, or it can't be opened.</exception>
    /// <exception cref="DataException">It isn't a well-formed safetensors file.</exception>
    public static IReadOnlyDictionary<string, TensorData> ReadFile(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RequestException(
                $"The weights can't be read: {fault.Message}",
                path,
                "Check the path and its permissions.",
                fault
            );
        }
    }

    /// <summary>Reads every tensor as float32.</summary>
    /// <param name="stream">A stream that knows its length, at its start.</param>
    /// <param name="where">The file, for the message of a fault.</param>
    /// <exception cref="DataException">It isn't a well-formed safetensors file.</exception>
    public static IReadOnlyDictionary<string, TensorData> Read(Stream stream, string where)
    {
        long length = stream.Length - stream.Position;
        if (length < 8)
            throw Malformed("it is shorter than its first field of 8 bytes", where);
        Span<byte> first = stackalloc byte[8];
        stream.ReadExactly(first);
        ulong header = BinaryPrimitives.ReadUInt64LittleEndian(first);
        if (header > MaximumHeaderBytes || (long)header > length - 8)
            throw Malformed(
                $"its header claims {header:N0} bytes, but the file has {length - 8:N0} and {MaximumHeaderBytes:N0} are the most",
                where
            );
        byte[] json = new byte[(int)header];
        stream.ReadExactly(json);
        var entries = SafetensorsHeader.Parse(json, length - 8 - json.Length, where);
        var tensors = new Dictionary<string, TensorData>(entries.Count, StringComparer.Ordinal);
        byte[] chunk = new byte[ChunkBytes];
        foreach (var entry in entries) // in the order of their offsets, which have no gaps
        {
            float[] values = new float[entry.Elements];
            int size = TensorKinds.Size(entry.Kind);
            for (int done = 0; done < values.Length; )
            {
                int now = Math.Min(values.Length - done, ChunkBytes / size);
                var bytes = chunk.AsSpan(0, now * size);
                stream.ReadExactly(bytes);
                TensorKinds.Convert(entry.Kind, bytes, values.AsSpan(done, now));
                done += now;
            }
            tensors.Add(entry.Name, new TensorData(entry.Shape, values));
        }
        return tensors;
    }

    /// <summary>Writes tensors as F32, sorted by name: equal tensors give equal bytes.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="tensors">Name and values; no name may be <c>__metadata__</c>.</param>
    /// <param name="metadata">Text by key, kept in the header.</param>
    public static void Write(
        Stream stream,
        IReadOnlyDictionary<string, TensorData> tensors,
        IReadOnlyDictionary<string, string>? metadata = null
    )
    {
        TensorData[] ordered =
        [
            .. tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value),
        ];
        byte[] json = SafetensorsHeader.Compose(tensors, metadata);
        Span<byte> first = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(first, (ulong)json.Length);
        stream.Write(first);
        stream.Write(json);
        byte[] chunk = new byte[ChunkBytes];
        foreach (var tensor in ordered)
        {
            for (int done = 0; done < tensor.Values.Length; )
            {
                int now = Math.Min(tensor.Values.Length - done, ChunkBytes / 4);
                for (int i = 0; i < now; i++)
                    BinaryPrimitives.WriteSingleLittleEndian(chunk.AsSpan(i * 4), tensor.Values[done + i]);
                stream.Write(chunk, 0, now * 4);
                done += now;
            }
        }
    }

    internal static DataException Malformed(string why, string where) =>
        new($"This is not a safetensors file that can be trusted: {why}.", where, "Get the file again.");
}
