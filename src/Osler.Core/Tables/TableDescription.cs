using System.Globalization;
using System.Text;
using Osler.Core.Words;

namespace Osler.Core.Tables;

/// <summary>A table's schema and counts as text, for a person to check.</summary>
public static class TableDescription
{
    /// <summary>One line a column: name, kind, unit, range or levels, and how many cells are missing, implausible or unreadable.</summary>
    /// <remarks>Shows levels and ranges, never an identifier.</remarks>
    public static string Describe(this Table table)
    {
        List<string[]> lines =
        [
            ["column", "kind", "values", "missing", "notes"],
        ];
        for (int i = 0; i < table.Schema.Count; i++)
            lines.Add(Line(table.Schema[i], table.Census.Columns[i]));
        int[] widths = [.. Enumerable.Range(0, 5).Select(cell => lines.Max(line => line[cell].Length))];
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{table.Name}: {Counted.Of(table.Rows, "row")}, {Counted.Of(table.Schema.Count, "column")}\n"
        );
        foreach (string[] line in lines)
        {
            string[] padded = [.. line.Select((cell, i) => cell.PadRight(widths[i]))];
            text.Append(string.Join("  ", padded).TrimEnd()).Append('\n');
        }
        return text.ToString();
    }

    private static string[] Line(Column column, ColumnCensus census) =>
        [Named(column), Kind(column), Values(column, census), Missing(census), Notes(column, census)];

    private static string Named(Column column) =>
        column.Source == column.Name ? column.Name : $"{column.Name} (from {column.Source})";

    private static string Kind(Column column) =>
        column.Kind.ToString().ToLowerInvariant() + (column.Unit is null ? "" : $" [{column.Unit}]");

    private static string Values(Column column, ColumnCensus census) =>
        column.Kind switch
        {
            _ when census.Present == 0 => "none",
            ColumnKind.Identifier => census.Distinct >= ColumnCensus.MaximumDistinct
                ? $"{ColumnCensus.MaximumDistinct} or more different"
                : $"{census.Distinct} different",
            ColumnKind.Categorical or ColumnKind.Binary => string.Join(
                ", ",
                column.Levels.Take(6).Select((level, i) => $"{level}: {census.LevelCounts[i]}")
            ) + (column.Levels.Length > 6 ? $", … ({column.Levels.Length} levels)" : ""),
            ColumnKind.Date =>
                $"{Dates.Date(census.Minimum!.Value):yyyy-MM-dd} to {Dates.Date(census.Maximum!.Value):yyyy-MM-dd}",
            _ =>
                $"{Short(census.Minimum!.Value)} to {Short(census.Maximum!.Value)}, median {Short(census.Quantiles[2])}",
        };

    private static string Missing(ColumnCensus census) =>
        census.Missing == 0 ? "0" : $"{census.Missing} ({PerCent.Of((double)census.Missing / census.Rows)})";

    private static string Notes(Column column, ColumnCensus census)
    {
        var notes = new List<string>();
        if (census.Implausible > 0)
            notes.Add($"{census.Implausible} outside {Limits(column)}, read as missing");
        if (census.Unreadable > 0)
            notes.Add($"{census.Unreadable} unreadable, first {census.FirstUnreadable}");
        if (census.DecimalCommas > Math.Max(census.Thousands, census.Decimals))
            notes.Add("decimal commas: state decimal_comma: true");
        else if (census.DecimalCommas > census.Thousands)
            notes.Add($"{Counted.Of(census.DecimalCommas, "decimal comma")} among points: correct");
        if (census.DecimalPoints > 0)
            notes.Add("decimal points, where commas are stated");
        if (census.YearLast is { InTwoOrders: true } mixed)
            notes.Add($"dates in two orders: {mixed.DayFirst} and {mixed.MonthFirst}");
        else if (census.YearLast is { } dates)
            notes.Add($"dates with the year last: {dates.Remedy.TrimEnd('.')}");
        return string.Join("; ", notes);
    }

    private static string Limits(Column column) =>
        (column.Low, column.High) switch
        {
            ({ } low, { } high) => $"{Short(low)} to {Short(high)}",
            ({ } low, null) => $"{Short(low)} and more",
            (null, { } high) => $"up to {Short(high)}",
            _ => "its limits",
        };

    private static string Short(double number) => Cited.Number(number);
}
