using System.Collections.Immutable;
using Osler.Core.Faults;
using Osler.Core.Tables;

namespace Osler.Core.Preprocessing;

/// <summary>
/// Reads a table's rows as a preprocessing's inputs: columns found by name, levels by spelling, whatever their
/// order in that table.
/// </summary>
public sealed class InputReader
{
    private readonly Table _table;
    private readonly ImmutableArray<InputColumn> _inputs;
    private readonly int[] _columns;
    private readonly double[]?[] _ofLevel;

    private InputReader(Table table, ImmutableArray<InputColumn> inputs)
    {
        _table = table;
        _inputs = inputs;
        _columns = [.. inputs.Select(input => ColumnOf(table, input))];
        if (Array.TrueForAll(_columns, column => column < 0))
            _ = table.Schema.IndexOf(inputs[0].Name);
        _ofLevel =
        [
            .. inputs.Select(
                (input, i) => _columns[i] < 0 ? null : Translation(table, table.Schema[_columns[i]], input)
            ),
        ];
    }

    /// <summary>Inputs that may be missing and that the table does not have; each is missing in every row.</summary>
    public IEnumerable<string> Absent => _inputs.Where((_, i) => _columns[i] < 0).Select(input => input.Name);

    private static int ColumnOf(Table table, InputColumn input) =>
        table.Schema.TryIndexOf(input.Name, out int column) ? column
        : input.Optional ? -1
        : table.Schema.IndexOf(input.Name);

    /// <summary>Some consecutive rows; valid until the next are asked for.</summary>
    /// <param name="FirstRow">Index in the table.</param>
    /// <param name="Rows">How many.</param>
    /// <param name="Values">[Rows, inputs] row-major.</param>
    public readonly record struct Block(int FirstRow, int Rows, ReadOnlyMemory<double> Values);

    /// <summary>Finds the inputs in a table.</summary>
    /// <exception cref="RequestException">An input that the table does not have and that must be there, or none of them.</exception>
    /// <exception cref="DataException">A column of another kind than training's.</exception>
    public static InputReader Of(Table table, FittedPreprocessing preprocessing) =>
        new(table, preprocessing.Inputs);

    internal static InputReader Of(Table table, ImmutableArray<InputColumn> inputs) => new(table, inputs);

    /// <summary>One pass over the table.</summary>
    public IEnumerable<Block> Blocks()
    {
        double[] values = [];
        int[] present = [.. _columns.Where(column => column >= 0)];
        foreach (var chunk in _table.Chunks(present))
        {
            int length = chunk.Rows * _inputs.Length;
            if (values.Length < length)
                values = new double[length];
            for (int input = 0; input < _inputs.Length; input++)
                if (_columns[input] >= 0)
                    Fill(chunk.Numbers(_columns[input]), input, values);
                else
                    for (int row = 0; row < chunk.Rows; row++)
                        values[row * _inputs.Length + input] = double.NaN;
            yield return new Block(chunk.FirstRow, chunk.Rows, values.AsMemory(0, length));
        }
    }

    /// <summary>Some rows: [rows.Length, inputs] row-major, in the order asked for. One pass over the table.</summary>
    /// <param name="rows">Indices in the table; any order, repeats allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row that the table doesn't have.</exception>
    public double[] Gather(ReadOnlySpan<int> rows)
    {
        int width = _inputs.Length;
        double[] gathered = new double[rows.Length * width];
        int[] order = [.. Enumerable.Range(0, rows.Length)];
        int[] sorted = rows.ToArray();
        Array.Sort(sorted, order);
        if (sorted.Length > 0 && (sorted[0] < 0 || sorted[^1] >= _table.Rows))
            throw new ArgumentOutOfRangeException(nameof(rows), $"The table has {_table.Rows} rows.");
        int next = 0;
        foreach (var block in Blocks())
        {
            for (; next < sorted.Length && sorted[next] < block.FirstRow + block.Rows; next++)
                block
                    .Values.Span.Slice((sorted[next] - block.FirstRow) * width, width)
                    .CopyTo(gathered.AsSpan(order[next] * width, width));
            if (next == sorted.Length)
                break;
        }
        return gathered;
    }

    private void Fill(ReadOnlySpan<double> cells, int input, double[] values)
    {
        int width = _inputs.Length;
        if (_ofLevel[input] is { } ofLevel)
            for (int row = 0; row < cells.Length; row++)
                values[row * width + input] = double.IsNaN(cells[row])
                    ? double.NaN
                    : ofLevel[(int)cells[row]];
        else if (_inputs[input].HasLevels && _table.Schema[_columns[input]].Kind == ColumnKind.Numeric)
        {
            double[] levels =
            [
                .. _inputs[input]
                    .Levels.Select(level => Numbers.TryParse(level, false, out double n) ? n : double.NaN),
            ];
            for (int row = 0; row < cells.Length; row++)
                values[row * width + input] = double.IsNaN(cells[row])
                    ? double.NaN
                    : Array.IndexOf(levels, cells[row]);
        }
        else
            for (int row = 0; row < cells.Length; row++)
                values[row * width + input] = cells[row];
    }

    /// <summary>Per level of the table's column, what the input makes of it; null where cells are taken as they are.</summary>
    private static double[]? Translation(Table table, Column column, InputColumn input)
    {
        bool hasLevels = column.Kind is ColumnKind.Categorical or ColumnKind.Binary;
        if (hasLevels && input.HasLevels)
        {
            var known = input.AsColumn();
            return [.. column.Levels.Select(level => (double)known.LevelOf(level))];
        }
        if (hasLevels && input.Kind == ColumnKind.Numeric)
            return
            [
                .. column.Levels.Select(level =>
                    Numbers.TryParse(level, decimalComma: false, out double number)
                        ? number
                        : throw Mismatch(table, column, input)
                ),
            ];
        bool same = column.Kind == input.Kind || (input.HasLevels && column.Kind == ColumnKind.Numeric);
        return same ? null : throw Mismatch(table, column, input);
    }

    private static DataException Mismatch(Table table, Column column, InputColumn input) =>
        new(
            $"The column is {ColumnWords.Of(column.Kind)}; the network needs {ColumnWords.Of(input.Kind)} values{(input.Unit is null ? "" : $" in {input.Unit}")}.",
            $"{table.Name}, column '{column.Name}'",
            "Check the column's cells, or state its kind."
        );
}
