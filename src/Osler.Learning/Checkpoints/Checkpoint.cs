using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Osler.Learning.Training;

namespace Osler.Learning.Checkpoints;

/// <summary>A run frozen between two steps.</summary>
/// <param name="Fingerprint">Of everything that decides the run: network, settings, seed, cases.</param>
/// <param name="State">Where the run stands.</param>
/// <param name="Tensors">Weights, statistics, the optimiser's state, average, best weights; float32 by name.</param>
internal sealed record Checkpoint(
    string Fingerprint,
    TrainingState State,
    IReadOnlyList<KeyValuePair<string, float[]>> Tensors
)
{
    // "OSLERCK" and the format's version.
    private static ReadOnlySpan<byte> Magic => "OSLERCK\u0001"u8;

    /// <summary>
    /// Magic, length of the header (8 bytes), header as JSON, numbers of each tensor as little-endian float32, SHA-256
    /// of all before it.
    /// </summary>
    public void Write(Stream stream)
    {
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(
            new Header(
                Fingerprint,
                State,
                [.. Tensors.Select(tensor => new TensorHeader(tensor.Key, tensor.Value.Length))]
            ),
            CheckpointJson.Default.Header
        );
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(Magic);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        Append(length);
        Append(header);
        foreach (var tensor in Tensors)
            Append(MemoryMarshal.AsBytes(tensor.Value.AsSpan()));
        stream.Write(hash.GetHashAndReset());

        void Append(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
        }
    }

    /// <summary>Reads a checkpoint; null where the file is cut off, changed, or none of ours.</summary>
    public static Checkpoint? Read(string path)
    {
        using var stream = File.OpenRead(path);
        if (!IsWhole(stream))
            return null;
        stream.Position = Magic.Length;
        Span<byte> length = stackalloc byte[8];
        stream.ReadExactly(length);
        byte[] bytes = new byte[BinaryPrimitives.ReadInt64LittleEndian(length)];
        stream.ReadExactly(bytes);
        var header = JsonSerializer.Deserialize(bytes, CheckpointJson.Default.Header)!;
        var tensors = new List<KeyValuePair<string, float[]>>();
        foreach (var tensor in header.Tensors)
        {
            float[] values = new float[tensor.Length];
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            tensors.Add(new(tensor.Name, values));
        }
        return new Checkpoint(header.Fingerprint, header.State, tensors);
    }

    // The checksum is looked at first: what follows then reads only what Write has written.
    private static bool IsWhole(FileStream stream)
    {
        long left = stream.Length - SHA256.HashSizeInBytes;
        if (left < Magic.Length)
            return false;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 16];
        bool ours = true;
        for (bool first = true; left > 0; first = false)
        {
            int read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
                return false;
            if (first)
                ours = buffer.AsSpan(0, read).StartsWith(Magic);
            hash.AppendData(buffer, 0, read);
            left -= read;
        }
        Span<byte> stated = stackalloc byte[SHA256.HashSizeInBytes];
        return stream.ReadAtLeast(stated, stated.Length, throwOnEndOfStream: false) == stated.Length
            && ours
            && stated.SequenceEqual(hash.GetHashAndReset());
    }

    internal sealed record TensorHeader(string Name, int Length);

    internal sealed record Header(string Fingerprint, TrainingState State, List<TensorHeader> Tensors);
}

// Doubles are written with as many digits as give the same bits back.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals
)]
[JsonSerializable(typeof(Checkpoint.Header))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
