namespace Osler.Core.Tables;

/// <summary>Numbers as people write them and as they are not read: with marks of thousands, with their unit.</summary>
internal static class MarkedNumber
{
    /// <summary>
    /// Whether a text is a whole number, or one with a decimal point, in groups of three digits: <c>1,234</c>,
    /// <c>12'345.6</c>, <c>1 234</c>. <c>1,234</c> may as well be a number with a decimal comma.
    /// </summary>
    public static bool HasThousands(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[0] is '-' or '+')
            text = text[1..];
        int first = Digits(text);
        if (first is 0 or > 3 || text[0] == '0' || first == text.Length)
            return false;
        char mark = text[first];
        if (!IsMark(mark))
            return false;
        text = text[first..];
        while (text.Length > 0 && text[0] == mark)
        {
            if (Digits(text[1..]) != 3)
                return false;
            text = text[4..];
        }
        return text.IsEmpty || (text[0] == '.' && Digits(text[1..]) == text.Length - 1);
    }

    /// <summary>What follows a number, such as <c>years</c> or <c>%</c>; empty where the text is otherwise.</summary>
    public static ReadOnlySpan<char> Unit(ReadOnlySpan<char> text)
    {
        int end = Digits(text);
        if (end == 0)
            return [];
        if (end < text.Length && text[end] is '.' or ',')
            end += 1 + Digits(text[(end + 1)..]);
        var unit = text[end..].Trim();
        return !unit.IsEmpty && (unit[0] is '%' or '°' || (char.IsLetter(unit[0]) && unit.Length > 1))
            ? unit
            : [];
    }

    private static bool IsMark(char letter) => letter is ',' or '\'' or '’' or ' ' or '\u00A0' or '\u202F';

    private static int Digits(ReadOnlySpan<char> text)
    {
        int count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count]))
            count++;
        return count;
    }
}
