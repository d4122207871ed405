using Osler.Core.Faults;
using Osler.Core.Words;

namespace Osler.Core.Tables;

/// <summary>Which patient each row belongs to: numbered from 0 by first appearance, identifiers forgotten.</summary>
public sealed class Patients
{
    private readonly int[]? _ofRow;

    private Patients(int[]? ofRow, int rows, int count) => (_ofRow, Rows, Count) = (ofRow, rows, count);

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>How many patients there are.</summary>
    public int Count { get; }

    /// <summary>Whether every row is a patient of its own.</summary>
    public bool EachRowIsOne => Count == Rows;

    /// <summary>The patient of a row.</summary>
    public int this[int row] => _ofRow is null ? row : _ofRow[row];

    /// <summary>[rows]: the patient of each row.</summary>
    public int[] OfRows() => _ofRow ?? [.. Enumerable.Range(0, Rows)];

    /// <summary>[rows] what a bootstrap knows patients by; empty where every row is a patient of its own.</summary>
    /// <param name="rows">Some rows, in any order.</param>
    public ulong[] Keys(ReadOnlySpan<int> rows)
    {
        if (EachRowIsOne)
            return [];
        ulong[] keys = new ulong[rows.Length];
        for (int i = 0; i < keys.Length; i++)
            keys[i] = (ulong)this[rows[i]];
        return keys;
    }

    /// <summary>How many different patients some rows are of.</summary>
    public int Among(IEnumerable<int> rows) => rows.Select(row => this[row]).Distinct().Count();

    /// <summary>Every row is a patient of its own.</summary>
    public static Patients One(int rows) => new(null, rows, rows);

    /// <summary>Patients by number per row; any numbers, renumbered by first appearance.</summary>
    public static Patients From(ReadOnlySpan<int> ofRow)
    {
        var seen = new Dictionary<int, int>();
        int[] numbered = new int[ofRow.Length];
        for (int row = 0; row < ofRow.Length; row++)
        {
            if (!seen.TryGetValue(ofRow[row], out int patient))
                seen.Add(ofRow[row], patient = seen.Count);
            numbered[row] = patient;
        }
        return new(numbered, ofRow.Length, seen.Count);
    }

    /// <summary>Reads the patients from a column of the table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column's name; null where every row is a patient of its own.</param>
    /// <exception cref="RequestException">No such column.</exception>
    /// <exception cref="DataException">A row without a patient: it could land on both sides of a split.</exception>
    public static Patients Read(Table table, string? column)
    {
        if (column is null)
            return One(table.Rows);
        int index = table.Schema.IndexOf(column);
        bool hashed = !table.Schema[index].HasNumbers;
        var seen = new Dictionary<ulong, int>();
        int[] ofRow = new int[table.Rows];
        int without = 0;
        int firstWithout = 0;
        foreach (var chunk in table.Chunks([index]))
            for (int i = 0; i < chunk.Rows; i++)
            {
                ulong key = hashed ? chunk.Identifiers(index)[i] : Key(chunk.Numbers(index)[i]);
                if (key == 0)
                {
                    firstWithout = without++ == 0 ? chunk.FirstRow + i + 1 : firstWithout;
                    continue;
                }
                if (!seen.TryGetValue(key, out int patient))
                    seen.Add(key, patient = seen.Count);
                ofRow[chunk.FirstRow + i] = patient;
            }
        if (without > 0)
            throw new DataException(
                $"{Counted.Of(without, "row has", "rows have")} no patient, first row {firstWithout}; such a row could land on both sides of a split.",
                $"{table.Name}, column '{column}'",
                "Complete the column, or remove the rows."
            );
        return new Patients(ofRow, table.Rows, seen.Count);
    }

    // A number's own bits, except that 0 must not read as missing.
    private static ulong Key(double cell) =>
        double.IsNaN(cell) ? 0 : BitConverter.DoubleToUInt64Bits(cell + 0.0) + 1;
}
