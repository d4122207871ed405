using System.Collections.Immutable;

namespace Osler.Core.Tables;

/// <summary>What one pass over a column found.</summary>
public sealed record ColumnCensus
{
    /// <summary>Rows in the table.</summary>
    public required int Rows { get; init; }

    /// <summary>Cells that are empty or spell a missing value; implausible and unreadable ones not counted.</summary>
    public int Missing { get; init; }

    /// <summary>Cells outside the plausibility limits, read as missing.</summary>
    public int Implausible { get; init; }

    /// <summary>Cells that are not of the column's kind: text or an infinity among numbers, an unknown level. Read as missing.</summary>
    public int Unreadable { get; init; }

    /// <summary>The first unreadable cell's row (from 1) and what is wrong; null where there is none.</summary>
    public string? FirstUnreadable { get; init; }

    /// <summary>Of the unreadable cells, those that would be numbers with a comma as the decimal mark.</summary>
    public int DecimalCommas { get; init; }

    /// <summary>Of the unreadable cells of a table with decimal commas, those that would be numbers with a point as the mark.</summary>
    public int DecimalPoints { get; init; }

    /// <summary>Of the cells that are numbers as the table is read, those written with a decimal mark; of text files only.</summary>
    public int Decimals { get; init; }

    /// <summary>Of the unreadable cells, those written with marks of thousands, such as 1,234 or 12'345.</summary>
    public int Thousands { get; init; }

    /// <summary>Of the unreadable cells, those that are a number and, behind it, the same unit as the first of them.</summary>
    public int WithUnit { get; init; }

    /// <summary>What its cells tell where all are dates with the year last, in no format that is stated; null otherwise.</summary>
    public YearLastDates? YearLast { get; init; }

    /// <summary>Distinct values among the present ones; exact up to <see cref="MaximumDistinct"/>, else that number.</summary>
    public int Distinct { get; init; }

    /// <summary>Least present value (a date in days since 1970-01-01); null for identifiers and where all are missing.</summary>
    public double? Minimum { get; init; }

    /// <summary>Greatest present value; null for identifiers and where all are missing.</summary>
    public double? Maximum { get; init; }

    /// <summary>Mean of the present values; null for identifiers and where all are missing.</summary>
    public double? Mean { get; init; }

    /// <summary>The quantiles 0.05, 0.25, 0.5, 0.75, 0.95 of the present values; empty for identifiers.</summary>
    public ImmutableArray<double> Quantiles { get; init; } = [];

    /// <summary>Whether the quantiles come from all values, not from a random sample of them.</summary>
    public bool QuantilesAreExact { get; init; }

    /// <summary>Rows per level of a categorical or binary column.</summary>
    public ImmutableArray<int> LevelCounts { get; init; } = [];

    /// <summary>Cells with a value of the column's kind.</summary>
    public int Present => Rows - Missing - Implausible - Unreadable;

    /// <summary>Distinct values are counted up to this many.</summary>
    public const int MaximumDistinct = 1024;
}

/// <summary>What one pass over a table found.</summary>
/// <param name="Rows">Rows, the header not counted.</param>
/// <param name="Columns">In the schema's order.</param>
public sealed record TableCensus(int Rows, ImmutableArray<ColumnCensus> Columns);
