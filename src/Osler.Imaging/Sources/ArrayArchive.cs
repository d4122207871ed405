using System.Collections.Immutable;
using Osler.Core.Faults;
using Osler.Imaging.Arrays;

namespace Osler.Imaging.Sources;

/// <summary>Named arrays, in an NPZ archive or an HDF5 file, told by its content.</summary>
internal sealed class ArrayArchive : IDisposable
{
    private readonly Npz? _npz;
    private readonly Hdf5? _hdf5;

    private ArrayArchive(Npz? npz, Hdf5? hdf5) => (_npz, _hdf5) = (npz, hdf5);

    /// <exception cref="DataException">Absent, neither of the two, or damaged.</exception>
    public static ArrayArchive Open(string path, ArrayReading? reading)
    {
        return Hdf5.Is(Start(path))
            ? new(null, Hdf5.Open(path, reading))
            : new(Npz.Open(path, reading), null);
    }

    private static byte[] Start(string path) =>
        Arrays.Arrays.Guard(
            path,
            () =>
            {
                using var file = Arrays.Arrays.Open(path);
                byte[] start = new byte[8];
                return start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            }
        );

    /// <summary>Whether a file begins as HDF5 or as a zip archive, which NPZ is.</summary>
    /// <exception cref="DataException">It can't be read.</exception>
    public static bool Is(string path)
    {
        byte[] start = Start(path);
        return Hdf5.Is(start) || start.AsSpan().StartsWith("PK"u8);
    }

    private ImmutableArray<string> Names => _npz?.Names ?? _hdf5!.Names;

    /// <summary>The first of some names that there is, or null; in HDF5 a name may stand in groups.</summary>
    public string? Find(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            if (Names.Contains(name))
                return name;
        return null;
    }

    /// <exception cref="DataException">There is no such array, or it holds no numbers.</exception>
    public NumberArray Array(string name) => _npz?.Array(name) ?? _hdf5!.Array(name);

    public void Dispose()
    {
        _npz?.Dispose();
        _hdf5?.Dispose();
    }
}
