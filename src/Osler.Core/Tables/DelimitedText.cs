using System.Security.Cryptography;
using Osler.Core.Faults;
using Osler.Core.Words;
using Sylvan.Data.Csv;

namespace Osler.Core.Tables;

/// <summary>One pass over the rows of a delimited text. Rows are checked to have as many cells as the header.</summary>
internal sealed class DelimitedText : IDisposable
{
    // A row of more letters than this is no row: most likely a quote that is never closed.
    private const int LongestRow = 16 << 20;
    private readonly StreamReader _text;
    private readonly CsvDataReader _rows;
    private readonly string _name;

    private DelimitedText(string name, StreamReader text, CsvDataReader rows, string[] header)
    {
        (_name, _text, _rows, Header) = (name, text, rows, header);
    }

    public string[] Header { get; }

    /// <summary>Rows read so far, blank lines not counted.</summary>
    public int Row { get; private set; }

    /// <summary>Opens the text and reads its header.</summary>
    public static DelimitedText Open(
        TableSource source,
        TableFormat format,
        TableEncoding encoding,
        TextHead head,
        IncrementalHash? hash = null
    )
    {
        var text = source.OpenText(format, encoding, hash);
        bool opened = false;
        try
        {
            if (head.NamesDelimiter)
                text.ReadLine();
            var rows = CsvDataReader.Create(
                new RowWidth(text, head.Delimiter, source.Name),
                new CsvDataReaderOptions
                {
                    Delimiter = head.Delimiter,
                    HasHeaders = true,
                    // Lines that begin with # are rows like all others; no text holds this non-character.
                    Comment = '\uFFFF',
                    CsvStyle = CsvStyle.Standard,
                    BufferSize = 1 << 18,
                    MaxBufferSize = LongestRow,
                    OwnsReader = false,
                    ResultSetMode = ResultSetMode.SingleResult,
                }
            );
            var table = new DelimitedText(source.Name, text, rows, Names(source.Name, rows));
            opened = true;
            return table;
        }
        catch (Exception fault) when (IsOfText(fault))
        {
            throw Told(source.Name, 0, fault);
        }
        finally
        {
            if (!opened)
                text.Dispose();
        }
    }

    /// <summary>Goes to the next row; false after the last.</summary>
    /// <exception cref="DataException">The row has more or fewer cells than the header, or the file is damaged.</exception>
    public bool Read()
    {
        while (Next())
        {
            int cells = _rows.RowFieldCount;
            // Blank lines are passed over, except where a blank is the one column's missing cell.
            if (cells == 1 && Header.Length > 1 && _rows.GetFieldSpan(0).IsWhiteSpace())
                continue;
            if (Row == int.MaxValue)
                throw new DataException(
                    $"The table has more than {int.MaxValue:N0} rows.",
                    _name,
                    "Split it."
                );
            Row++;
            if (cells != Header.Length)
                throw new DataException(
                    $"The row has {Counted.Of(cells, "cell")}; the header has {Header.Length:N0}.",
                    $"{_name}, row {Row}",
                    cells > Header.Length
                        ? "Put cells that hold the delimiter in quotes; with decimal commas, use another delimiter."
                        : "Complete the row; a missing value is an empty cell between delimiters."
                );
            return true;
        }
        return false;
    }

    /// <summary>A cell of the current row, unquoted.</summary>
    public ReadOnlySpan<char> Cell(int column)
    {
        try
        {
            return _rows.GetFieldSpan(column);
        }
        catch (FormatException fault)
        {
            throw Malformed(_name, Row, fault);
        }
    }

    public void Dispose()
    {
        _rows.Dispose();
        _text.Dispose();
    }

    private static string[] Names(string file, CsvDataReader rows)
    {
        string[] names = [.. Enumerable.Range(0, rows.FieldCount).Select(i => rows.GetName(i).Trim())];
        if (names.Length == 0 || names.All(name => name.Length == 0))
            throw new DataException(
                "The file has no header row.",
                file,
                "Its first row must name the columns."
            );
        if (names.Length > RowWidth.MostCells)
            throw RowWidth.TooWide(file);
        // The index that a data frame writes has no name.
        for (int i = 0; i < names.Length; i++)
            if (names[i].Length == 0)
                names[i] = $"column {i + 1}";
        if (names.All(name => Numbers.TryParse(name, decimalComma: false, out _)))
            throw new DataException(
                "The first row holds numbers only, so the file seems to have no header row.",
                file,
                "Add a first row that names the columns."
            );
        return names;
    }

    private bool Next()
    {
        try
        {
            return _rows.Read();
        }
        catch (Exception fault) when (IsOfText(fault))
        {
            throw Told(_name, Row + 1, fault);
        }
    }

    private static bool IsOfText(Exception fault) =>
        fault is CsvFormatException || TableSource.IsOfFile(fault);

    private static DataException Told(string name, int row, Exception fault) =>
        fault switch
        {
            CsvMissingHeadersException => new DataException(
                "The file has no header row.",
                name,
                "Its first row must name the columns.",
                fault
            ),
            CsvRecordTooLargeException => new DataException(
                $"A row is longer than {LongestRow >> 20} million letters.",
                Where(name, row),
                "Most likely a quote is opened there and never closed.",
                fault
            ),
            CsvFormatException => Malformed(name, row, fault),
            _ => TableSource.Told(name, fault),
        };

    private static DataException Malformed(string name, int row, Exception fault) =>
        new(
            "A quoted cell is not closed, or something follows its closing quote.",
            Where(name, row),
            "Double the quotes inside a quoted cell, and check that the file is complete.",
            fault
        );

    // Rows are counted from 1 below the header.
    private static string Where(string name, int row) =>
        row == 0 ? $"{name}, its header" : $"{name}, row {row}";
}
