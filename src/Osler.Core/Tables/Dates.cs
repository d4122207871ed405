using System.Globalization;

namespace Osler.Core.Tables;

/// <summary>Calendar dates as days since 1970-01-01; a time of day is ignored.</summary>
public static class Dates
{
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>Days since 1970-01-01.</summary>
    public static double Days(DateOnly date) => date.DayNumber - Epoch;

    /// <summary>The date of a number of days since 1970-01-01.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the years 1 to 9999.</exception>
    public static DateOnly Date(double days) => DateOnly.FromDayNumber(Epoch + (int)Math.Floor(days));

    /// <summary>Reads a trimmed date.</summary>
    /// <param name="text">ISO 8601 (<c>2024-02-29</c>, also with slashes, also with a time after it), or as stated.</param>
    /// <param name="format">.NET's format where it is not ISO 8601; null for ISO 8601.</param>
    /// <param name="days">Days since 1970-01-01; NaN where false.</param>
    public static bool TryParse(ReadOnlySpan<char> text, string? format, out double days)
    {
        days = double.NaN;
        if (format is not null)
        {
            if (
                !DateTime.TryParseExact(
                    text,
                    format,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var stated
                )
            )
                return false;
            days = Days(DateOnly.FromDateTime(stated));
            return true;
        }
        if (text.Length < 10 || text[4] is not ('-' or '/') || text[7] != text[4])
            return false;
        if (text.Length > 10 && (text[10] is not ('T' or ' ') || text.Length > 40))
            return false;
        if (
            !Digits(text[..4], out int year)
            || !Digits(text[5..7], out int month)
            || !Digits(text[8..10], out int day)
        )
            return false;
        if (
            year is < 1 or > 9999
            || month is < 1 or > 12
            || day < 1
            || day > DateTime.DaysInMonth(year, month)
        )
            return false;
        days = Days(new DateOnly(year, month, day));
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (char letter in text)
        {
            if (letter is < '0' or > '9')
                return false;
            number = number * 10 + (letter - '0');
        }
        return true;
    }
}
