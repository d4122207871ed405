using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Osler.Core.Faults;
using Osler.Core.Words;

namespace Osler.Core.Tables;

/// <summary>What a check found: something to tell the user, not to stop for.</summary>
/// <param name="Check">
/// Stable slug: <c>constant</c>, <c>mostly_missing</c>, <c>implausible</c>, <c>far_out</c>,
/// <c>code_for_missing</c>, <c>duplicate_columns</c>, <c>duplicate_rows</c>, <c>separates_outcome</c>, <c>known_only_in_one</c>, <c>few_patients</c>,
/// <c>mixed_dates</c>.
/// </param>
/// <param name="Columns">The columns concerned.</param>
/// <param name="Message">One sentence for a clinician.</param>
/// <param name="Cases">How many rows or cells, where that is what was counted.</param>
public sealed record Finding(string Check, ImmutableArray<string> Columns, string Message, int? Cases = null);

/// <summary>Whether a table can answer the question that is put to it.</summary>
public static class TableChecks
{
    private const int MaximumRowsSearched = 4_000_000;
    private const int FewestOfAnAnswer = 10;

    /// <summary>Checks inputs against an outcome: one pass over the inputs.</summary>
    /// <param name="table">The table.</param>
    /// <param name="inputs">Names of the inputs.</param>
    /// <param name="outcome">The outcome; null skips what needs one.</param>
    /// <returns>What to tell the user; empty where nothing is odd.</returns>
    /// <remarks>
    /// Duplicates are found by 64-bit hashes of the cells. A column tells the outcome by itself where its values
    /// for the two outcomes do not overlap, with at least five of each (AUROC 1.000 or 0.000 over present values).
    /// The pass keeps a hash per row, so that repeated rows are found; tables of more than 4 million rows are not
    /// searched for them. Repeats that chance explains (<see cref="Coincidences"/>), as with few and coarse inputs, are
    /// no finding.
    /// </remarks>
    /// <exception cref="RequestException">A column that isn't there, twice the same, or the outcome among the inputs.</exception>
    /// <exception cref="DataException">
    /// Fewer than two rows, an input that is all empty, cells that are not of their column's kind.
    /// </exception>
    public static ImmutableArray<Finding> Inputs(
        Table table,
        IReadOnlyList<string> inputs,
        Outcome? outcome = null
    )
    {
        int[] columns = [.. inputs.Select(table.Schema.IndexOf)];
        RequireSound(table, inputs, columns, outcome);
        var findings = ImmutableArray.CreateBuilder<Finding>();
        foreach (int column in columns)
            findings.AddRange(ColumnFindings.Of(table.Schema[column], table.Census.Columns[column]));
        findings.AddRange(OfCells(table, columns, outcome));
        if (TooFew(table, outcome) is { } few)
            findings.Add(few);
        return findings.ToImmutable();
    }

    /// <summary>What is odd about columns that are no inputs: dates in two orders, which no format can read.</summary>
    /// <param name="table">The table.</param>
    /// <param name="except">Columns that nobody asks for.</param>
    public static ImmutableArray<Finding> Others(Table table, IEnumerable<string> except)
    {
        string[] left = [.. except];
        return
        [
            .. table
                .Schema.Columns.Zip(table.Census.Columns)
                .Where(pair =>
                    pair.Second.YearLast is { InTwoOrders: true } && !left.Contains(pair.First.Name)
                )
                .Select(pair => new Finding(
                    "mixed_dates",
                    [pair.First.Name],
                    $"{pair.First.Name} holds dates in two orders: in {pair.Second.YearLast!.DayFirst} the day stands first, in {pair.Second.YearLast.MonthFirst} the month, so the column is not read as dates. {pair.Second.YearLast.Remedy}"
                )),
        ];
    }

    /// <summary>Refuses a table in which a cell of a column is neither missing nor of the column's kind.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Names of the columns; those that the table doesn't have are left alone.</param>
    /// <exception cref="DataException">Names the column, the first such cell and its row.</exception>
    public static void RequireReadable(Table table, IEnumerable<string> columns)
    {
        foreach (string name in columns)
            if (table.Schema.TryIndexOf(name, out int index))
                RequireReadable(table, index);
    }

    private static void RequireSound(
        Table table,
        IReadOnlyList<string> inputs,
        int[] columns,
        Outcome? outcome
    )
    {
        if (table.Rows < 2)
            throw new DataException(
                $"The table has {(table.Rows == 1 ? "one row" : "no rows")}; nothing can be learnt from it.",
                table.Name,
                "Check that the export is complete."
            );
        if (outcome is not null && inputs.Contains(outcome.Name))
            throw new RequestException(
                $"The outcome '{outcome.Name}' is among the inputs.",
                table.Name,
                "Leave it out of the inputs."
            );
        if (columns.GroupBy(column => column).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new RequestException(
                $"The input '{table.Schema[twice.Key].Name}' is named twice.",
                table.Name,
                "Name it once."
            );
        foreach (int index in columns)
        {
            var column = table.Schema[index];
            var census = table.Census.Columns[index];
            string where = $"{table.Name}, column '{column.Name}'";
            RequireReadable(table, index);
            if (census.Present == 0)
                throw new DataException(
                    census.Implausible > 0
                        ? $"{All(census.Rows)} missing or outside the plausibility limits."
                        : $"{All(census.Rows)} missing.",
                    where,
                    census.Implausible > 0 ? "Check the limits and the unit." : "Leave it out of the inputs."
                );
        }
    }

    private static void RequireReadable(Table table, int index)
    {
        var column = table.Schema[index];
        var census = table.Census.Columns[index];
        string where = $"{table.Name}, column '{column.Name}'";
        if (census.Thousands > 0 && census.Thousands >= census.DecimalCommas)
            throw new DataException(
                $"{Counted.Of(census.Thousands, "cell seems", "cells seem")} to have a mark between thousands, first {census.FirstUnreadable}.",
                where,
                census.DecimalCommas > 0
                    ? "Write them without it: 1234. Only if the comma is the decimal mark, state decimal_comma: true."
                    : "Write them without it: 1234."
            );
        RequireOneMark(
            census.DecimalCommas,
            "a comma as the decimal mark",
            "a point",
            "State decimal_comma: true in the study file, or --decimal-comma."
        );
        RequireOneMark(
            census.DecimalPoints,
            "a point as the decimal mark where the comma is stated",
            "a comma",
            "Leave decimal_comma out if the file writes 1.5; a column of codes such as 1.5 needs kind: categorical."
        );
        if (census.WithUnit > 0 && 2 * census.WithUnit >= census.Unreadable)
            throw new DataException(
                $"{Counted.Of(census.WithUnit, "cell is", "cells are")} a number with its unit behind it, first {census.FirstUnreadable}.",
                where,
                "Write the number alone, and state the unit in the study file; or state kind: categorical."
            );
        if (census.Unreadable > 0)
            throw new DataException(
                $"{Counted.Of(census.Unreadable, "cell is", "cells are")} not of the column's kind ({ColumnWords.Of(column.Kind)}), first {census.FirstUnreadable}.",
                where,
                "Correct them, state their spelling as a missing value, or state another kind."
            );

        // Where most numbers have the other mark, the few are to be corrected.
        void RequireOneMark(int cells, string mark, string other, string ifMost)
        {
            if (cells > 0)
                throw new DataException(
                    $"{Counted.Of(cells, "cell has", "cells have")} {mark}, first {census.FirstUnreadable}.",
                    where,
                    census.Decimals >= cells
                        ? $"Correct {(cells == 1 ? "it" : "them")}: {Counted.Of(census.Decimals, "other cell has", "other cells have")} {other}."
                        : ifMost
                );
        }
    }

    // Where the rarer answer is this rare, an AUROC's 95 % interval is about 0.4 wide even on all of the cases.
    private static Finding? TooFew(Table table, Outcome? outcome)
    {
        int fewest = outcome is null ? table.Rows : Math.Min(outcome.Positives, outcome.Negatives);
        int wanted = outcome is null ? 2 * FewestOfAnAnswer : FewestOfAnAnswer;
        string counted =
            outcome is null ? ""
            : outcome.Positives <= outcome.Negatives ? $" with {outcome.Name}"
            : $" without {outcome.Name}";
        return fewest >= wanted
            ? null
            : new Finding(
                "few_patients",
                outcome is null ? [] : [outcome.Name],
                $"There {(fewest == 1 ? "is" : "are")} {Counted.Of(fewest, "row")}{counted}; with fewer than {wanted} hardly anything can be learnt, and even less can be judged.",
                fewest
            );
    }

    private static List<Finding> OfCells(Table table, int[] columns, Outcome? outcome)
    {
        ulong[] ofColumn = new ulong[columns.Length];
        Separation[] separations = [.. columns.Select(_ => new Separation())];
        OddNumbers?[] odd = [.. columns.Select(c => OddNumbers.Of(table.Schema[c], table.Census.Columns[c]))];
        var rows = new HashSet<ulong>();
        bool searchRows = table.Rows <= MaximumRowsSearched;
        int duplicates = 0;
        ulong[] row = new ulong[columns.Length];
        int step = Coincidences.Step(table.Rows);
        List<ulong> some = [];
        foreach (var chunk in table.Chunks(columns))
            for (int i = 0; i < chunk.Rows; i++)
            {
                float target = outcome is null ? float.NaN : outcome.Target(chunk.FirstRow + i);
                for (int c = 0; c < columns.Length; c++)
                {
                    ulong cell = Coincidences.Cell(table, chunk, columns[c], i);
                    row[c] = cell;
                    ofColumn[c] = Combine(ofColumn[c], cell);
                    // A number's key is its bits, so it is told without another look at the chunk.
                    odd[c]?.Add(BitConverter.UInt64BitsToDouble(cell));
                    if (table.Schema[columns[c]].HasNumbers && !float.IsNaN(target))
                        separations[c].Add(BitConverter.UInt64BitsToDouble(cell), target == 1);
                }
                if (searchRows && !rows.Add(IdentifierHash.Of(MemoryMarshal.Cast<ulong, char>(row))))
                    duplicates++;
                if ((chunk.FirstRow + i) % step == 0)
                    some.AddRange(row);
            }
        double expected = Coincidences
            .Of(CollectionsMarshal.AsSpan(some), columns.Length)
            .Repeats(table.Rows);
        List<Finding> findings = [.. odd.Select(column => column?.Tell()).OfType<Finding>()];
        foreach (
            var same in Enumerable
                .Range(0, columns.Length)
                .GroupBy(c => ofColumn[c])
                .Where(group => group.Count() > 1)
        )
        {
            ImmutableArray<string> names = [.. same.Select(c => table.Schema[columns[c]].Name)];
            findings.Add(
                new Finding(
                    "duplicate_columns",
                    names,
                    $"{string.Join(" and ", names)} have the same value in every row."
                )
            );
        }
        if (Coincidences.Exceeded(duplicates, expected))
            findings.Add(
                new Finding(
                    "duplicate_rows",
                    [],
                    $"{Counted.Of(duplicates, "row repeats", "rows repeat")} an earlier row's inputs exactly, where chance would give {(expected < 0.5 ? "hardly any" : string.Create(CultureInfo.InvariantCulture, $"about {expected:F0}"))}; if they are the same patients, state the patient column, so that a split keeps them together.",
                    duplicates
                )
            );
        if (outcome is not null)
            findings.AddRange(
                columns
                    .Select((column, c) => separations[c].Tell(table.Schema[column].Name, outcome.Name))
                    .OfType<Finding>()
            );
        return findings;
    }

    private static string All(int cells) => cells == 1 ? "The one cell is" : $"All {cells} cells are";

    private static ulong Combine(ulong hash, ulong cell) =>
        (System.Numerics.BitOperations.RotateLeft(hash, 23) ^ cell) * 0x9E3779B97F4A7C15 + 0xD6E8FEB86659FD93;
}
