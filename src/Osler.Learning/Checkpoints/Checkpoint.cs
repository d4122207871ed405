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

    private const int HeaderUpTo = 1 << 26;

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
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> start = stackalloc byte[16];
        if (!Take(start) || !start[..8].SequenceEqual(Magic))
            return null;
        long length = BinaryPrimitives.ReadInt64LittleEndian(start[8..]);
        if (length is < 2 or > HeaderUpTo || length > stream.Length)
            return null;
        byte[] bytes = new byte[length];
        if (!Take(bytes))
            return null;
        Header? header;
        try
        {
            header = JsonSerializer.Deserialize(bytes, CheckpointJson.Default.Header);
        }
        catch (JsonException)
        {
            return null;
        }
        if (header is null || header.Tensors.Any(tensor => tensor.Length < 0))
            return null;
        if (16 + length + header.Tensors.Sum(tensor => 4L * tensor.Length) + SHA256.HashSizeInBytes != stream.Length)
            return null;
        var tensors = new List<KeyValuePair<string, float[]>>();
        foreach (var tensor in header.Tensors)
        {
            float[] values = new float[tensor.Length];
            if (!Take(MemoryMarshal.AsBytes(values.AsSpan())))
                return null;
            tensors.Add(new(tensor.Name, values));
        }
        Span<byte> stated = stackalloc byte[SHA256.HashSizeInBytes];
        if (stream.ReadAtLeast(stated, stated.Length, throwOnEndOfStream: false) < stated.Length)
            return null;
        return stated.SequenceEqual(hash.GetHashAndReset())
            ? new Checkpoint(header.Fingerprint, header.State, tensors)
            : null;

        bool Take(Span<byte> destination)
        {
            if (stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false) < destination.Length)
                return false;
            hash.AppendData(destination);
            return true;
        }
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
