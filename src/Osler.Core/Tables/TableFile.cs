using System.Collections.Immutable;
using Osler.Core.Faults;

namespace Osler.Core.Tables;

/// <summary>Opens tables: CSV, TSV and Parquet, the first two also gzipped.</summary>
public static class TableFile
{
    private const int LargestText = 256 << 20;

    /// <summary>
    /// Opens a table: one streaming pass infers what isn't stated, counts, and takes the fingerprint. Later passes
    /// read the file again.
    /// </summary>
    /// <param name="path">A file; what it is, is told by its first bytes, not by its name.</param>
    /// <param name="reading">How to read it; null for all defaults.</param>
    /// <exception cref="DataException">
    /// Absent, a folder, unreadable, truncated, another format, no header, no rows, ragged rows, unknown letters.
    /// </exception>
    /// <exception cref="RequestException">A stated column that the file does not have.</exception>
    public static Table Open(string path, TableReading? reading = null) =>
        Open(TableSource.File(path), reading ?? new TableReading());

    /// <summary>Opens a table of whose columns something is stated that depends on which the file has.</summary>
    /// <param name="path">As of <see cref="Open(string, TableReading?)"/>.</param>
    /// <param name="reading">How to read it.</param>
    /// <param name="columns">Gets the file's header, gives what is stated.</param>
    public static Table Open(
        string path,
        TableReading reading,
        Func<ImmutableArray<string>, ImmutableArray<StatedColumn>> columns
    ) => Open(TableSource.File(path), reading, columns);

    /// <summary>The names of a file's columns, without reading further.</summary>
    /// <param name="path">As of <see cref="Open(string, TableReading?)"/>.</param>
    /// <param name="reading">How to read it; null for all defaults.</param>
    /// <exception cref="DataException">Absent, a folder, unreadable, another format, no header.</exception>
    public static ImmutableArray<string> Header(string path, TableReading? reading = null) =>
        Header(TableSource.File(path), reading ?? new TableReading());

    /// <summary>Reads a table whole, e.g. from standard input; at most 256 MB as it is stored.</summary>
    /// <param name="content">CSV, TSV (either gzipped or not) or Parquet.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="reading">How to read it; null for all defaults.</param>
    /// <param name="columns">Gets the header, gives what is stated of columns; null where the reading says it all.</param>
    /// <exception cref="DataException">As for <see cref="Open(string, TableReading?)"/>, or too large.</exception>
    public static Table Read(
        Stream content,
        string name,
        TableReading? reading = null,
        Func<ImmutableArray<string>, ImmutableArray<StatedColumn>>? columns = null
    )
    {
        reading ??= new TableReading();
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        int read;
        while ((read = TableSource.Guard(name, () => content.Read(buffer))) > 0)
        {
            if (bytes.Length + read > LargestText)
                throw new DataException(
                    $"The input is larger than {LargestText >> 20} MB.",
                    name,
                    "Save it as a file, which is read piece by piece."
                );
            bytes.Write(buffer, 0, read);
        }
        var source = TableSource.Bytes(name, bytes.ToArray());
        return columns is null ? Open(source, reading) : Open(source, reading, columns);
    }

    private static Table Open(
        TableSource source,
        TableReading reading,
        Func<ImmutableArray<string>, ImmutableArray<StatedColumn>> columns
    ) => Open(source, reading with { Columns = columns(Header(source, reading)) });

    private static ImmutableArray<string> Header(TableSource source, TableReading reading)
    {
        var format = source.Format();
        return format == TableFormat.Parquet
            ? ParquetTable.Header(source)
            : DelimitedTable.Header(source, format, reading);
    }

    private static Table Open(TableSource source, TableReading reading)
    {
        var format = source.Format();
        return format == TableFormat.Parquet
            ? ParquetTable.Open(source, reading)
            : DelimitedTable.Open(source, format, reading);
    }
}
