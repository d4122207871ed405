using System.Globalization;
using Osler.Core.Tables;

namespace Osler.Cli.Terminal;

/// <summary>A table's columns for a reader: kind, what is present, what is missing, range or levels.</summary>
internal static class TableText
{
    /// <summary>One line a column.</summary>
    public static IEnumerable<string> Lines(Table table)
    {
        int width = Math.Min(32, table.Schema.Columns.Max(column => column.Name.Length));
        for (int i = 0; i < table.Schema.Count; i++)
        {
            var column = table.Schema[i];
            var census = table.Census.Columns[i];
            string missing = string.Join(
                "",
                Counted(census.Missing, "missing"),
                Counted(census.Implausible, "implausible"),
                Counted(census.Unreadable, "unreadable")
            );
            yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{column.Name.PadRight(width)}  {Kind(column.Kind), -11}  {census.Present, 9:N0} values{missing}  {Range(column, census)}"
                )
                .TrimEnd();
        }
    }

    /// <summary>A count as words, with its comma; empty for none.</summary>
    private static string Counted(int count, string what) =>
        count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {count:N0} {what}");

    private static string Kind(ColumnKind kind) => kind.ToString().ToLowerInvariant();

    private static string Range(Column column, ColumnCensus census)
    {
        string unit = column.Unit is { } stated ? $" {stated}" : "";
        if (column.Kind == ColumnKind.Identifier)
            return "(text or numbers of records; never shown)";
        if (census is not { Minimum: { } minimum, Maximum: { } maximum })
            return "(all empty)";
        return column.Kind switch
        {
            ColumnKind.Categorical or ColumnKind.Binary => Levels(column, census),
            ColumnKind.Date => $"{Date(minimum)} to {Date(maximum)}",
            _ => $"{Numbers.Text(minimum)} to {Numbers.Text(maximum)}{unit}"
                + (census.Quantiles.Length == 5 ? $", median {Numbers.Text(census.Quantiles[2])}" : ""),
        };
    }

    private static string Levels(Column column, ColumnCensus census)
    {
        const int shown = 6;
        var levels = column
            .Levels.Zip(census.LevelCounts)
            .Take(shown)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.First} ({pair.Second:N0})"));
        return string.Join(", ", levels)
            + (column.Levels.Length > shown ? $", … {column.Levels.Length} in all" : "");
    }

    private static string Date(double days) =>
        DateOnly
            .FromDayNumber((int)days + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
