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
    /// <exception cref="RequestException">There is no such file, or it can't be opened.</exception>
    /// <exception cref="DataException">It is none of these, or holds more than weights.</exception>
    public static WeightSource Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using var stream = File.OpenRead(path);
            byte[] first = new byte[8];
            int length = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
            stream.Position = 0;
            if (KerasFile.Looks(first))
                return KerasFile.Read(stream, path);
            if (IsArchiveOfArrays(stream, first))
                return ReadArrays(path);
            if (length == 0 || TorchFile.Looks(first))
                return TorchFile.Read(stream, path);
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
