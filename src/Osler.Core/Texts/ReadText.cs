using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Osler.Core.Faults;

namespace Osler.Core.Texts;

/// <summary>Text as a person wrote it, made fit for judging: no markup, no letters without width.</summary>
/// <param name="Text">With plain quotes, hyphens and spaces; its words are the same in each of Unicode's normal forms.</param>
/// <param name="Remarks">What was done to it that a reader should know, one sentence each.</param>
public sealed partial record ReadText(string Text, IReadOnlyList<string> Remarks)
{
    /// <summary>The most letters of one text; longer ones are refused.</summary>
    public const int MostLetters = 4_000_000;

    // A text may hold a stray control character; a program or a picture holds thousands.
    private const int MostControls = 8;

    /// <summary>Reads UTF-8, with or without a byte-order mark.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="DataException">Not UTF-8, not text, too long, or empty.</exception>
    public static ReadText Of(ReadOnlySpan<byte> bytes, string? where = null)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[3..];
        else if (
            bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
            || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
        )
            throw new DataException("The text is UTF-16.", where, "Save it as UTF-8.");
        if (bytes.Length > 4L * MostLetters)
            throw TooLong(where);
        if (bytes.Contains((byte)0))
            throw NoText(where);
        try
        {
            return Of(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes), where);
        }
        catch (DecoderFallbackException fault)
        {
            throw new DataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The text is not UTF-8: byte {fault.Index + 1:N0} belongs to no letter."
                ),
                where,
                "Save it as UTF-8.",
                fault
            );
        }
    }

    /// <summary>Takes text in any normal form.</summary>
    /// <param name="text">The text.</param>
    /// <param name="where">Its place, for messages.</param>
    /// <exception cref="DataException">Not text, too long, or empty.</exception>
    public static ReadText Of(string text, string? where = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MostLetters)
            throw TooLong(where);
        if (text.Any(letter => letter == '\0') || text.Count(IsControl) > MostControls + text.Length / 100)
            throw NoText(where);
        if (!IsWellFormed(text))
            throw new DataException(
                "The text holds half letters (lone surrogates).",
                where,
                "Save it as UTF-8."
            );
        var remarks = new List<string>();
        // Most texts have neither sign, and need no regular expression: it takes as long to make as everything else here.
        if (text.AsSpan().ContainsAny('<', '&') && (Tag().Count(text) >= 2 || Entity().IsMatch(text)))
        {
            text = WebUtility.HtmlDecode(Tag().Replace(WithoutPrograms(text), " "));
            remarks.Add("Markup was taken out.");
        }
        text = Plain(text);
        if (string.IsNullOrWhiteSpace(text))
            throw new DataException(
                "The text is empty.",
                where,
                "Write what is known of the patient in words."
            );
        return new ReadText(text, remarks);
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (char letter in text)
            switch (letter)
            {
                case '\u2018' or '\u2019' or '\u02BC' or '\u00B4' or '\u0060':
                    plain.Append('\'');
                    break;
                case '\u201C' or '\u201D' or '\u00AB' or '\u00BB':
                    plain.Append('"');
                    break;
                case '\u2010' or '\u2011' or '\u2012' or '\u2212':
                    plain.Append('-');
                    break;
                case '\u2013' or '\u2014':
                    plain.Append(" - ");
                    break;
                case '\u00A0' or '\u202F' or '\u2009' or '\t':
                    plain.Append(' ');
                    break;
                case '\u00BA':
                    plain.Append('\u00B0');
                    break;
                case '\r':
                    break;
                default:
                    // Soft hyphens, joiners and marks of direction have no width and no meaning here.
                    if (char.GetUnicodeCategory(letter) != UnicodeCategory.Format && !IsControl(letter))
                        plain.Append(letter);
                    break;
            }
        return plain.ToString();
    }

    // What stands between <script> or <style> and its end is no text.
    private static string WithoutPrograms(string text) => Without(Without(text, "script"), "style");

    private static string Without(string text, string element)
    {
        (string opening, string closing) = ($"<{element}", $"</{element}>");
        var kept = new StringBuilder(text.Length);
        int from = 0;
        while (text.IndexOf(opening, from, StringComparison.OrdinalIgnoreCase) is var at and >= 0)
        {
            kept.Append(text, from, at - from);
            int end = text.IndexOf(closing, at, StringComparison.OrdinalIgnoreCase);
            if (end < 0)
                return kept.ToString();
            kept.Append(' ');
            from = end + closing.Length;
        }
        return kept.Append(text, from, text.Length - from).ToString();
    }

    private static bool IsControl(char letter) =>
        char.IsControl(letter) && letter is not ('\t' or '\n' or '\r' or '\f');

    private static bool IsWellFormed(string text)
    {
        for (int i = 0; i < text.Length; i++)
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        return true;
    }

    private static DataException NoText(string? where) =>
        new("This is no text but a file of another kind.", where, "Give plain text in UTF-8.");

    private static DataException TooLong(string? where) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"The text has more than {MostLetters:N0} letters."),
            where,
            "Give the part that is about this patient."
        );

    [GeneratedRegex(
        @"</?[A-Za-z!][^<>]{0,300}>",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Tag();

    [GeneratedRegex(
        @"&(amp|lt|gt|quot|nbsp|#\d{1,6});",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Entity();
}
