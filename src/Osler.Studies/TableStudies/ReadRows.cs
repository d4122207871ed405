using Osler.Core.Preprocessing;

namespace Osler.Studies;

/// <summary>Some rows of a table as a model's inputs, read in one pass and asked for again and again.</summary>
internal sealed class ReadRows
{
    private readonly int[] _rows;
    private readonly double[] _cells;
    private readonly int _inputs;

    private ReadRows(int[] rows, double[] cells, int inputs) =>
        (_rows, _cells, _inputs) = (rows, cells, inputs);

    /// <param name="reader">Reads them.</param>
    /// <param name="inputs">Cells of a row.</param>
    /// <param name="rows">All rows that will be asked for; any order, repeats allowed.</param>
    public static ReadRows Of(InputReader reader, int inputs, int[] rows)
    {
        int[] distinct = [.. rows.Distinct().Order()];
        return new ReadRows(distinct, reader.Gather(distinct), inputs);
    }

    /// <summary>[rows, inputs] in the order asked for.</summary>
    /// <exception cref="ArgumentException">A row that was not announced.</exception>
    public double[] Gather(ReadOnlySpan<int> rows)
    {
        double[] gathered = new double[rows.Length * _inputs];
        for (int i = 0; i < rows.Length; i++)
        {
            int place = Array.BinarySearch(_rows, rows[i]);
            if (place < 0)
                throw new ArgumentException($"Row {rows[i]} was not read.", nameof(rows));
            _cells.AsSpan(place * _inputs, _inputs).CopyTo(gathered.AsSpan(i * _inputs));
        }
        return gathered;
    }
}
