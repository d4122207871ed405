namespace Osler.Core.Tables;

/// <summary>Some consecutive rows of a table, column by column. Valid until the next chunk is asked for.</summary>
public sealed class TableChunk
{
    private readonly double[]?[] _numbers;
    private readonly ulong[]?[] _identifiers;

    /// <param name="firstRow">Index of the first row in the table, from 0.</param>
    /// <param name="rows">How many rows the chunk holds.</param>
    /// <param name="numbers">Per column of the schema, its cells; null where it was not asked for or is an identifier.</param>
    /// <param name="identifiers">Per column of the schema, its hashes; null where it was not asked for or is none.</param>
    internal TableChunk(int firstRow, int rows, double[]?[] numbers, ulong[]?[] identifiers)
    {
        FirstRow = firstRow;
        Rows = rows;
        _numbers = numbers;
        _identifiers = identifiers;
    }

    /// <summary>Index of the first row in the table, from 0.</summary>
    public int FirstRow { get; }

    /// <summary>How many rows the chunk holds, at least 1.</summary>
    public int Rows { get; }

    /// <summary>[Rows]: numbers, level indices or days of a column; NaN where missing.</summary>
    /// <param name="column">Index in the schema.</param>
    /// <exception cref="InvalidOperationException">The column was not asked for, or is an identifier.</exception>
    public ReadOnlySpan<double> Numbers(int column) =>
        (
            _numbers[column] ?? throw new InvalidOperationException($"Column {column} holds no numbers here.")
        ).AsSpan(0, Rows);

    /// <summary>[Rows]: hashes of an identifier column; 0 where missing.</summary>
    /// <param name="column">Index in the schema.</param>
    /// <exception cref="InvalidOperationException">The column was not asked for, or is no identifier.</exception>
    public ReadOnlySpan<ulong> Identifiers(int column) =>
        (
            _identifiers[column]
            ?? throw new InvalidOperationException($"Column {column} holds no identifiers here.")
        ).AsSpan(0, Rows);
}
