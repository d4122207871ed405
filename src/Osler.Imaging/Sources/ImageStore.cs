using System.Collections.Immutable;
using System.IO.Compression;
using System.IO.Enumeration;
using Osler.Core.Faults;
using Osler.Imaging.Dicom;
using Osler.Imaging.Files;

namespace Osler.Imaging.Sources;

/// <summary>Files of a folder and its subfolders, or of a zip archive read in place. Safe from several threads.</summary>
internal abstract class ImageStore : IDisposable
{
    // What lies beside images and is none; hidden files and folders too.
    private static readonly string[] Others =
    [
        ".txt",
        ".csv",
        ".tsv",
        ".json",
        ".jsonl",
        ".yaml",
        ".yml",
        ".xml",
        ".md",
        ".html",
        ".htm",
        ".pdf",
        ".doc",
        ".docx",
        ".xls",
        ".xlsx",
        ".db",
        ".ini",
        ".py",
        ".ipynb",
        ".log",
        ".gz.md5",
        ".md5",
        ".sha256",
        ".parquet",
    ];

    private protected ImageStore(string where, IReadOnlyCollection<string> all)
    {
        string[] seen = [.. all.Where(name => !IsHidden(name)).Order(StringComparer.Ordinal)];
        Where = where;
        Names = [.. seen.Where(name => !IsOther(name))];
        PassedOver = [.. seen.Where(IsOther)];
    }

    /// <summary>The folder or the archive.</summary>
    public string Where { get; }

    /// <summary>Paths inside, with '/', in ordinal order; files that are hidden or surely no images are left out.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Paths inside of files that are surely no images, by their endings; hidden ones are not counted.</summary>
    public ImmutableArray<string> PassedOver { get; }

    /// <summary>What of an archive is not read, counted and named, each in a sentence.</summary>
    public virtual ImmutableArray<string> Remarks => [];

    /// <summary>Opens a folder, or a zip archive, which is told by its content.</summary>
    /// <exception cref="DataException">Absent, unreadable, or with no file that may be an image.</exception>
    public static ImageStore Open(string path)
    {
        ImageStore store =
            Directory.Exists(path) ? new FolderStore(path, FolderStore.Found(path))
            : File.Exists(path) && DicomDirectory.IsNamed(path) ? FolderStore.Listed(path)
            : File.Exists(path) ? new ZipStore(path)
            : throw new DataException("There is no such file or folder.", path, "Check the path.");
        if (!store.Names.IsEmpty)
            return store;
        store.Dispose();
        throw new DataException(
            string.Join(' ', ["There is no image in it.", .. store.Remarks]),
            path,
            "Check the path."
        );
    }

    /// <summary>Whether a file is a zip archive and no NPZ.</summary>
    public static bool IsZip(string path)
    {
        Span<byte> start = stackalloc byte[4];
        try
        {
            using var file = File.OpenRead(path);
            if (
                file.ReadAtLeast(start, 4, throwOnEndOfStream: false) < 4
                || !start.SequenceEqual("PK\u0003\u0004"u8)
            )
                return false;
            file.Position = 0;
            using var archive = new ZipArchive(file, ZipArchiveMode.Read);
            return !archive.Entries.Any(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal));
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Reads a file whole.</summary>
    /// <exception cref="DataException">It can't be read; the message names it.</exception>
    public abstract byte[] Read(string name);

    /// <summary>A file's first bytes; fewer where it has fewer.</summary>
    /// <exception cref="DataException">It can't be read; the message names it.</exception>
    public abstract byte[] Start(string name, int count);

    /// <summary>Where a file lies by itself; null where it lies in an archive.</summary>
    public virtual string? PathOf(string name) => null;

    /// <summary>What to call a file in messages.</summary>
    public string Shown(string name) => $"{Path.GetFileName(Where)}/{name}";

    public abstract void Dispose();

    private protected static byte[] First(Stream stream, int count)
    {
        byte[] start = new byte[count];
        int read = stream.ReadAtLeast(start, count, throwOnEndOfStream: false);
        return start[..read];
    }

    private static bool IsHidden(string name) =>
        name.Split('/')
            .Any(part =>
                part.StartsWith('.') || part is "__MACOSX" or "Thumbs.db" or DicomDirectory.FileName
            );

    private static bool IsOther(string name) =>
        Others.Any(other => name.EndsWith(other, StringComparison.OrdinalIgnoreCase));

    private sealed class FolderStore(string folder, IReadOnlyCollection<string> names)
        : ImageStore(folder, names)
    {
        public override byte[] Read(string name) => FileReading.Whole(PathOf(name), Shown(name));

        public override byte[] Start(string name, int count)
        {
            if (FileReading.Length(PathOf(name), Shown(name)) == 0)
                return [];
            try
            {
                using var file = File.OpenRead(PathOf(name));
                return First(file, count);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw FileReading.Unreadable(Shown(name), fault);
            }
        }

        public override string PathOf(string name) =>
            Path.Combine(Where, name.Replace('/', Path.DirectorySeparatorChar));

        public override void Dispose() { }

        /// <summary>The images that a DICOMDIR lists.</summary>
        public static FolderStore Listed(string directory)
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(directory))!;
            return new(
                folder,
                [
                    .. DicomDirectory
                        .Files(directory, "IMAGE")
                        .Select(path =>
                            Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')
                        ),
                ]
            );
        }

        public static string[] Found(string folder)
        {
            // Links are followed to files and not to folders, which could lead in a circle.
            var options = new EnumerationOptions
            {
                RecurseSubdirectories = true,
                IgnoreInaccessible = false,
                AttributesToSkip = FileAttributes.System,
                MaxRecursionDepth = 64,
            };
            var files = new FileSystemEnumerable<string>(
                folder,
                (ref FileSystemEntry entry) => entry.ToFullPath(),
                options
            )
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
                ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                    !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
            };
            try
            {
                return
                [
                    .. files.Select(path =>
                        Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')
                    ),
                ];
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new DataException($"The folder can't be read: {fault.Message}", folder, null, fault);
            }
        }
    }
}
