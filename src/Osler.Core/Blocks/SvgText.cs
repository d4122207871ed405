using System.Globalization;
using System.Text;
using System.Xml;

namespace Osler.Core.Blocks;

/// <summary>Gathers SVG elements; every text is escaped, every number is written the same everywhere.</summary>
internal sealed class SvgText
{
    private readonly StringBuilder _text = new();

    public void Line(double x1, double y1, double x2, double y2, double opacity = 1) =>
        _text.Append(
            CultureInfo.InvariantCulture,
            $"<line x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\" stroke=\"currentColor\" stroke-opacity=\"{opacity:0.##}\"/>\n"
        );

    public void Circle(double x, double y, double radius, double fill) =>
        _text.Append(
            CultureInfo.InvariantCulture,
            $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{radius:0.#}\" stroke=\"currentColor\" fill=\"currentColor\" fill-opacity=\"{fill:0.##}\"/>\n"
        );

    public void Box(double x, double y, double width, double height, double fill, bool dashed = false) =>
        _text.Append(
            CultureInfo.InvariantCulture,
            $"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" rx=\"6\" stroke=\"currentColor\" fill=\"currentColor\" fill-opacity=\"{fill:0.##}\"{(dashed ? " stroke-dasharray=\"4 3\"" : "")}/>\n"
        );

    /// <summary>An arrow downwards, its head at the end.</summary>
    public void Arrow(double x, double from, double to) =>
        _text.Append(
            CultureInfo.InvariantCulture,
            $"<path d=\"M{x:0.#} {from:0.#}V{to:0.#}m-4 -5l4 5l4 -5\" stroke=\"currentColor\" fill=\"none\"/>\n"
        );

    /// <summary>A text; one that is longer than the room is cut, and shown whole when pointed at.</summary>
    public void Text(
        double x,
        double y,
        string text,
        string anchor = "start",
        int most = 60,
        bool strong = false
    )
    {
        string shown = text.Length <= most ? text : text[..(most - 1)] + "…";
        string weight = strong ? " font-weight=\"600\"" : "";
        _text.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\"{weight}>{Escaped(shown)}"
        );
        if (shown.Length != text.Length)
            _text.Append(CultureInfo.InvariantCulture, $"<title>{Escaped(text)}</title>");
        _text.Append("</text>\n");
    }

    /// <summary>The whole picture, 800 units wide.</summary>
    public string Finish(double height, string title) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 {height:0}\" width=\"800\" height=\"{height:0}\" style=\"max-width:100%;height:auto\" role=\"img\" font-family=\"system-ui,sans-serif\" font-size=\"14\">\n<title>{Escaped(title)}</title>\n<g fill=\"currentColor\" stroke-width=\"1.2\">\n{_text}</g>\n</svg>\n"
        );

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            escaped.Append(
                rune.Value switch
                {
                    '&' => "&amp;",
                    '<' => "&lt;",
                    '>' => "&gt;",
                    '"' => "&quot;",
                    _ => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? " " : rune.ToString(),
                }
            );
        }
        return escaped.ToString();
    }
}
