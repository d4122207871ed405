namespace Osler.Core.Tables;

/// <summary>
/// What is known of a column that holds dates with the year last, such as 13/02/2024, which Osler reads only where
/// their order is stated.
/// </summary>
/// <param name="Example">The first of them and its row: "row 1: '13/02/2024'".</param>
/// <param name="DayFirst">The first that can only be day, month, year; null where there is none.</param>
/// <param name="MonthFirst">The first that can only be month, day, year; null where there is none.</param>
/// <param name="Mark">Between day, month and year: a slash, a point or a hyphen.</param>
public sealed record YearLastDates(string Example, string? DayFirst, string? MonthFirst, char Mark)
{
    /// <summary>Whether some have the day first and some the month.</summary>
    public bool InTwoOrders => DayFirst is not null && MonthFirst is not null;

    /// <summary>
    /// The format to state, <c>d/M/yyyy</c> or <c>M/d/yyyy</c>; null where the cells don't tell, or are in two orders.
    /// </summary>
    public string? Format =>
        InTwoOrders || (DayFirst ?? MonthFirst) is null ? null
        : DayFirst is not null ? $"d{Mark}M{Mark}yyyy"
        : $"M{Mark}d{Mark}yyyy";

    /// <summary>What to state in the study file, as one sentence.</summary>
    public string Remedy =>
        InTwoOrders ? "Write them all in one order, best as 2024-02-29."
        : Format is { } format ? $"State date_format: {format} to read them."
        : $"State date_format: d{Mark}M{Mark}yyyy or M{Mark}d{Mark}yyyy, whichever they are.";
}

/// <summary>Watches a column's texts for dates with the year last; one other text ends it.</summary>
internal sealed class YearLastSurvey
{
    private bool _others;
    private string? _example;
    private string? _dayFirst;
    private string? _monthFirst;
    private char _mark;

    /// <summary>What was found; null where a text was no such date, or there was none.</summary>
    public YearLastDates? Found =>
        _others || _example is null ? null : new YearLastDates(_example, _dayFirst, _monthFirst, _mark);

    /// <summary>Sees a trimmed text.</summary>
    /// <param name="cell">Neither a number nor missing.</param>
    /// <param name="row">From 1.</param>
    public void Add(ReadOnlySpan<char> cell, int row)
    {
        if (_others)
            return;
        if (!Parts(cell, out int first, out int second, out char mark))
        {
            _others = true;
            return;
        }
        if (_example is null)
            (_example, _mark) = (Shown(cell, row), mark);
        if (first > 12)
            _dayFirst ??= Shown(cell, row);
        else if (second > 12)
            _monthFirst ??= Shown(cell, row);
    }

    private static string Shown(ReadOnlySpan<char> cell, int row) => $"row {row}: '{cell}'";

    // One or two digits, a mark, one or two digits, the same mark, four digits; two numbers that a date can have.
    private static bool Parts(ReadOnlySpan<char> cell, out int first, out int second, out char mark)
    {
        (first, second, mark) = (0, 0, '\0');
        if (cell.Length is < 8 or > 10 || !TwoDigits(ref cell, out first))
            return false;
        mark = cell[0];
        if (mark is not ('/' or '.' or '-'))
            return false;
        cell = cell[1..];
        if (!TwoDigits(ref cell, out second) || cell[0] != mark)
            return false;
        return cell.Length == 5
            && !cell[1..].ContainsAnyExceptInRange('0', '9')
            && first is >= 1 and <= 31
            && second is >= 1 and <= 31
            && Math.Min(first, second) <= 12;
    }

    // Takes one or two digits off the front of a text that goes on behind them.
    private static bool TwoDigits(ref ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        int count = 0;
        for (; count < 2 && count < text.Length && char.IsAsciiDigit(text[count]); count++)
            number = 10 * number + (text[count] - '0');
        text = text[count..];
        return count > 0 && text.Length > 0;
    }
}
