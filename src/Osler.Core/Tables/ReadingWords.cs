using Osler.Core.Faults;
using Osler.Core.Words;

namespace Osler.Core.Tables;

/// <summary>How a file's reading is stated in words: in a study file, on a card, on the command line.</summary>
public static class ReadingWords
{
    private static readonly (string Word, TableEncoding Encoding)[] s_encodings =
    [
        ("detect", TableEncoding.Detect),
        ("utf8", TableEncoding.Utf8),
        ("utf16", TableEncoding.Utf16),
        ("latin1", TableEncoding.Latin1),
    ];

    /// <summary>The delimiter of a word: one character, or "tab"; null, "found by itself", of null and "auto".</summary>
    /// <param name="stated">The word.</param>
    /// <param name="where">Where it was stated, for the message.</param>
    /// <exception cref="RequestException">Something else.</exception>
    public static char? Delimiter(string? stated, string where) =>
        stated switch
        {
            null or "auto" => null,
            "tab" or "\\t" => '\t',
            { Length: 1 } => stated[0],
            _ => throw new RequestException(
                $"the delimiter '{Cited.Text(stated)}' is not one character.",
                where,
                "Write ',', ';', '|' or tab."
            ),
        };

    /// <summary>The encoding of a word.</summary>
    /// <param name="stated">detect, utf8, utf16 or latin1.</param>
    /// <param name="where">Where it was stated, for the message.</param>
    /// <exception cref="RequestException">Something else.</exception>
    public static TableEncoding Encoding(string stated, string where)
    {
        foreach (var (word, encoding) in s_encodings)
            if (word == stated)
                return encoding;
        throw new RequestException(
            $"there is no encoding '{Cited.Text(stated)}'.",
            where,
            NearestName.Hint(stated, s_encodings.Select(known => known.Word))
        );
    }

    /// <summary>The word of an encoding.</summary>
    public static string Of(TableEncoding encoding) =>
        s_encodings.First(known => known.Encoding == encoding).Word;
}
