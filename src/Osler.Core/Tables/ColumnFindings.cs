using Osler.Core.Words;

namespace Osler.Core.Tables;

/// <summary>What a column's census shows to be odd.</summary>
internal static class ColumnFindings
{
    /// <summary>Constant, mostly missing, outside its limits.</summary>
    /// <param name="column">The column.</param>
    /// <param name="census">Its census.</param>
    public static IEnumerable<Finding> Of(Column column, ColumnCensus census)
    {
        if (census.Distinct == 1)
            yield return new Finding(
                "constant",
                [column.Name],
                $"{column.Name} has the same value in every row that has one; it tells nothing.",
                census.Present
            );
        if (2 * census.Missing > census.Rows)
            yield return new Finding(
                "mostly_missing",
                [column.Name],
                $"{column.Name} is missing in {census.Missing} of {Counted.Of(census.Rows, "row")}.",
                census.Missing
            );
        if (census.Implausible > 0)
            yield return new Finding(
                "implausible",
                [column.Name],
                $"{column.Name} is outside its plausibility limits in {census.Implausible} of {Counted.Of(census.Rows, "row")}; these cells are read as missing.",
                census.Implausible
            );
    }
}
