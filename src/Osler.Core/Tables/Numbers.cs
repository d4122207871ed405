using System.Globalization;

namespace Osler.Core.Tables;

/// <summary>Decimal text to a double, the same everywhere a cell is read.</summary>
/// <remarks>
/// Up to 15 digits and a power of ten within 22 are exact in one floating-point operation (Clinger, PLDI 1990,
/// doi:10.1145/93542.93557); the rest goes to the library. Both round correctly, so they agree bit by bit.
/// </remarks>
public static class Numbers
{
    private static ReadOnlySpan<double> PowersOfTen =>
        [
            1e0,
            1e1,
            1e2,
            1e3,
            1e4,
            1e5,
            1e6,
            1e7,
            1e8,
            1e9,
            1e10,
            1e11,
            1e12,
            1e13,
            1e14,
            1e15,
            1e16,
            1e17,
            1e18,
            1e19,
            1e20,
            1e21,
            1e22,
        ];

    /// <summary>Reads a trimmed finite number: sign, digits, decimal mark, exponent. No thousands marks.</summary>
    /// <param name="text">The trimmed text.</param>
    /// <param name="decimalComma">Whether the decimal mark is a comma; the point is then no mark.</param>
    /// <param name="number">The nearest double; undefined where false.</param>
    /// <returns>False where the text is no number, or an infinity or NaN.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, bool decimalComma, out double number)
    {
        char mark = decimalComma ? ',' : '.';
        int i = 0;
        bool negative = false;
        if (text.Length > 0 && text[0] is '-' or '+')
            negative = text[i++] == '-';
        ulong digits = 0;
        int count = 0;
        int seen = 0;
        int fraction = 0;
        for (; i < text.Length && (uint)(text[i] - '0') <= 9; i++, seen++)
        {
            digits = digits * 10 + (uint)(text[i] - '0');
            count += digits == 0 ? 0 : 1;
        }
        if (i < text.Length && text[i] == mark)
            for (i++; i < text.Length && (uint)(text[i] - '0') <= 9; i++, seen++, fraction++)
            {
                digits = digits * 10 + (uint)(text[i] - '0');
                count += digits == 0 ? 0 : 1;
            }
        if (i == text.Length && seen > 0 && count <= 15 && fraction <= 22)
        {
            double magnitude = digits / PowersOfTen[fraction];
            number = negative ? -magnitude : magnitude;
            return true;
        }
        return Slow(text, decimalComma, seen, out number);
    }

    /// <summary>Reads a number that is known to be one.</summary>
    /// <exception cref="FormatException">The text is no finite number.</exception>
    public static double Parse(ReadOnlySpan<char> text) =>
        TryParse(text, decimalComma: false, out double number)
            ? number
            : throw new FormatException("The text is not a finite number.");

    /// <summary>The shortest text that reads back as the same number, with a point.</summary>
    public static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static bool Slow(ReadOnlySpan<char> text, bool decimalComma, int seen, out double number)
    {
        number = double.NaN;
        // A number of more letters than any honest one is refused before the library spends time on it.
        if (seen == 0 || text.Length > 400 || text.ContainsAny(" \t_"))
            return false;
        if (decimalComma)
        {
            if (text.Contains('.'))
                return false;
            Span<char> pointed = stackalloc char[text.Length];
            text.Replace(pointed, ',', '.');
            return Library(pointed, out number);
        }
        return Library(text, out number);
    }

    private static bool Library(ReadOnlySpan<char> text, out double number) =>
        double.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out number
        ) && double.IsFinite(number);
}
