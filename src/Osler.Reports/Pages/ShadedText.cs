using System.Collections.Immutable;
using System.Globalization;

namespace Osler.Reports.Pages;

/// <summary>A text whose words are shaded by how much they matter.</summary>
/// <param name="Caption">What the shading means.</param>
/// <param name="Runs">The text in order; weight in [-1, 1]: above 0 it speaks for, below against, 0 is not shaded.</param>
public sealed record ShadedText(string Caption, ImmutableArray<(string Text, double Weight)> Runs)
    : ReportElement
{
    // The page's policy forbids styles on elements, so ten shades stand in its style sheet.
    private const int Shades = 10;

    internal void Render(HtmlWriter html)
    {
        html.Raw("<figure class=\"shaded\"><p class=\"main\">");
        foreach (var (text, weight) in Runs)
        {
            double strength = Math.Clamp(Math.Abs(weight), 0, 1);
            if (!(strength >= 0.02))
                html.Text(text);
            else
                html.Raw(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"<mark class=\"{(weight > 0 ? "for" : "against")}{(int)Math.Ceiling(Shades * strength)}\" title=\"{weight:+0.00;-0.00}\">"
                        )
                    )
                    .Text(text)
                    .Raw("</mark>");
        }
        html.Raw("</p>").Element("figcaption", Caption).Raw("</figure>");
    }
}
