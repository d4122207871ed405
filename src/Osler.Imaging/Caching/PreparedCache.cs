using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Osler.Core.Faults;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Caching;

/// <summary>Prepared images of a data set on disk, so that each is decoded and resized once, over runs too.</summary>
/// <remarks>
/// One file, named by a hash of the data set's fingerprint and of the steps: other images or other steps have another file.
/// Each image has a place of its own of one length, its numbers exactly as prepared, with a checksum; one that is missing,
/// half written or damaged is prepared anew. An image of another size than the first is not kept. Safe from several threads,
/// and for several runs at once, which write the same.
/// </remarks>
public sealed class PreparedCache : IDisposable
{
    private const int Format = 1;

    // Checksum, axis maps (4 doubles), range (2 floats), channels, depth, height, width.
    private const int Head = 8 + 4 * 8 + 2 * 4 + 4 * 4;

    private readonly SafeFileHandle _file;
    private readonly int _channels;
    private readonly int _depth;
    private readonly int _height;
    private readonly int _width;
    private int _full; // 1 once the disk has no more room

    private PreparedCache(SafeFileHandle file, Planes first)
    {
        _file = file;
        (_channels, _depth, _height, _width) = (first.Channels, first.Depth, first.Height, first.Width);
    }

    private int Place => Head + sizeof(float) * _channels * _depth * _height * _width;

    /// <summary>Opens the cache of a data set, or begins it.</summary>
    /// <param name="folder">Where caches lie; made when absent.</param>
    /// <param name="fingerprint">SHA-256 of the data set.</param>
    /// <param name="steps">The steps that prepare.</param>
    /// <param name="first">A prepared image, of the size that all are taken to have.</param>
    /// <exception cref="RequestException">The folder can't be made or written to.</exception>
    public static PreparedCache Open(string folder, string fingerprint, string steps, Planes first)
    {
        ArgumentNullException.ThrowIfNull(first);
        string key = Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    FormattableString.Invariant(
                        $"{Format}\n{fingerprint}\n{steps}\n{first.Channels} {first.Depth} {first.Height} {first.Width}"
                    )
                )
            )
        );
        try
        {
            Directory.CreateDirectory(folder);
            return new(
                File.OpenHandle(
                    Path.Combine(folder, $"images-{key[..32]}"),
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.ReadWrite | FileShare.Delete,
                    FileOptions.RandomAccess
                ),
                first
            );
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RequestException(
                $"the cache can't be written: {fault.Message}",
                folder,
                "Choose another folder (images.cache), or none.",
                fault
            );
        }
    }

    /// <summary>A kept image, or null where there is none.</summary>
    /// <param name="index">Its place in the data set.</param>
    /// <returns>To be disposed of.</returns>
    public Planes? Read(int index)
    {
        Span<byte> head = stackalloc byte[Head];
        if (RandomAccess.Read(_file, head, (long)index * Place) < Head)
            return null;
        ulong sum = BinaryPrimitives.ReadUInt64LittleEndian(head);
        Span<double> maps = stackalloc double[4];
        MemoryMarshal.Cast<byte, double>(head.Slice(8, 32)).CopyTo(maps);
        var range = MemoryMarshal.Cast<byte, float>(head.Slice(40, 8));
        var sizes = MemoryMarshal.Cast<byte, int>(head.Slice(48, 16));
        if (!sizes.SequenceEqual([_channels, _depth, _height, _width]))
            return null;
        var planes = Planes.Kept(
            _channels,
            _depth,
            _height,
            _width,
            new SampleRange(range[0], range[1]),
            new AxisMap(maps[0], maps[1]),
            new AxisMap(maps[2], maps[3])
        );
        var bytes = MemoryMarshal.AsBytes(planes.Values);
        if (
            RandomAccess.Read(_file, bytes, (long)index * Place + Head) == bytes.Length
            && Sum(head[8..], bytes) == sum
        )
            return planes;
        planes.Dispose();
        return null;
    }

    /// <summary>Keeps an image; one of another size, or of measured numbers, is not kept, and a full disk keeps no more.</summary>
    /// <param name="index">Its place in the data set.</param>
    /// <param name="planes">As prepared.</param>
    public void Write(int index, Planes planes)
    {
        ArgumentNullException.ThrowIfNull(planes);
        if (
            Volatile.Read(ref _full) == 1
            || planes.Range.Unit is not null
            || (planes.Channels, planes.Depth, planes.Height, planes.Width)
                != (_channels, _depth, _height, _width)
        )
            return;
        Span<byte> head = stackalloc byte[Head];
        MemoryMarshal.Cast<byte, double>(head.Slice(8, 32))[0] = planes.Rows.Scale;
        MemoryMarshal.Cast<byte, double>(head.Slice(8, 32))[1] = planes.Rows.Offset;
        MemoryMarshal.Cast<byte, double>(head.Slice(8, 32))[2] = planes.Columns.Scale;
        MemoryMarshal.Cast<byte, double>(head.Slice(8, 32))[3] = planes.Columns.Offset;
        MemoryMarshal.Cast<byte, float>(head.Slice(40, 8))[0] = planes.Range.Low;
        MemoryMarshal.Cast<byte, float>(head.Slice(40, 8))[1] = planes.Range.High;
        ((ReadOnlySpan<int>)[_channels, _depth, _height, _width]).CopyTo(
            MemoryMarshal.Cast<byte, int>(head.Slice(48, 16))
        );
        var bytes = MemoryMarshal.AsBytes(planes.Values);
        BinaryPrimitives.WriteUInt64LittleEndian(head, Sum(head[8..], bytes));
        try
        {
            // The head comes last: before that the place is empty.
            RandomAccess.Write(_file, bytes, (long)index * Place + Head);
            RandomAccess.Write(_file, head, (long)index * Place);
        }
        catch (IOException)
        {
            // A cache that is not kept costs time alone.
            Volatile.Write(ref _full, 1);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static ulong Sum(ReadOnlySpan<byte> head, ReadOnlySpan<byte> bytes)
    {
        var hash = new XxHash3();
        hash.Append(head);
        hash.Append(bytes);
        return hash.GetCurrentHashAsUInt64();
    }
}
