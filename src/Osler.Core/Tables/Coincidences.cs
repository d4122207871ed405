using System.Runtime.InteropServices;

namespace Osler.Core.Tables;

/// <summary>
/// How many rows of different patients would be equal by chance: with few columns of few distinct values, many.
/// </summary>
/// <remarks>
/// The chance that another row equals this one is taken as the product, over the columns, of the shares of other rows
/// with its value: as if columns were independent. Columns that go together make coincidences commoner than that (in
/// the simulated cohort of this repository by a factor of 1.6), so <see cref="Exceeded"/> leaves room for a factor of
/// three before it says that chance does not explain what was found.
/// </remarks>
public sealed class Coincidences
{
    // So many rows tell the shares of common values, which alone make coincidences.
    private const int MostRows = 20_000;

    private readonly double[] _chances; // of each looked-at row: that another one equals it

    private Coincidences(double[] chances) => _chances = chances;

    /// <summary>Looks at evenly spaced rows of a table, at most 20,000: one pass.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Indices in the schema of the columns in which rows are compared.</param>
    public static Coincidences Of(Table table, IReadOnlyList<int> columns)
    {
        int step = Step(table.Rows);
        List<ulong> cells = [];
        foreach (var chunk in table.Chunks(columns))
            for (int i = (step - chunk.FirstRow % step) % step; i < chunk.Rows; i += step)
                foreach (int column in columns)
                    cells.Add(Cell(table, chunk, column, i));
        return Of(CollectionsMarshal.AsSpan(cells), columns.Count);
    }

    /// <summary>From cells that were read already.</summary>
    /// <param name="cells">[rows, columns] any key of each cell's value; equal for equal values.</param>
    /// <param name="columns">How many columns.</param>
    internal static Coincidences Of(ReadOnlySpan<ulong> cells, int columns)
    {
        int rows = columns == 0 ? 0 : cells.Length / columns;
        double[] chances = new double[rows];
        Array.Fill(chances, 1);
        var counts = new Dictionary<ulong, int>();
        for (int column = 0; column < columns; column++)
        {
            counts.Clear();
            for (int row = 0; row < rows; row++)
                CollectionsMarshal.GetValueRefOrAddDefault(counts, cells[row * columns + column], out _)++;
            for (int row = 0; row < rows; row++)
                chances[row] *= (counts[cells[row * columns + column]] - 1) / Math.Max(1, rows - 1.0);
        }
        return new Coincidences(chances);
    }

    /// <summary>Every how many rows one is looked at.</summary>
    internal static int Step(int rows) => 1 + Math.Max(0, rows - 1) / MostRows;

    /// <summary>The key of a cell: its number's bits, or its hash.</summary>
    internal static ulong Cell(Table table, TableChunk chunk, int column, int row) =>
        table.Schema[column].HasNumbers
            ? BitConverter.DoubleToUInt64Bits(chunk.Numbers(column)[row])
            : chunk.Identifiers(column)[row];

    /// <summary>How many of so many rows are expected to repeat an earlier one.</summary>
    /// <param name="rows">0 or more.</param>
    public double Repeats(int rows)
    {
        // A row is as likely to be early as late; the mean of 1 - exp(-t) over its place.
        double sum = 0;
        foreach (double chance in _chances)
        {
            double t = chance * rows;
            sum += t < 1e-6 ? t / 2 : 1 - (1 - Math.Exp(-t)) / t;
        }
        return _chances.Length == 0 ? 0 : sum * rows / _chances.Length;
    }

    /// <summary>How many rows of one part are expected to equal at least one row of another part.</summary>
    /// <param name="rows">Rows of the one.</param>
    /// <param name="others">Rows of the other.</param>
    public double Across(int rows, int others)
    {
        double sum = 0;
        foreach (double chance in _chances)
            sum += 1 - Math.Exp(-chance * others);
        return _chances.Length == 0 ? 0 : sum * rows / _chances.Length;
    }

    /// <summary>Whether more rows are equal than chance explains.</summary>
    /// <param name="found">How many are.</param>
    /// <param name="expected">How many chance would give, as estimated here.</param>
    public static bool Exceeded(int found, double expected) => found > 3 * expected + 3 * Math.Sqrt(expected);
}
