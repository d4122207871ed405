using System.Security.Cryptography;
using System.Text;
using Osler.Core.Faults;

namespace Osler.Core.Tables;

/// <summary>What a file is, by its first bytes.</summary>
internal enum TableFormat : byte
{
    Delimited,
    GzippedDelimited,
    Parquet,
}

/// <summary>The bytes of a table, which can be read any number of times.</summary>
internal sealed class TableSource
{
    private readonly string? _path;
    private readonly byte[]? _bytes;
    private readonly long _length;
    private readonly DateTime _written;

    private TableSource(string name, string? path, byte[]? bytes)
    {
        Name = name;
        _path = path;
        _bytes = bytes;
        if (path is not null)
        {
            // Length and time of a link are its own, not its target's.
            var file = new FileInfo(path);
            if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } target)
                (file, _path) = (target, target.FullName);
            (_length, _written) = (file.Length, file.LastWriteTimeUtc);
        }
    }

    /// <summary>For messages: the file's name without its folders.</summary>
    public string Name { get; }

    /// <exception cref="DataException">Absent, a folder, empty, a pipe, or not to be read.</exception>
    public static TableSource File(string path)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        if (Directory.Exists(path))
            throw new DataException(
                "This is a folder; a table is one file.",
                path,
                "Name the CSV or Parquet file in it."
            );
        if (!System.IO.File.Exists(path))
            throw new DataException("There is no such file.", path, NearbyFile(path));
        var source = Guard(name, () => new TableSource(name, path, null));
        // A pipe or a device has no length either; reading one could wait for ever, and it can't be read twice.
        return source._length > 0 ? source : throw Unlasting(path);
    }

    private static DataException Unlasting(string path) =>
        new(
            "The file is empty, or it is a pipe or a device.",
            path,
            "A table is a file with a header row and at least one row; save a pipe's content as one."
        );

    /// <summary>Bytes in memory, e.g. from standard input.</summary>
    public static TableSource Bytes(string name, byte[] bytes) => new(name, null, bytes);

    /// <summary>Opens the bytes as they are stored.</summary>
    /// <exception cref="DataException">The file can't be read, or is another one than before.</exception>
    public Stream Open()
    {
        if (_path is null)
            return new MemoryStream(_bytes!, writable: false);
        return Guard<Stream>(
            Name,
            () =>
            {
                var stream = new FileStream(
                    _path,
                    new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan }
                );
                if (!stream.CanSeek)
                {
                    stream.Dispose();
                    throw Unlasting(Name);
                }
                if (stream.Length == _length && System.IO.File.GetLastWriteTimeUtc(_path) == _written)
                    return stream;
                stream.Dispose();
                throw new DataException(
                    "The file changed while it was being read.",
                    Name,
                    "Run again when nothing writes to it."
                );
            }
        );
    }

    /// <summary>What the bytes are.</summary>
    /// <exception cref="DataException">Empty, or of a sort that is no table.</exception>
    public TableFormat Format()
    {
        Span<byte> magic = stackalloc byte[8];
        int read;
        using (var stream = Open())
        {
            try
            {
                read = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
            }
            catch (IOException fault)
            {
                throw Unreadable(Name, fault);
            }
        }
        magic = magic[..read];
        if (magic.IsEmpty)
            throw new DataException(
                "The file is empty.",
                Name,
                "A table has a header row and at least one row."
            );
        if (magic.StartsWith("PAR1"u8))
            return TableFormat.Parquet;
        if (magic.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return TableFormat.GzippedDelimited;
        string? other =
            magic.StartsWith("PK"u8) ? "an Excel workbook or a zip archive"
            : magic.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? "an old Excel workbook"
            : magic.StartsWith("BZh"u8) ? "compressed by bzip2"
            : magic.StartsWith((ReadOnlySpan<byte>)[0xFD, 0x37, 0x7A, 0x58, 0x5A]) ? "compressed by xz"
            : magic.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) ? "compressed by zstd"
            : magic.StartsWith("SQLite"u8) ? "an SQLite database"
            : magic.StartsWith("%PDF"u8) ? "a PDF"
            : null;
        return other is null
            ? TableFormat.Delimited
            : throw new DataException(
                $"The file is {other}, not a table as text.",
                Name,
                "Export it as CSV (UTF-8) or Parquet."
            );
    }

    /// <summary>Opens the letters of a delimited file.</summary>
    /// <param name="format">Gzipped or not.</param>
    /// <param name="encoding">How bytes become letters.</param>
    /// <param name="hash">Sees the stored bytes as they are read; null for nobody.</param>
    public StreamReader OpenText(TableFormat format, TableEncoding encoding, IncrementalHash? hash = null)
    {
        var bytes = Open();
        if (hash is not null)
            bytes = new HashedStream(bytes, hash);
        if (format == TableFormat.GzippedDelimited)
            bytes = new GzipBytes(bytes);
        return new StreamReader(
            bytes,
            Letters(format, encoding),
            detectEncodingFromByteOrderMarks: true,
            bufferSize: 1 << 16
        );
    }

    /// <summary>Runs a read; what can go wrong in the file is told as such.</summary>
    public static T Guard<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (IsOfFile(fault))
        {
            throw Told(name, fault);
        }
    }

    /// <summary>Whether a fault lies in the file and its folder, not in this program.</summary>
    public static bool IsOfFile(Exception fault) =>
        fault
            is IOException
                or UnauthorizedAccessException
                or InvalidDataException
                or DecoderFallbackException;

    /// <summary>What a fault of reading means for the user.</summary>
    public static DataException Told(string name, Exception fault) =>
        fault switch
        {
            InvalidDataException => new DataException(
                "The file is truncated or damaged: it can't be decompressed to its end.",
                name,
                "Fetch it again.",
                fault
            ),
            DecoderFallbackException => new DataException(
                "The file holds bytes that are not text in the expected encoding (UTF-8 unless detected otherwise).",
                name,
                "Save it as \"CSV UTF-8\", or state encoding: latin1.",
                fault
            ),
            _ => Unreadable(name, fault),
        };

    private static DataException Unreadable(string name, Exception fault) =>
        new("The file can't be read.", name, $"The system says: {fault.Message}", fault);

    private Encoding Letters(TableFormat format, TableEncoding encoding)
    {
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        bool zeros = HasZeros(format, out bool bigEndian, out bool none);
        if (encoding == TableEncoding.Utf16 && none)
            throw new DataException(
                "The file is no UTF-16: it has neither its mark at the beginning nor the zero bytes of its commas, digits and line ends.",
                Name,
                "Leave the encoding to be found, or state utf8 or latin1."
            );
        if (encoding == TableEncoding.Detect)
            encoding = zeros ? TableEncoding.Utf16 : TableEncoding.Utf8;
        return encoding switch
        {
            TableEncoding.Latin1 => Encoding.Latin1,
            TableEncoding.Utf16 => new UnicodeEncoding(
                bigEndian,
                byteOrderMark: true,
                throwOnInvalidBytes: true
            ),
            _ => strict,
        };
    }

    // UTF-16 of a mostly Latin text has a zero in every other byte, at the even places if big-endian.
    // Even one in another script has some, of its commas, digits and line ends: none and no mark is another encoding.
    private bool HasZeros(TableFormat format, out bool bigEndian, out bool none)
    {
        byte[] head = new byte[1024];
        int read = Guard(
            Name,
            () =>
            {
                using var bytes = Open();
                using var plain = format == TableFormat.GzippedDelimited ? new GzipBytes(bytes) : bytes;
                return plain.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            }
        );
        int even = 0;
        int odd = 0;
        for (int i = 0; i < read; i++)
            if (head[i] == 0)
                _ = i % 2 == 0 ? even++ : odd++;
        bigEndian = even > odd;
        none = read > 0 && even + odd == 0 && head is not ([0xFE, 0xFF, ..] or [0xFF, 0xFE, ..]);
        return Math.Max(even, odd) > read / 5;
    }

    private static string? NearbyFile(string path)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is null || !Directory.Exists(folder))
            return null;
        var names = Directory.EnumerateFiles(folder).Take(1000).Select(file => Path.GetFileName(file)!);
        return NearestName.Of(Path.GetFileName(path), names) is { } near ? $"Did you mean '{near}'?" : null;
    }
}
