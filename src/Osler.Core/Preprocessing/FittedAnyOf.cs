using System.Collections.Immutable;

namespace Osler.Core.Preprocessing;

/// <summary>Adds a column that is 1 where any of some columns of 0 and 1 is.</summary>
/// <remarks>It is 0 where none is and at least one is known, and missing where all are.</remarks>
/// <param name="Column">The new column.</param>
/// <param name="Of">At least one column.</param>
public sealed record FittedAnyOf(string Column, ImmutableArray<string> Of) : FittedStep
{
    internal override int[] Bind(WorkingColumns columns) =>
        Of.IsDefaultOrEmpty
            ? throw Damaged($"The column '{Column}' is made of none.")
            : [.. Of.Select(columns.SlotOf), columns.Add(Column, Of.AsSpan())];

    internal override void Run(double[][] columns, ReadOnlySpan<int> slots, int n)
    {
        double[] result = columns[slots[^1]];
        for (int row = 0; row < n; row++)
        {
            double any = double.NaN;
            foreach (int slot in slots[..^1])
                any = Either(any, columns[slot][row]);
            result[row] = any;
        }
    }

    /// <summary>The greater of two cells; of one alone where the other is missing (NaN), NaN where both are.</summary>
    public static double Either(double a, double b) =>
        double.IsNaN(a) ? b
        : double.IsNaN(b) ? a
        : Math.Max(a, b);
}
