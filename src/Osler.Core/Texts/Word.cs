using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Osler.Core.Texts;

/// <summary>What a <see cref="Word"/> is made of.</summary>
public enum WordKind
{
    /// <summary>Letters, with apostrophes inside: "can't".</summary>
    Letters,

    /// <summary>Digits, with one decimal point inside: "38.5".</summary>
    Number,

    /// <summary>One sign: a full stop, a slash, a degree sign, an emoji.</summary>
    Sign,
}

/// <summary>A word, a number or a sign of a text.</summary>
/// <param name="Start">Index of its first letter in the text.</param>
/// <param name="Length">Its letters in the text.</param>
/// <param name="Text">In lower case, without accents.</param>
/// <param name="Kind">What it is made of.</param>
/// <param name="Sentence">Which sentence it is in, from 0.</param>
public readonly record struct Word(int Start, int Length, string Text, WordKind Kind, int Sentence)
{
    /// <summary>Words, numbers and signs of a text, in order, each with its sentence.</summary>
    /// <remarks>
    /// Words are cut at everything that is no letter, so "six-year-old" is three. A sentence ends at . ! ? ; or a line's end
    /// where what follows begins anew; not after an abbreviation ("Dr.", "e.g."), nor within a number.
    /// </remarks>
    /// <param name="text">As of <see cref="ReadText"/>.</param>
    public static List<Word> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<Word>(text.Length / 5);
        int sentence = 0;
        bool began = false;
        for (int i = 0; i < text.Length; )
        {
            char letter = text[i];
            int start = i;
            if (char.IsLetter(letter) || char.IsSurrogate(letter) && IsLetterPair(text, i))
            {
                while (i < text.Length && IsInside(text, i))
                    i++;
                words.Add(
                    new(
                        start,
                        i - start,
                        Letters.Fold(text.AsSpan(start, i - start)),
                        WordKind.Letters,
                        sentence
                    )
                );
                began = true;
            }
            else if (char.IsAsciiDigit(letter))
            {
                while (
                    i < text.Length
                    && (
                        char.IsAsciiDigit(text[i])
                        || text[i] is '.' or ',' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])
                    )
                )
                    i++;
                words.Add(new(start, i - start, text[start..i], WordKind.Number, sentence));
                began = true;
            }
            else
            {
                i++;
                if (letter == '\n')
                {
                    if (began && (i >= text.Length || text[i] == '\n' || EndsLine(words, text, i)))
                        (sentence, began) = (sentence + 1, false);
                    continue;
                }
                if (char.IsWhiteSpace(letter))
                    continue;
                if (char.IsHighSurrogate(letter) && i < text.Length)
                    i++;
                words.Add(new(start, i - start, text[start..i], WordKind.Sign, sentence));
                if (began && letter is '.' or '!' or '?' or ';' && EndsSentence(text, start, words))
                    (sentence, began) = (sentence + 1, false);
            }
        }
        return words;
    }

    // A heading, or a list of lines: the next line begins with a capital, a digit or a bullet.
    private static bool EndsLine(List<Word> words, string text, int next)
    {
        if (words is [.., { Text: ":" or "." or ";" or "!" or "?" }])
            return true;
        while (next < text.Length && text[next] == ' ')
            next++;
        return next < text.Length && (text[next] is '-' or '*' or '\u2022' || char.IsUpper(text[next]));
    }

    private static readonly FrozenSet<string> s_abbreviations = WordLists.Set(
        "dr mr mrs ms prof vs approx e g i a p y st yr yrs hx temp"
    );

    private static bool EndsSentence(string text, int at, List<Word> words)
    {
        if (text[at] != '.')
            return true;
        int next = at + 1;
        while (next < text.Length && char.IsWhiteSpace(text[next]))
            next++;
        if (next >= text.Length)
            return true;
        // "e.g.": a letter follows at once; "Dr. Hall": an abbreviation stands before.
        if (next == at + 1 && char.IsLetterOrDigit(text[next]))
            return false;
        return words.Count < 2
            || words[^2] is not { Kind: WordKind.Letters } before
            || !s_abbreviations.Contains(before.Text);
    }

    private static bool IsInside(string text, int i) =>
        char.IsLetter(text[i])
        || char.GetUnicodeCategory(text[i])
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
        || (
            text[i] == '\''
            && i > 0
            && i + 1 < text.Length
            && char.IsLetter(text[i + 1])
            && char.IsLetter(text[i - 1])
        )
        || (char.IsSurrogate(text[i]) && IsLetterPair(text, i));

    private static bool IsLetterPair(string text, int i)
    {
        int first = char.IsLowSurrogate(text[i]) ? i - 1 : i;
        return first >= 0
            && first + 1 < text.Length
            && char.IsSurrogatePair(text[first], text[first + 1])
            && Rune.IsLetter(new Rune(text[first], text[first + 1]));
    }
}
