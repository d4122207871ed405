using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Weights;
using Osler.Imaging.Arrays;

namespace Osler.Studies.Weights;

/// <summary>Public weights from a file of any known format.</summary>
public static partial class WeightFile
{
    /// <summary>Reads a weight file; what it is, is told by its first bytes, not by its name.</summary>
    /// <param name="path">
    /// PyTorch's (<c>.pt</c>, <c>.pth</c>, both formats), safetensors, NumPy's NPZ, or Keras's HDF5.
    /// </param>
    /// <param name="published">What the file has to be, by its SHA-256; null where any file will do.</param>
    /// <exception cref="RequestException">There is no such file, or it can't be opened.</exception>
    /// <exception cref="DataException">It is none of these, or holds more than weights, or not the published ones.</exception>
    public static WeightSource Open(string path, PublicWeights? published = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using var stream = File.OpenRead(path);
            if (published is not null)
                Check(stream, path, published);
            byte[] first = new byte[8];
            int length = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
            stream.Position = 0;
            if (KerasFile.Looks(first))
                return KerasFile.Read(stream, path);
            if (IsArchiveOfArrays(stream, first))
                return ReadArrays(path);
            if (length == 0 || TorchFile.Looks(first))
                return TorchFile.Read(stream, path);
            if (length == 8 && BinaryPrimitives.ReadUInt64LittleEndian(first) > (ulong)stream.Length)
                RefuseOther(first, path);
            return new WeightSource(path, Safetensors.Read(stream, path), []);
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

    private static void Check(FileStream stream, string path, PublicWeights published)
    {
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(stream));
        stream.Position = 0;
        if (!sha256.StartsWith(published.Sha256, StringComparison.Ordinal))
            throw new DataException(
                $"The file in the cache is not the published {published.Name}: its SHA-256 begins with {sha256[..8]}, and theirs with {published.Sha256[..8]}.",
                path,
                $"Delete it and fetch it again: osler data get {published.Name}. Weights of your own are stated by their path."
            );
    }

    // What claims a header longer than the file may be a safetensors file that was cut; these are none.
    private static void RefuseOther(ReadOnlySpan<byte> first, string path)
    {
        if (first[0] == 0x80 && first[1] <= 5)
            throw new DataException(
                "The weights can't be read: it is a bare pickle, which torch.save does not write.",
                path,
                "In PyTorch, save the network's weights with torch.save(model.state_dict(), ...)."
            );
        if (first[4..].ContainsAnyExcept((byte)0))
            throw new DataException(
                "The weights can't be read: it begins neither as a file of PyTorch does, nor as safetensors, NPZ or HDF5.",
                path,
                "Get the file from its official source again, or convert it to safetensors."
            );
    }

    // The first entry of an NPZ archive is an array; PyTorch's zip begins with its pickle.
    private static bool IsArchiveOfArrays(FileStream stream, ReadOnlySpan<byte> first)
    {
        if (!first.StartsWith("PK\x3\x4"u8))
            return false;
        byte[] header = new byte[30 + 256];
        int length = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (length < 30)
            return false;
        int name = BitConverter.ToUInt16(header, 26);
        return header.AsSpan(30, Math.Min(name, length - 30)).EndsWith(".npy"u8);
    }

    private static WeightSource ReadArrays(string path)
    {
        using var archive = Npz.Open(path);
        var all = new OrderedDictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (string name in archive.Names)
        {
            using var array = archive.Array(name);
            float[] values = new float[array.Count];
            array.Read(0, array.Slices, values);
            all.Add(name, new TensorData(array.Shape, values));
        }
        if (KerasFile.Names(all.Keys))
            return KerasFile.Of(all.Select(array => (array.Key, array.Value)), path);
        return new WeightSource(path, all, []) { ByOrder = all.Keys.All(name => Counted().IsMatch(name)) };
    }

    // 04.dw.s2.relu6.weight: a layer's place, kind, stride and activation.
    [GeneratedRegex(@"^[0-9]+\.[a-z0-9.]+\.(weight|bias)$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Counted();
}
