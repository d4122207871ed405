using System.Globalization;
using System.Text;

namespace Osler.Reports.Plots;

/// <summary>Writes SVG elements with finite, short coordinates and escaped text.</summary>
internal sealed class SvgWriter
{
    private readonly StringBuilder _markup = new();

    public override string ToString() => _markup.ToString();

    /// <summary>Appends markup that this assembly made.</summary>
    public SvgWriter Raw(string markup)
    {
        _markup.Append(markup);
        return this;
    }

    /// <summary>A coordinate with at most one decimal.</summary>
    /// <exception cref="InvalidOperationException">It is not finite; no drawing may hold such a number.</exception>
    public SvgWriter Number(double value)
    {
        if (!double.IsFinite(value))
            throw new InvalidOperationException($"A drawing was given the coordinate {value}.");
        _markup.Append(Short(value));
        return this;
    }

    public SvgWriter Line(string classes, double x1, double y1, double x2, double y2) =>
        Raw($"<line class=\"{classes}\" x1=\"")
            .Number(x1)
            .Raw("\" y1=\"")
            .Number(y1)
            .Raw("\" x2=\"")
            .Number(x2)
            .Raw("\" y2=\"")
            .Number(y2)
            .Raw("\"/>");

    public SvgWriter Rectangle(
        string classes,
        double x,
        double y,
        double width,
        double height,
        double corner = 0
    )
    {
        Raw($"<rect class=\"{classes}\" x=\"")
            .Number(x)
            .Raw("\" y=\"")
            .Number(y)
            .Raw("\" width=\"")
            .Number(Math.Max(0, width))
            .Raw("\" height=\"")
            .Number(Math.Max(0, height));
        if (corner > 0)
            Raw("\" rx=\"").Number(corner);
        return Raw("\"/>");
    }

    public SvgWriter Circle(string classes, double x, double y, double radius) =>
        Raw($"<circle class=\"{classes}\" cx=\"")
            .Number(x)
            .Raw("\" cy=\"")
            .Number(y)
            .Raw("\" r=\"")
            .Number(radius)
            .Raw("\"/>");

    public SvgWriter Text(string classes, double x, double y, string text) =>
        Raw($"<text class=\"{classes}\" x=\"")
            .Number(x)
            .Raw("\" y=\"")
            .Number(y)
            .Raw("\">")
            .Raw(Markup.Escape(text))
            .Raw("</text>");

    /// <summary>Text that reads upwards, its middle at the point given.</summary>
    public SvgWriter UprightText(string classes, double x, double y, string text) =>
        Raw($"<text class=\"{classes}\" transform=\"translate(")
            .Number(x)
            .Raw(" ")
            .Number(y)
            .Raw(") rotate(-90)\">")
            .Raw(Markup.Escape(text))
            .Raw("</text>");

    private static string Short(double value)
    {
        double rounded = Math.Round(value, 1, MidpointRounding.AwayFromZero);
        return rounded == 0 ? "0" : rounded.ToString("0.#", CultureInfo.InvariantCulture);
    }
}
