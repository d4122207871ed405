using System.Collections.Immutable;
using System.Security.Cryptography;
using Osler.Core.Faults;
using Parquet;
using Parquet.Schema;

namespace Osler.Core.Tables;

/// <summary>A Parquet file, read row group by row group; one row group's wanted columns are in memory at once.</summary>
/// <remarks>Flat columns only: a nested one (a list, a map, a structure) is not shown, nor are raw bytes.</remarks>
internal sealed class ParquetTable : Table
{
    // A row group of more rows than this is a damaged count, not a table.
    private const long LargestRowGroup = 1 << 26;
    private readonly TableSource _source;
    private readonly string[] _fields;
    private readonly CellReader[] _readers;

    private ParquetTable(
        TableSource source,
        string[] fields,
        ColumnSurvey[] surveys,
        int rows,
        string fingerprint
    )
    {
        (_source, _fields) = (source, fields);
        (Schema, Census) = TableSurvey.Conclude(source.Name, surveys, rows);
        _readers = [.. surveys.Zip(Schema.Columns, (survey, column) => survey.Reader(column))];
        Fingerprint = fingerprint;
    }

    public override TableSchema Schema { get; }

    public override int Rows => Census.Rows;

    public override string Fingerprint { get; }

    public override TableCensus Census { get; }

    public override string Name => _source.Name;

    /// <summary>The names of the columns.</summary>
    public static ImmutableArray<string> Header(TableSource source)
    {
        using var file = new OpenParquet(source);
        return [.. file.Fields.Select(field => field.Name)];
    }

    /// <summary>Surveys the file in one pass.</summary>
    public static ParquetTable Open(TableSource source, TableReading reading)
    {
        using var file = new OpenParquet(source);
        var fields = file.Fields;
        if (fields.Length == 0)
            throw new DataException(
                "The file has no flat columns.",
                source.Name,
                "Export it with one value a cell."
            );
        string[] names = [.. fields.Select(field => field.Name)];
        var surveys = TableSurvey.Begin(source.Name, names, reading);
        foreach (var stated in reading.Columns.Where(c => c.Kind is not (null or ColumnKind.Date)))
            if (ParquetCells.IsDate(fields.First(field => field.Name == (stated.From ?? stated.Name))))
                throw new RequestException(
                    $"The column '{stated.Name}' holds dates; it can't be stated as {ColumnWords.Of(stated.Kind!.Value)}.",
                    source.Name,
                    "State it as a date, or not at all."
                );
        long rows = 0;
        for (int group = 0; group < file.Groups; group++)
        {
            using var open = file.Group(group, out int count);
            for (int column = 0; column < fields.Length; column++)
                Survey(surveys[column], file.Read(open, fields[column], count));
            rows += count;
        }
        if (rows > int.MaxValue)
            throw new DataException(
                $"The table has more than {int.MaxValue:N0} rows.",
                source.Name,
                "Split it."
            );
        return new ParquetTable(source, names, surveys, (int)rows, Hash(source));
    }

    public override IEnumerable<TableChunk> Chunks(IReadOnlyList<int> columns)
    {
        int[] wanted = [.. columns.Distinct().Order()];
        using var file = new OpenParquet(_source);
        var fields = file.Fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
        int first = 0;
        for (int group = 0; group < file.Groups; group++)
        {
            double[]?[] numbers = new double[]?[Schema.Count];
            ulong[]?[] identifiers = new ulong[]?[Schema.Count];
            int rows;
            using (var open = file.Group(group, out rows))
                foreach (int column in wanted)
                    Read(column, file.Read(open, fields[_fields[column]], rows), numbers, identifiers);
            if (rows > 0)
                yield return new TableChunk(first, rows, numbers, identifiers);
            first += rows;
        }
    }

    public override IEnumerable<string> Texts(int column)
    {
        using var file = new OpenParquet(_source);
        var field = file.Fields.First(field => field.Name == _fields[column]);
        for (int group = 0; group < file.Groups; group++)
        {
            using var open = file.Group(group, out int rows);
            var cells = file.Read(open, field, rows);
            for (int row = 0; row < rows; row++)
                yield return cells.Text(row).Trim().ToString();
        }
    }

    private void Read(int column, ParquetCells cells, double[]?[] numbers, ulong[]?[] identifiers)
    {
        var reader = _readers[column];
        if (reader.IsIdentifier)
        {
            ulong[] hashes = identifiers[column] = new ulong[cells.Rows];
            for (int row = 0; row < hashes.Length; row++)
                hashes[row] = reader.Hash(cells.Text(row));
            return;
        }
        double[] values = numbers[column] = new double[cells.Rows];
        for (int row = 0; row < values.Length; row++)
            values[row] =
                cells.Texts is { } texts ? reader.Read(texts[row], out _)
                : cells.AreDates ? cells.Numbers![row]
                : reader.Read(cells.Numbers![row], out _);
    }

    private static void Survey(ColumnSurvey survey, ParquetCells cells)
    {
        for (int row = 0; row < cells.Rows; row++)
            if (cells.Texts is { } texts)
                survey.Add(texts[row]);
            else if (cells.AreDates)
                survey.AddDate(cells.Numbers![row]);
            else
                survey.Add(cells.Numbers![row]);
    }

    private static string Hash(TableSource source) =>
        TableSource.Guard(
            source.Name,
            () =>
            {
                using var bytes = source.Open();
                return Convert.ToHexStringLower(SHA256.HashData(bytes));
            }
        );

    /// <summary>The library's reader, with its faults told as the file's.</summary>
    private sealed class OpenParquet : IDisposable
    {
        private readonly string _name;
        private readonly Stream _bytes;
        private readonly ParquetReader _reader;

        public OpenParquet(TableSource source)
        {
            _name = source.Name;
            _bytes = source.Open();
            try
            {
                _reader = Guard(() =>
                    ParquetReader
                        .CreateAsync(_bytes, new ParquetOptions(), leaveStreamOpen: false)
                        .GetAwaiter()
                        .GetResult()
                );
                Fields =
                [
                    .. _reader
                        .Schema.Fields.OfType<DataField>()
                        .Where(field => !field.IsArray && ParquetCells.CanRead(field)),
                ];
            }
            catch
            {
                _bytes.Dispose();
                throw;
            }
        }

        public DataField[] Fields { get; }

        public int Groups => _reader.RowGroupCount;

        public ParquetRowGroupReader Group(int group, out int rows)
        {
            var open = Guard(() => _reader.OpenRowGroupReader(group));
            if (open.RowCount is < 0 or > LargestRowGroup)
                throw new DataException(
                    $"The row group {group + 1} says that it has {open.RowCount:N0} rows.",
                    _name,
                    $"At most {LargestRowGroup:N0} are read; write smaller row groups, or fetch the file again."
                );
            rows = (int)open.RowCount;
            return open;
        }

        public ParquetCells Read(ParquetRowGroupReader group, DataField field, int rows) =>
            Guard(() => ParquetCells.Read(group, field, rows));

        public void Dispose()
        {
            _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
            _bytes.Dispose();
        }

        // A damaged file makes the library fail in many ways, with no exception of its own for them; whatever it
        // throws while it decodes is the file's fault, told with its cause.
        private T Guard<T>(Func<T> read)
        {
            try
            {
                return read();
            }
            catch (Exception fault) when (fault is not OslerException)
            {
                throw new DataException(
                    "The Parquet file is truncated or damaged, or uses a feature that isn't read.",
                    _name,
                    "Fetch it again, or export it as CSV.",
                    fault
                );
            }
        }
    }
}
