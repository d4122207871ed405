using System.Collections.Immutable;

namespace Osler.Core.Tables;

/// <summary>What a check found: something to tell the user, not to stop for.</summary>
/// <param name="Check">Stable slug: <c>constant</c>, <c>duplicate_columns</c>, <c>duplicate_rows</c>, <c>separates_outcome</c>, <c>implausible</c>, <c>unreadable</c>, <c>missing</c>.</param>
/// <param name="Columns">The columns concerned.</param>
/// <param name="Message">One sentence for a clinician.</param>
/// <param name="Cases">How many rows or cells, where that is what was counted.</param>
public sealed record Finding(string Check, ImmutableArray<string> Columns, string Message, int? Cases = null);

/// <summary>Whether a table can answer the question that is put to it.</summary>
public static class TableChecks
{
    /// <summary>Checks inputs against an outcome: one pass over the table's inputs.</summary>
    /// <param name="table">The table.</param>
    /// <param name="inputs">Names of the inputs.</param>
    /// <param name="outcome">The outcome; null skips what needs one.</param>
    /// <returns>What to tell the user; empty where nothing is odd.</returns>
    /// <exception cref="Faults.RequestException">A column that isn't there, twice the same, or the outcome among the inputs.</exception>
    /// <exception cref="Faults.DataException">No rows, one row, an input that is all empty, cells that are not numbers.</exception>
    public static ImmutableArray<Finding> Inputs(
        Table table,
        IReadOnlyList<string> inputs,
        Outcome? outcome = null
    ) => throw new NotImplementedException();
}
