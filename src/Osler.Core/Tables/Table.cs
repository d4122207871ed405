namespace Osler.Core.Tables;

/// <summary>
/// Rows of typed columns that are read in passes, chunk by chunk, so that a table may be larger than memory.
/// </summary>
public abstract class Table
{
    /// <summary>The columns.</summary>
    public abstract TableSchema Schema { get; }

    /// <summary>How many rows there are.</summary>
    public abstract int Rows { get; }

    /// <summary>SHA-256 of the file's bytes, or of a table in memory its cells; lower-case hexadecimal.</summary>
    public abstract string Fingerprint { get; }

    /// <summary>Counts per column.</summary>
    public abstract TableCensus Census { get; }

    /// <summary>Where the table came from, for messages: a file name, or what made it.</summary>
    public abstract string Name { get; }

    /// <summary>One pass over all columns. A chunk is valid until the next one is asked for.</summary>
    /// <exception cref="Faults.DataException">The file changed, is truncated or can't be read any more.</exception>
    public IEnumerable<TableChunk> Chunks() => Chunks([.. Enumerable.Range(0, Schema.Count)]);

    /// <summary>One pass over some columns, which costs less. A chunk is valid until the next one is asked for.</summary>
    /// <param name="columns">Indices in the schema.</param>
    /// <exception cref="Faults.DataException">The file changed, is truncated or can't be read any more.</exception>
    public abstract IEnumerable<TableChunk> Chunks(IReadOnlyList<int> columns);

    /// <summary>All cells of one column of numbers, levels or dates: [Rows], NaN where missing.</summary>
    /// <param name="column">Index in the schema.</param>
    public double[] Numbers(int column)
    {
        double[] cells = new double[Rows];
        foreach (var chunk in Chunks([column]))
            chunk.Numbers(column).CopyTo(cells.AsSpan(chunk.FirstRow));
        return cells;
    }

    /// <summary>Some rows' cells of some columns of numbers, levels or dates, NaN where missing: one pass.</summary>
    /// <param name="columns">Indices in the schema.</param>
    /// <param name="rows">Indices from 0; any order, repeats allowed.</param>
    /// <returns>[columns][rows.Length], in the order asked for.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A row that the table doesn't have.</exception>
    public double[][] Gather(IReadOnlyList<int> columns, ReadOnlySpan<int> rows)
    {
        double[][] gathered = new double[columns.Count][];
        for (int c = 0; c < gathered.Length; c++)
            gathered[c] = new double[rows.Length];
        if (columns.Count == 0 || rows.Length == 0)
            return gathered;
        int[] sorted = rows.ToArray();
        int[] order = new int[rows.Length];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(sorted, order);
        if (sorted[0] < 0 || sorted[^1] >= Rows)
            throw new ArgumentOutOfRangeException(nameof(rows), $"The table has {Rows} rows.");
        int next = 0;
        foreach (var chunk in Chunks(columns))
        {
            int from = next;
            while (next < sorted.Length && sorted[next] < chunk.FirstRow + chunk.Rows)
                next++;
            for (int c = 0; c < gathered.Length; c++)
            {
                var cells = chunk.Numbers(columns[c]);
                for (int i = from; i < next; i++)
                    gathered[c][order[i]] = cells[sorted[i] - chunk.FirstRow];
            }
            if (next == sorted.Length)
                break;
        }
        return gathered;
    }

    /// <summary>All cells of one column of identifiers: [Rows], 0 where missing.</summary>
    /// <param name="column">Index in the schema.</param>
    public ulong[] Identifiers(int column)
    {
        ulong[] cells = new ulong[Rows];
        foreach (var chunk in Chunks([column]))
            chunk.Identifiers(column).CopyTo(cells.AsSpan(chunk.FirstRow));
        return cells;
    }

    /// <summary>One pass over a column's cells as the file writes them, trimmed: to name rows in an answer to their owner.</summary>
    /// <param name="column">Index in the schema.</param>
    /// <exception cref="Faults.DataException">The file changed, is truncated or can't be read any more.</exception>
    /// <exception cref="NotSupportedException">A table in memory, which keeps no texts.</exception>
    public abstract IEnumerable<string> Texts(int column);
}
