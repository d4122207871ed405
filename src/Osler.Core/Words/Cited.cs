using System.Globalization;

namespace Osler.Core.Words;

/// <summary>What a user wrote, as a message cites it: short, however long it was.</summary>
public static class Cited
{
    /// <summary>So many letters are cited whole.</summary>
    public const int Longest = 80;

    private const int Beginning = 40;

    /// <summary>The text; of one longer than <see cref="Longest"/> letters its beginning and how long it is.</summary>
    public static string Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= Longest
            ? text
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Start(text, Beginning)} ({text.Length:N0} letters)"
            );
    }

    /// <summary>The text; of a longer one its beginning and a sign that it goes on.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="most">So many letters are shown, at least 1.</param>
    public static string Start(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= most)
            return text;
        // A pair of surrogates is not cut in two.
        int end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return $"{text[..end]}…";
    }

    /// <summary>
    /// A number with up to four decimals; one that would take more than 15 digits, or is too small for four decimals, as
    /// a power of ten.
    /// </summary>
    /// <param name="number">Any; NaN and infinities by their names.</param>
    public static string Number(double number) =>
        Math.Abs(number) is 0 or (>= 0.00005 and < 1e15)
            ? number.ToString("0.####", CultureInfo.InvariantCulture)
            : number.ToString("0.####e+0", CultureInfo.InvariantCulture);
}
