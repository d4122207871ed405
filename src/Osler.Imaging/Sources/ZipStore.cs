using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.IO.Compression;
using Osler.Core.Faults;
using Osler.Imaging.Files;

namespace Osler.Imaging.Sources;

/// <summary>Files of a zip archive, read in place. Safe from several threads.</summary>
internal sealed class ZipStore : ImageStore
{
    private readonly ConcurrentBag<ZipArchive> _idle = [];
    private readonly ZipNames _names;
    private bool _closed;

    private ZipStore(string path, ZipNames names)
        : base(path, [.. names.Entries.Keys]) => _names = names;

    public ZipStore(string path)
        : this(path, NamesOf(path)) { }

    public override ImmutableArray<string> Remarks => _names.Remarks;

    public override byte[] Read(string name) => Read(name, null);

    public override byte[] Start(string name, int count) => Read(name, count);

    private byte[] Read(string name, int? count)
    {
        if (!_idle.TryTake(out var archive))
            archive = OpenArchive(Where);
        try
        {
            var entry =
                (_names.Entries.TryGetValue(name, out string? stored) ? archive.GetEntry(stored) : null)
                ?? throw new DataException("The file has gone.", Shown(name));
            if (entry.Length > Math.Min(ImageFile.MostBytes, Deflate.Most(entry.CompressedLength)))
                throw new DataException(
                    $"The file claims to become {entry.Length:N0} bytes out of {entry.CompressedLength:N0}, which no image needs.",
                    Shown(name),
                    "If it is an image all the same, unpack it and give it by itself."
                );
            using var stream = entry.Open();
            if (count is not null)
                return First(stream, count.Value);
            byte[] content = new byte[entry.Length];
            stream.ReadExactly(content);
            return content;
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or NotSupportedException)
        {
            throw new DataException(
                $"The file can't be unpacked: {fault.Message}",
                Shown(name),
                "The archive is truncated or damaged; get it again.",
                fault
            );
        }
        finally
        {
            _idle.Add(archive);
            if (_closed)
                Dispose();
        }
    }

    public override void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var archive))
            archive.Dispose();
    }

    private static ZipArchive OpenArchive(string path)
    {
        try
        {
            return new ZipArchive(File.OpenRead(path), ZipArchiveMode.Read);
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new DataException(
                "The archive can't be read.",
                path,
                "It is no zip archive, or a damaged one; get it again.",
                fault
            );
        }
    }

    private static ZipNames NamesOf(string path)
    {
        using var archive = OpenArchive(path);
        try
        {
            return ZipNames.Of(archive.Entries.Select(entry => entry.FullName));
        }
        catch (InvalidDataException fault)
        {
            throw new DataException("The archive's directory is damaged.", path, "Get it again.", fault);
        }
    }
}
