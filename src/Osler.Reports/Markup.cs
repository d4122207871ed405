using System.Text;

namespace Osler.Reports;

/// <summary>Text made safe for HTML and SVG, in content and in quoted attributes.</summary>
internal static class Markup
{
    /// <summary>
    /// Escapes the five characters that HTML and XML give a meaning, drops what XML does not allow (control
    /// characters, lone surrogates), and turns the marks that reorder text into a visible sign.
    /// </summary>
    public static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAnyExcept(Plain) < 0)
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
            switch (rune.Value)
            {
                case '&':
                    escaped.Append("&amp;");
                    break;
                case '<':
                    escaped.Append("&lt;");
                    break;
                case '>':
                    escaped.Append("&gt;");
                    break;
                case '"':
                    escaped.Append("&quot;");
                    break;
                case '\'':
                    escaped.Append("&#39;");
                    break;
                case (< 0x20 and not '\n' and not '\t') or (>= 0x7F and < 0xA0) or 0xFFFE or 0xFFFF:
                    break;
                case (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069):
                    escaped.Append('\uFFFD');
                    break;
                default:
                    escaped.Append(rune.ToString());
                    break;
            }
        return escaped.ToString();
    }

    private static readonly System.Buffers.SearchValues<char> Plain = System.Buffers.SearchValues.Create(
        " ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,;:!?()[]{}/+-*=_%#@"
    );
}
