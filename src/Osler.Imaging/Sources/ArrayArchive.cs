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
        byte[] start = new byte[8];
        int read = Arrays.Arrays.Guard(
            path,
            () =>
            {
                using var file = Arrays.Arrays.Open(path);
                return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            }
        );
        return Hdf5.Is(start.AsSpan(0, read))
            ? new(null, Hdf5.Open(path, reading))
            : new(Npz.Open(path, reading), null);
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
