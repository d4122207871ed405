using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Core.Words;

namespace Osler.Studies.Tuberculosis;

/// <summary>A table of isolates by columns, whatever a survey took them for.</summary>
internal sealed class IsolateColumns
{
    private readonly Dictionary<string, (Column Column, double[] Cells)> _numbers = new(
        StringComparer.Ordinal
    );
    private readonly Dictionary<string, ulong[]> _keys = new(StringComparer.Ordinal);

    private IsolateColumns(Table table, string where, IsolateRemedies remedies)
    {
        (Where, Rows, Remedies) = (where, table.Rows, remedies);
        int[] all = [.. Enumerable.Range(0, table.Schema.Count)];
        Names = [.. all.Select(column => table.Schema[column].Name)];
        foreach (int column in all)
            if (table.Schema[column].HasNumbers)
                _numbers.Add(Names[column], (table.Schema[column], new double[table.Rows]));
            else
                _keys.Add(Names[column], new ulong[table.Rows]);
        foreach (var chunk in table.Chunks(all))
        foreach (int column in all)
            if (_numbers.TryGetValue(Names[column], out var numbers))
                chunk.Numbers(column).CopyTo(numbers.Cells.AsSpan(chunk.FirstRow));
            else
                chunk.Identifiers(column).CopyTo(_keys[Names[column]].AsSpan(chunk.FirstRow));
    }

    /// <summary>The columns' names, in order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>What to call the table in messages.</summary>
    public string Where { get; }

    /// <summary>How many isolates.</summary>
    public int Rows { get; }

    /// <summary>What to do about a wrong cell.</summary>
    public IsolateRemedies Remedies { get; }

    /// <summary>Reads a table.</summary>
    /// <param name="path">CSV, TSV or Parquet.</param>
    /// <param name="isolate">The column that names isolates, whose cells are then never numbers; null where none does.</param>
    /// <param name="remedies">What to do about a wrong cell.</param>
    /// <exception cref="DataException">It can't be read.</exception>
    public static IsolateColumns Of(string path, string? isolate, IsolateRemedies remedies) =>
        new(
            TableFile.Open(
                path,
                new TableReading(),
                header =>
                    isolate is not null && header.Contains(isolate)
                        ? [new StatedColumn(isolate) { Kind = ColumnKind.Identifier }]
                        : []
            ),
            Path.GetFileName(path),
            remedies
        );

    /// <summary>A column of 0, 1 and -1, NaN where nothing stands.</summary>
    /// <exception cref="DataException">There is text in it.</exception>
    public double[] Variants(string name) => Cells(name, _ => null);

    /// <summary>A drug's column: as <see cref="Variants"/>, or R, S, I (neither) and U (unknown) in letters or words.</summary>
    /// <param name="name">The column.</param>
    /// <param name="resistant">The number that R stands for, 0 or 1.</param>
    /// <exception cref="DataException">There is other text in it.</exception>
    public double[] Labels(string name, int resistant) =>
        Cells(
            name,
            word =>
                word.ToUpperInvariant() switch
                {
                    "R" or "RESISTANT" => resistant,
                    "S" or "SUSCEPTIBLE" => 1 - resistant,
                    "I" or "INTERMEDIATE" or "U" or "UNKNOWN" => double.NaN,
                    _ => null,
                }
        );

    /// <summary>Whether any of a drug's labels is a number, and no word.</summary>
    /// <param name="name">The column.</param>
    public bool HasNumbers(string name) =>
        _numbers.TryGetValue(name, out var numbers)
        && (
            numbers.Column.Levels.IsEmpty
                ? numbers.Cells.Any(cell => !double.IsNaN(cell))
                : numbers.Column.Levels.Any(level => IsNumber(level, out _))
        );

    /// <summary>The row of each isolate, in the order of the rows.</summary>
    /// <param name="name">The column that <see cref="Of"/> was told.</param>
    /// <exception cref="DataException">An isolate is there twice.</exception>
    public OrderedDictionary<ulong, int> RowsByKey(string name)
    {
        var rows = new OrderedDictionary<ulong, int>(Rows);
        foreach (ulong key in _keys[name])
            if (!rows.TryAdd(key, rows.Count))
                throw new DataException(
                    "An isolate is there twice.",
                    $"{Where}, row {rows.Count + 1}",
                    "Keep one row of each isolate."
                );
        return rows;
    }

    private double[] Cells(string name, Func<string, double?> word)
    {
        if (_keys.TryGetValue(name, out ulong[]? texts))
            return Array.TrueForAll(texts, text => text == 0)
                ? [.. texts.Select(_ => double.NaN)]
                : throw new DataException(
                    $"The column '{name}' holds no numbers.",
                    Where,
                    $"Variants and labels are 0, 1 and -1. Where the column names the isolates: {Remedies.Isolate}"
                );
        var (column, cells) = _numbers[name];
        if (column.Levels.IsEmpty)
            return cells;
        double[] levels = [.. column.Levels.Select(level => Level(name, level, word))];
        return [.. cells.Select(cell => double.IsNaN(cell) ? double.NaN : levels[(int)cell])];
    }

    private double Level(string column, string level, Func<string, double?> word) =>
        IsNumber(level, out double number)
            ? number
            : word(level)
                ?? throw new DataException(
                    $"The column '{column}' holds '{Cited.Text(level)}', which is no number.",
                    Where,
                    "Variants and labels are 0, 1 and -1; labels may also be R, S, I (neither) and U (unknown)."
                );

    private static bool IsNumber(string level, out double number) =>
        double.TryParse(level, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
