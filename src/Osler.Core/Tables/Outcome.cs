using System.Collections.Immutable;
using Osler.Core.Cases;
using Osler.Core.Faults;
using Osler.Core.Words;

namespace Osler.Core.Tables;

/// <summary>The binary outcome of every row.</summary>
/// <param name="Name">The column.</param>
/// <param name="Present">The level that means present, e.g. <c>1</c> or <c>Present</c>.</param>
/// <param name="Absent">The other level.</param>
/// <param name="Labels">[rows].</param>
public sealed record Outcome(string Name, string Present, string Absent, Label[] Labels)
{
    /// <summary>Rows with the outcome present.</summary>
    public int Positives { get; } = Labels.AsSpan().Count(Label.Present);

    /// <summary>Rows with the outcome absent.</summary>
    public int Negatives { get; } = Labels.AsSpan().Count(Label.Absent);

    /// <summary>Rows whose outcome is not known.</summary>
    public int Unknown => Labels.Length - Positives - Negatives;

    /// <summary>A row as a network's target: 1 present, 0 absent, NaN unknown.</summary>
    public float Target(int row) =>
        Labels[row] switch
        {
            Label.Present => 1,
            Label.Absent => 0,
            _ => float.NaN,
        };

    /// <summary>Reads an outcome from a column of two values; one pass over that column.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column's name.</param>
    /// <param name="present">
    /// Which value means present; where null, the greater of 0 and another number or of -1 and 1, or what reads as a
    /// yes (yes, true, present, positive, dead …). Codes such as 1 and 2 are read both ways in the field (1 yes, 2 no;
    /// or 1 healthy, 2 ill), 0 may stand beside -1 or beside a code of the unknown (9, 99, 888 …), and f and m are the
    /// sexes, so these have to be stated.
    /// </param>
    /// <exception cref="RequestException">No such column, or no such value.</exception>
    /// <exception cref="DataException">
    /// Not two values: one only, three or more, text; or two of which neither tells that it is the present one.
    /// </exception>
    public static Outcome Read(Table table, string column, string? present = null)
    {
        int index = table.Schema.IndexOf(column);
        var stated = table.Schema[index];
        string where = $"{table.Name}, outcome '{column}'";
        if (stated.Kind == ColumnKind.Identifier)
            throw new DataException(
                "The outcome is free text or an identifier; it must have two values.",
                where,
                "Name another column, or state the column's two levels."
            );
        if (stated.Kind == ColumnKind.Date)
            throw new DataException(
                "The outcome is a date; it must have two values.",
                where,
                "Name another column."
            );
        var census = table.Census.Columns[index];
        if (census.Unreadable > 0)
            throw new DataException(
                $"{Counted.Of(census.Unreadable, "cell")} of the outcome can't be read, first {census.FirstUnreadable}.",
                where,
                "Correct them, or state their spelling as a missing value."
            );
        return stated.Kind == ColumnKind.Numeric
            ? OfNumbers(table, index, where, present)
            : OfLevels(table, index, where, present);
    }

    private static Outcome OfNumbers(Table table, int index, string where, string? present)
    {
        // Which of the values means present is known after the last row; until then a row's place among them is kept.
        var seen = new List<double>();
        var labels = new Label[table.Rows];
        foreach (var chunk in table.Chunks([index]))
        {
            var cells = chunk.Numbers(index);
            for (int i = 0; i < cells.Length; i++)
            {
                if (double.IsNaN(cells[i]))
                    continue;
                int place = seen.IndexOf(cells[i]);
                if (place < 0 && seen.Count < 4)
                {
                    place = seen.Count;
                    seen.Add(cells[i]);
                }
                labels[chunk.FirstRow + i] = (Label)(place + 1);
            }
        }
        double[] values = [.. seen.Order()];
        RequireTwo(where, [.. values.Select(Numbers.Text)], values.Length);
        if (present is null && !Polarity.GreaterIsPresent(values[0], values[1]))
            throw Untold(where, Numbers.Text(values[0]), Numbers.Text(values[1]));
        double yes = values[1];
        if (
            present is not null
            && (!Numbers.TryParse(present.Trim(), decimalComma: false, out yes) || !values.Contains(yes))
        )
            throw NoSuchValue(where, present, [.. values.Select(Numbers.Text)]);
        double no = values[0] == yes ? values[1] : values[0];
        string name = table.Schema[index].Name;
        if (seen[0] == yes)
            Exchange(labels);
        return new Outcome(name, Numbers.Text(yes), Numbers.Text(no), labels);
    }

    private static Outcome OfLevels(Table table, int index, string where, string? present)
    {
        var column = table.Schema[index];
        var counts = table.Census.Columns[index].LevelCounts;
        ImmutableArray<string> seen = [.. column.Levels.Where((_, i) => counts[i] > 0)];
        RequireTwo(where, seen, seen.Length);
        int yes = present is null ? Guess(column, seen, where) : column.LevelOf(present.Trim());
        if (yes < 0 || !seen.Contains(column.Levels[yes]))
            throw NoSuchValue(where, present!, seen);
        string absent = seen.First(level => level != column.Levels[yes]);
        var labels = new Label[table.Rows];
        foreach (var chunk in table.Chunks([index]))
        {
            var cells = chunk.Numbers(index);
            for (int i = 0; i < cells.Length; i++)
                labels[chunk.FirstRow + i] =
                    double.IsNaN(cells[i]) ? Label.Unknown
                    : cells[i] == yes ? Label.Present
                    : Label.Absent;
        }
        return new Outcome(column.Name, column.Levels[yes], absent, labels);
    }

    private static int Guess(Column column, ImmutableArray<string> seen, string where)
    {
        if (!seen.All(level => Numbers.TryParse(level, decimalComma: false, out _)))
            return Polarity.Present(seen[0], seen[1]) is { } present
                ? column.LevelOf(seen[present])
                : throw Untold(where, seen[0], seen[1]);
        string[] ascending = [.. seen.OrderBy(level => Numbers.Parse(level))];
        return Polarity.GreaterIsPresent(Numbers.Parse(ascending[0]), Numbers.Parse(ascending[1]))
            ? column.LevelOf(ascending[1])
            : throw Untold(where, ascending[0], ascending[1]);
    }

    private static DataException Untold(string where, string first, string second) =>
        new(
            $"Which of '{first}' and '{second}' means that the outcome is present can't be told.",
            where,
            $"State it, e.g. positive: {second}; if one of them means unknown, state it as a missing value."
        );

    private static void RequireTwo(string where, ImmutableArray<string> values, int count)
    {
        if (count == 2)
            return;
        throw count switch
        {
            0 => new DataException("The outcome is missing in every row.", where, "Name another column."),
            1 => new DataException(
                $"Every known outcome is '{values[0]}'; there is nothing to tell apart.",
                where,
                "The table must hold cases with and without the outcome."
            ),
            _ => new DataException(
                $"The outcome has {(count > 3 ? "more than three" : "three")} values ({string.Join(", ", values.Take(3).Select(v => $"'{v}'"))}{(count > 3 ? ", …" : "")}); it must have two.",
                where,
                "State which spelling is a missing value, or make a column that says yes or no."
            ),
        };
    }

    private static RequestException NoSuchValue(
        string where,
        string present,
        ImmutableArray<string> values
    ) =>
        new(
            $"The outcome has no value '{present}'.",
            where,
            $"It has {string.Join(" and ", values.Select(value => $"'{value}'"))}."
        );

    // The first value seen stood as absent, the second as present.
    private static void Exchange(Span<Label> labels)
    {
        foreach (ref Label label in labels)
            label = label switch
            {
                Label.Absent => Label.Present,
                Label.Present => Label.Absent,
                _ => Label.Unknown,
            };
    }
}
