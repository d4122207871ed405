using Osler.Core.Tables;

namespace Osler.Core.Preprocessing;

/// <summary>
/// Reads a table's rows as a preprocessing's inputs: columns found by name, levels by spelling, whatever their
/// order in that table.
/// </summary>
public sealed class InputReader
{
    /// <summary>Some consecutive rows; valid until the next are asked for.</summary>
    /// <param name="FirstRow">Index in the table.</param>
    /// <param name="Rows">How many.</param>
    /// <param name="Values">[Rows, inputs] row-major.</param>
    public readonly record struct Block(int FirstRow, int Rows, ReadOnlyMemory<double> Values);

    /// <summary>Finds the inputs in a table.</summary>
    /// <exception cref="Faults.RequestException">An input that the table does not have.</exception>
    /// <exception cref="Faults.DataException">A column of another kind than training's.</exception>
    public static InputReader Of(Table table, FittedPreprocessing preprocessing) =>
        throw new NotImplementedException();

    /// <summary>One pass over the table.</summary>
    public IEnumerable<Block> Blocks() => throw new NotImplementedException();

    /// <summary>Some rows: [rows.Length, inputs] row-major, in the order asked for.</summary>
    public double[] Gather(ReadOnlySpan<int> rows) => throw new NotImplementedException();
}
