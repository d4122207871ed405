using System.Collections.Immutable;

namespace Osler.Core.Preprocessing;

/// <summary>Columns that are all 1 in a row say nothing there, and become missing.</summary>
/// <remarks>
/// For columns that pool a gene's rare variants by kind: a gene that was not sequenced was written as having every kind
/// of them, which no sequenced gene has.
/// </remarks>
/// <param name="Columns">At least two columns of 0 and 1.</param>
public sealed record FittedUnknownWhereAll(ImmutableArray<string> Columns) : FittedStep
{
    internal override int[] Bind(WorkingColumns columns) =>
        Columns.IsDefault || Columns.Length < 2
            ? throw Damaged("A step that looks at columns together names fewer than two.")
            : [.. Columns.Select(columns.SlotOf)];

    internal override void Run(double[][] columns, ReadOnlySpan<int> slots, int n)
    {
        for (int row = 0; row < n; row++)
        {
            bool all = true;
            foreach (int slot in slots)
                all &= columns[slot][row] == 1;
            if (!all)
                continue;
            foreach (int slot in slots)
                columns[slot][row] = double.NaN;
        }
    }
}
