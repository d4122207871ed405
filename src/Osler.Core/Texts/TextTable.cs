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
        ArgumentNullException.ThrowIfNull(path);
        string name = Path.GetFileName(path);
        if (!File.Exists(path))
            throw new DataException("There is no such file.", path, "Give a CSV file with --data FILE.");
        if (new FileInfo(path).Length > MostBytes)
            throw new DataException(
                "The file is larger than 1 GB, and texts are held in memory.",
                name,
                "Give a part of it."
            );
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.AsSpan().Contains((byte)0))
            throw new DataException(
                "This is no table of text but a file of another kind.",
                name,
                "Give CSV in UTF-8."
            );
        var texts = ImmutableArray.CreateBuilder<string>();
        var labels = ImmutableArray.CreateBuilder<string>();
        int left = 0;
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
            int textAt = Column(csv, text, name);
            int labelAt = Column(csv, label, name);
            while (csv.Read())
            {
                row++;
                string said = textAt < csv.RowFieldCount ? csv.GetString(textAt).Trim() : "";
                string meant = labelAt < csv.RowFieldCount ? csv.GetString(labelAt).Trim() : "";
                if (said.Length == 0 || meant.Length == 0)
                {
                    left++;
                    continue;
                }
                texts.Add(
                    ReadText.Of(said, string.Create(CultureInfo.InvariantCulture, $"{name}, row {row}")).Text
                );
                labels.Add(meant);
            }
        }
        catch (DecoderFallbackException fault)
        {
            throw new DataException("The file is not UTF-8.", name, "Save it as UTF-8.", fault);
        }
        catch (Exception fault) when (fault is CsvFormatException or InvalidDataException)
        {
            throw new DataException(
                $"The table is damaged: {fault.Message}",
                string.Create(CultureInfo.InvariantCulture, $"{name}, row {row + 1}"),
                "Check the quotes of that row.",
                fault
            );
        }
        return new TextTable(
            name,
            texts.ToImmutable(),
            labels.ToImmutable(),
            Convert.ToHexStringLower(SHA256.HashData(bytes)),
            left
        );
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
