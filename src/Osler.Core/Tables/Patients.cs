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
    /// <exception cref="Faults.RequestException">No such column.</exception>
    /// <exception cref="Faults.DataException">A row without a patient: it could land on both sides of a split.</exception>
    public static Patients Read(Table table, string? column) => throw new NotImplementedException();
}
