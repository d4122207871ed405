using System.Collections.Immutable;
using System.IO.Compression;
using System.IO.Hashing;
using Osler.Core.Faults;
using Osler.Core.Files;

namespace Osler.Imaging.Arrays;

/// <summary>Named arrays in NumPy's NPZ format: a zip archive of NPY files, stored or deflated.</summary>
/// <remarks>
/// Nothing is unpacked until it is asked for. Lengths are checked against shapes before memory is taken, checksums
/// while unpacking. Not safe to open arrays from several threads at once; the opened arrays are.
/// </remarks>
public sealed class Npz : IDisposable
{
    private const int MostArrays = 10_000;
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries;
    private readonly ArrayReading _reading;

    private Npz(ZipArchive archive, string where, ArrayReading reading)
    {
        (_archive, Where, _reading) = (archive, where, reading);
        if (archive.Entries.Count > MostArrays)
            throw Arrays.Malformed($"it has more than {MostArrays:N0} entries", where);
        _entries = new(StringComparer.Ordinal);
        foreach (var entry in archive.Entries)
        {
            string name = entry.FullName;
            if (!name.EndsWith(".npy", StringComparison.Ordinal))
                continue;
            if (!_entries.TryAdd(name[..^4], entry))
                throw Arrays.Malformed($"the array '{name[..^4]}' is there twice", where);
        }
        if (_entries.Count == 0)
            throw Arrays.Malformed("it is a zip archive without an NPY array", where);
        Names = [.. _entries.Keys];
    }

    /// <summary>Names of the arrays, in the archive's order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The file.</summary>
    public string Where { get; }

    /// <summary>Opens an archive.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reading">Limits; null for the defaults.</param>
    /// <exception cref="DataException">Absent, no zip archive, damaged, or without an array.</exception>
    public static Npz Open(string path, ArrayReading? reading = null) =>
        Arrays.Guard(path, () => Of(Arrays.Open(path), path, reading));

    /// <summary>Opens an archive in a stream, which it takes over.</summary>
    /// <param name="stream">Seekable.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <param name="reading">Limits; null for the defaults.</param>
    /// <exception cref="DataException">No zip archive, damaged, or without an array.</exception>
    public static Npz Read(Stream stream, string where, ArrayReading? reading = null) =>
        Arrays.Guard(where, () => Of(stream, where, reading));

    /// <summary>Whether there is an array of this name.</summary>
    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>Opens one array.</summary>
    /// <param name="name">Its name, without <c>.npy</c>.</param>
    /// <exception cref="DataException">There is none, or as for <see cref="Npy.Open"/>.</exception>
    public NumberArray Array(string name)
    {
        if (!_entries.TryGetValue(name, out var entry))
            throw new DataException(
                $"There is no array '{name}'.",
                Where,
                NearestName.Hint(name, _entries.Keys)
            );
        string where = $"{Where}, array '{name}'";
        return Arrays.Guard(where, () => Open(entry, where));
    }

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();

    private static Npz Of(Stream stream, string where, ArrayReading? reading)
    {
        ZipArchive? archive = null;
        try
        {
            archive = new ZipArchive(stream, ZipArchiveMode.Read);
            return new Npz(archive, where, reading ?? ArrayReading.Default);
        }
        catch (InvalidDataException fault)
        {
            archive?.Dispose();
            stream.Dispose();
            throw Arrays.Malformed("it is no zip archive, or a damaged one", where, fault);
        }
        catch
        {
            archive?.Dispose();
            stream.Dispose();
            throw;
        }
    }

    private NumberArray Open(ZipArchiveEntry entry, string where)
    {
        if (entry.IsEncrypted)
            throw Arrays.Malformed("it is encrypted", where);
        using var content = new CheckedStream(entry.Open());
        var array = Npy.Read(content, entry.CompressedLength, where, _reading);
        if (content.Checksum == entry.Crc32)
            return array;
        array.Dispose();
        throw Arrays.Malformed("its checksum is wrong", where);
    }

    /// <summary>Passes bytes through and takes their CRC-32 on the way.</summary>
    private sealed class CheckedStream(Stream inner) : ForwardStream(inner)
    {
        private readonly Crc32 _crc = new();

        public uint Checksum => _crc.GetCurrentHashAsUInt32();

        public override int Read(Span<byte> buffer)
        {
            int read = Inner.Read(buffer);
            _crc.Append(buffer[..read]);
            return read;
        }
    }
}
