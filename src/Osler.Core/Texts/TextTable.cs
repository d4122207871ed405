using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Osler.Core.Faults;
using Sylvan.Data.Csv;

namespace Osler.Core.Texts;

/// <summary>Texts with a label each, from a CSV or TSV file.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Texts">The texts, as read.</param>
/// <param name="Labels">Each text's label.</param>
/// <param name="Fingerprint">SHA-256 of the file, in hexadecimal.</param>
/// <param name="LeftOut">How many rows had no text or no label.</param>
public sealed record TextTable(
    string Name,
    ImmutableArray<string> Texts,
    ImmutableArray<string> Labels,
    string Fingerprint,
    int LeftOut
)
{
    // Texts are held in memory.
    private const long MostBytes = 1L << 30;

    /// <summary>Reads a file.</summary>
    /// <param name="path">CSV or TSV in UTF-8, with a header.</param>
    /// <param name="text">The column of texts.</param>
    /// <param name="label">The column of labels.</param>
    /// <exception cref="DataException">No such file or column, a damaged row, or a cell that is no text.</exception>
    public static TextTable Read(string path, string text, string label)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        var labels = ImmutableArray.CreateBuilder<string>();
        int left = 0;
        var (name, bytes) = Open(path);
        Each(
            name,
            bytes,
            [text, label],
            (row, cells) =>
            {
                if (cells.Contains(""))
                {
                    left++;
                    return;
                }
                texts.Add(ReadText.Of(cells[0], Place(name, row)).Text);
                labels.Add(cells[1]);
            }
        );
        return new TextTable(
            name,
            texts.ToImmutable(),
            labels.ToImmutable(),
            Convert.ToHexStringLower(SHA256.HashData(bytes)),
            left
        );
    }

    /// <summary>Whether a file's name is that of a table of texts rather than of one text.</summary>
    /// <param name="path">A file.</param>
    public static bool IsTable(string path) =>
        path is not null
        && (
            path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>The texts of a file without their labels, as they stand: none is left out, and some may be empty.</summary>
    /// <param name="path">CSV or TSV in UTF-8, with a header.</param>
    /// <param name="text">The column of texts.</param>
    /// <returns>Each row's place, for messages, and its text.</returns>
    /// <exception cref="DataException">No such file or column, a damaged row, or no row.</exception>
    public static ImmutableArray<(string Where, string Text)> Unlabelled(string path, string text)
    {
        var (name, bytes) = Open(path);
        return Unlabelled(name, bytes, text);
    }

    /// <summary>Whether bytes are a table with a column: their first line names it, and there are more lines.</summary>
    /// <param name="bytes">As read.</param>
    /// <param name="text">The column of texts.</param>
    public static bool HasColumn(ReadOnlySpan<byte> bytes, string text)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[3..];
        int end = bytes.IndexOf((byte)'\n');
        return end >= 0
            && end + 1 < bytes.Length
            && Encoding
                .UTF8.GetString(bytes[..end])
                .Split([',', '\t', ';'])
                .Any(cell => cell.Trim().Trim('"') == text);
    }

    /// <summary>The same of a table that was read already.</summary>
    /// <param name="name">What it is called, for messages.</param>
    /// <param name="bytes">CSV or TSV in UTF-8, with a header.</param>
    /// <param name="text">The column of texts.</param>
    /// <returns>Each row's place, for messages, and its text.</returns>
    /// <exception cref="DataException">No such column, a damaged row, or no row.</exception>
    public static ImmutableArray<(string Where, string Text)> Unlabelled(
        string name,
        byte[] bytes,
        string text
    )
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var texts = ImmutableArray.CreateBuilder<(string, string)>();
        Each(name, bytes, [text], (row, cells) => texts.Add((Place(name, row), cells[0])));
        return texts.Count > 0
            ? texts.ToImmutable()
            : throw new DataException("The table has no rows.", name, "Give one text a row.");
    }

    private static string Place(string name, int row) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}, row {row}");

    private static (string Name, byte[] Bytes) Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string name = Path.GetFileName(path);
        if (!File.Exists(path))
            throw new DataException("There is no such file.", path, "Give a CSV file.");
        if (new FileInfo(path).Length > MostBytes)
            throw new DataException(
                "The file is larger than 1 GB, and texts are held in memory.",
                name,
                "Give a part of it."
            );
        byte[] bytes = File.ReadAllBytes(path);
        return bytes.AsSpan().Contains((byte)0)
            ? throw new DataException(
                "This is no table of text but a file of another kind.",
                name,
                "Give CSV in UTF-8."
            )
            : (name, bytes);
    }

    private static bool IsBlank(ReadOnlySpan<byte> bytes) =>
        (bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes).IndexOfAnyExcept(" \t\r\n"u8) < 0;

    // Each row's cells of some columns, trimmed; a cell that the row lacks is empty.
    private static void Each(string name, byte[] bytes, string[] columns, Action<int, string[]> take)
    {
        if (IsBlank(bytes))
            throw new DataException(
                "The file is empty.",
                name,
                "A table of texts has a header row that names its columns, and a text a row."
            );
        int row = 0;
        try
        {
            using var reader = new StreamReader(
                new MemoryStream(bytes),
                new UTF8Encoding(false, throwOnInvalidBytes: true)
            );
            using var csv = CsvDataReader.Create(
                reader,
                new CsvDataReaderOptions { MaxBufferSize = 1 << 26 }
            );
            int[] at = [.. columns.Select(column => Column(csv, column, name))];
            while (csv.Read())
                take(++row, [.. at.Select(i => i < csv.RowFieldCount ? csv.GetString(i).Trim() : "")]);
        }
        catch (DecoderFallbackException fault)
        {
            throw new DataException("The file is not UTF-8.", name, "Save it as UTF-8.", fault);
        }
        catch (Exception fault) when (fault is CsvFormatException or InvalidDataException)
        {
            throw new DataException(
                $"The table is damaged: {fault.Message}",
                Place(name, row + 1),
                "Check the quotes of that row.",
                fault
            );
        }
    }

    private static int Column(CsvDataReader csv, string column, string name)
    {
        string[] names = [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetName)];
        int at = Array.IndexOf(names, column);
        return at >= 0
            ? at
            : throw new DataException(
                $"The table has no column '{column}'.",
                name,
                NearestName.Hint(column, names)
            );
    }
}
