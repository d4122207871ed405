using System.Globalization;
using System.Text;

namespace Osler.Core.Texts;

/// <summary>Letters without accents and without compatibility forms, so that a word is the same in each of Unicode's normal forms.</summary>
/// <remarks>
/// Osler runs without the system's tables of normal forms (invariant globalisation), so those of Latin letters stand here:
/// the base letters of U+00C0 to U+017F and of U+1E00 to U+1EFF after the decompositions of Unicode 16, a question mark
/// where there is no single one. Other scripts keep their letters.
/// </remarks>
internal static class Letters
{
    private const int First = 0xC0;
    private const int FirstAdditional = 0x1E00;

    private const string Bases =
        "aaaaaa?ceeeeiiiidnooooo?ouuuuy??aaaaaa?ceeeeiiiidnooooo?ouuuuy?yaaaaaaccccccccddddeeeeeeeeeegggg"
        + "gggghhhhiiiiiiiiii??jjkkkllllll??llnnnnnnnnnoooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    private const string AdditionalBases =
        "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprr"
        + "rrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy?s????aaaaaaaaaaaaaaaaaaaa"
        + "aaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy??????";

    // Letters of their own to Unicode, which takes apart what carries an accent but not what has a stroke or another form.
    private const string Whole =
        "\u00D0\u00D8\u00F0\u00F8\u0110\u0111\u0126\u0127\u0131\u0138\u013F\u0140\u0141\u0142\u0149\u0166\u0167\u017F\u1E9A\u1E9B";

    /// <summary>
    /// The text with the bare letter, in lower case, for each Latin letter that Unicode's form D takes apart; all else as it is.
    /// </summary>
    public static string Bare(string text) =>
        string.Create(
            text.Length,
            text,
            (bare, from) =>
            {
                for (int i = 0; i < bare.Length; i++)
                    bare[i] = Whole.Contains(from[i]) ? from[i] : Base(from[i]) ?? from[i];
            }
        );

    /// <summary>In lower case, without accents.</summary>
    public static string Fold(ReadOnlySpan<char> word)
    {
        bool ascii = true;
        foreach (char letter in word)
            ascii &= char.IsAscii(letter);
        if (ascii)
            return word.ToString().ToLowerInvariant();
        var folded = new StringBuilder(word.Length);
        foreach (char letter in word)
            Append(folded, char.ToLowerInvariant(letter));
        return folded.ToString();
    }

    /// <summary>Whether a letter carries an accent, or is the accent itself.</summary>
    public static bool IsAccented(char letter) =>
        letter
            is (>= (char)First and < (char)0x180 and not ('\u00D7' or '\u00F7'))
                or (>= (char)FirstAdditional and < (char)0x1F00)
        || char.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark;

    private static void Append(StringBuilder folded, char letter)
    {
        if (Base(letter) is { } one)
            folded.Append(one);
        else if (char.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            _ = letter switch
            {
                'æ' => folded.Append("ae"),
                'œ' => folded.Append("oe"),
                'ß' => folded.Append("ss"),
                'þ' => folded.Append("th"),
                '\uFB00' => folded.Append("ff"),
                '\uFB01' => folded.Append("fi"),
                '\uFB02' => folded.Append("fl"),
                '\uFB03' => folded.Append("ffi"),
                '\uFB04' => folded.Append("ffl"),
                // Full-width forms stand in the order of ASCII.
                >= '\uFF01' and <= '\uFF5E' => folded.Append(char.ToLowerInvariant((char)(letter - 0xFEE0))),
                _ => folded.Append(letter),
            };
    }

    private static char? Base(char letter)
    {
        char found =
            letter is >= (char)First and < (char)(First + 192) ? Bases[letter - First]
            : letter is >= (char)FirstAdditional and < (char)(FirstAdditional + 256)
                ? AdditionalBases[letter - FirstAdditional]
            : '?';
        return found == '?' ? null : found;
    }
}
