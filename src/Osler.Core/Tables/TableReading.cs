using System.Collections.Immutable;

namespace Osler.Core.Tables;

/// <summary>How a file's bytes become letters.</summary>
public enum TableEncoding : byte
{
    /// <summary>By byte-order mark, or by the zeros that UTF-16 has; else UTF-8.</summary>
    Detect,

    /// <summary>UTF-8.</summary>
    Utf8,

    /// <summary>UTF-16, either byte order.</summary>
    Utf16,

    /// <summary>ISO 8859-1, which older spreadsheets write.</summary>
    Latin1,
}

/// <summary>What a study states of one column; what it leaves out is inferred.</summary>
/// <param name="Name">The name that the study uses.</param>
public sealed record StatedColumn(string Name)
{
    /// <summary>The file's name of the column, where it differs (<c>BP: sysBP</c>).</summary>
    public string? From { get; init; }

    /// <summary>Its kind; inferred where null.</summary>
    public ColumnKind? Kind { get; init; }

    /// <summary>Unit of its numbers.</summary>
    public string? Unit { get; init; }

    /// <summary>
    /// Its levels; other cells are then unreadable, and the kind, where it is not stated, is binary of two levels and
    /// else categorical. Inferred where empty.
    /// </summary>
    public ImmutableArray<string> Levels { get; init; } = [];

    /// <summary>Lowest plausible number; below is missing.</summary>
    public double? Low { get; init; }

    /// <summary>Highest plausible number; above is missing.</summary>
    public double? High { get; init; }

    /// <summary>Spellings of a missing value in this column besides the usual ones, e.g. <c>0</c> or <c>-9</c>.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>
    /// Format of its dates where they are not ISO 8601 (<c>yyyy-MM-dd</c>), e.g. <c>dd/MM/yyyy</c>: .NET's letters.
    /// </summary>
    public string? DateFormat { get; init; }
}

/// <summary>How a table's file is to be read. Everything has a default.</summary>
public sealed record TableReading
{
    /// <summary>The delimiter; found from the first lines where null (comma, semicolon, tab or bar).</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether numbers are written <c>1,5</c>. A file so written is not guessed: the error suggests this.</summary>
    public bool DecimalComma { get; init; }

    /// <summary>How bytes become letters.</summary>
    public TableEncoding Encoding { get; init; }

    /// <summary>Spellings of a missing value besides <see cref="MissingSpellings.Usual"/>.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>What is stated of columns; a column that isn't stated is inferred.</summary>
    public ImmutableArray<StatedColumn> Columns { get; init; } = [];

    /// <summary>A text column with more distinct values than this is an identifier. 2 to 1,024.</summary>
    public int MaximumLevels
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 2);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, ColumnCensus.MaximumDistinct);
            field = value;
        }
    } = 64;
}
