using Osler.Core.Faults;

namespace Osler.Core.Tables;

/// <summary>Opens tables: CSV, TSV and Parquet, the first two also gzipped.</summary>
public static class TableFile
{
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
        throw new NotImplementedException();

    /// <summary>Reads a delimited text whole, e.g. from standard input; at most 256 MB of cells.</summary>
    /// <param name="text">The text with a header row; UTF-8, UTF-16 or gzipped.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="reading">How to read it; null for all defaults.</param>
    /// <exception cref="DataException">As for <see cref="Open"/>, or too large.</exception>
    public static MemoryTable Read(Stream text, string name, TableReading? reading = null) =>
        throw new NotImplementedException();
}
