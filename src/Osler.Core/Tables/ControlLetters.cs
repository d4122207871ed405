using System.Globalization;
using Osler.Core.Faults;

namespace Osler.Core.Tables;

/// <summary>Control characters: no text of a table, and to a terminal they are orders.</summary>
internal static class ControlLetters
{
    /// <summary>The first control character other than a tab or a line's end; null where there is none.</summary>
    public static char? In(ReadOnlySpan<char> text)
    {
        foreach (char letter in text)
            if (char.IsControl(letter) && letter is not ('\t' or '\n' or '\r'))
                return letter;
        return null;
    }

    /// <summary>Refuses a name or a level that holds one.</summary>
    /// <param name="text">As the file has it.</param>
    /// <param name="where">Where it stands, for the message.</param>
    /// <exception cref="DataException">It holds one.</exception>
    public static void Refuse(ReadOnlySpan<char> text, string where)
    {
        if (In(text) is { } letter)
            throw new DataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"There is a control character (U+{(int)letter:X4}) in a text."
                ),
                where,
                "Export the table again as CSV (UTF-8), or remove the character."
            );
    }
}
