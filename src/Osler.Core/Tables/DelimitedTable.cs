using System.Collections.Immutable;
using System.Security.Cryptography;
using Osler.Core.Faults;
using Osler.Core.Words;

namespace Osler.Core.Tables;

/// <summary>A delimited file, read again for every pass.</summary>
internal sealed class DelimitedTable : Table
{
    private readonly TableSource _source;
    private readonly TableFormat _format;
    private readonly TableReading _reading;
    private readonly TextHead _head;
    private readonly CellReader[] _readers;

    private DelimitedTable(
        TableSource source,
        TableFormat format,
        TableReading reading,
        TextHead head,
        ColumnSurvey[] surveys,
        int rows,
        string fingerprint
    )
    {
        (_source, _format, _reading, _head) = (source, format, reading, head);
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
    public static ImmutableArray<string> Header(TableSource source, TableFormat format, TableReading reading)
    {
        var head = TextHead.Of(source, format, reading);
        using var text = DelimitedText.Open(source, format, reading.Encoding, head);
        return [.. text.Header];
    }

    /// <summary>Surveys the file in one pass.</summary>
    public static DelimitedTable Open(TableSource source, TableFormat format, TableReading reading)
    {
        var head = TextHead.Of(source, format, reading);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ColumnSurvey[] surveys;
        int rows;
        using (var text = DelimitedText.Open(source, format, reading.Encoding, head, hash))
        {
            surveys = TableSurvey.Begin(source.Name, text.Header, reading);
            RowSurvey.Of(text, surveys);
            rows = text.Row;
        }
        string fingerprint = Convert.ToHexStringLower(hash.GetHashAndReset());
        return new DelimitedTable(source, format, reading, head, surveys, rows, fingerprint);
    }

    public override IEnumerable<TableChunk> Chunks(IReadOnlyList<int> columns)
    {
        int[] wanted = [.. columns.Distinct().Order()];
        int size = TableSurvey.ChunkRows(wanted.Length);
        double[]?[] numbers = new double[]?[Schema.Count];
        ulong[]?[] identifiers = new ulong[]?[Schema.Count];
        foreach (int column in wanted)
            if (_readers[column].IsIdentifier)
                identifiers[column] = new ulong[size];
            else
                numbers[column] = new double[size];

        using var text = DelimitedText.Open(_source, _format, _reading.Encoding, _head);
        int read = 0;
        while (true)
        {
            int rows = Fill(text, wanted, size, numbers, identifiers);
            if (rows > 0)
                yield return new TableChunk(read, rows, numbers, identifiers);
            read += rows;
            if (rows < size)
                break;
        }
        if (read != Rows)
            throw new DataException(
                $"The file had {Counted.Of(Rows, "row")} at first and now has {read:N0}.",
                Name,
                "Run again when nothing writes to it."
            );
    }

    public override IEnumerable<string> Texts(int column)
    {
        using var text = DelimitedText.Open(_source, _format, _reading.Encoding, _head);
        while (text.Read())
            yield return text.Cell(column).Trim().ToString();
    }

    private int Fill(DelimitedText text, int[] wanted, int size, double[]?[] numbers, ulong[]?[] identifiers)
    {
        int row = 0;
        for (; row < size && text.Read(); row++)
            foreach (int column in wanted)
                if (numbers[column] is { } cells)
                    cells[row] = _readers[column].Read(text.Cell(column), out _);
                else
                    identifiers[column]![row] = _readers[column].Hash(text.Cell(column));
        return row;
    }
}
