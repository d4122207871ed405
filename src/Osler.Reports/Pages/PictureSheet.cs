using System.Collections.Immutable;
using System.Globalization;
using Osler.Reports.Pictures;

namespace Osler.Reports.Pages;

/// <summary>Pictures in rows, each with a word under it.</summary>
/// <param name="Caption">What to see in them.</param>
/// <param name="Pictures">In order.</param>
/// <param name="Width">Width of each on the screen, in CSS pixels.</param>
public sealed record PictureSheet(string Caption, ImmutableArray<CaptionedPicture> Pictures, int Width = 84)
    : ReportElement
{
    /// <summary>A few words above the pictures; null for none.</summary>
    public string? Heading { get; init; }
}

/// <summary>One picture of a sheet.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Words">Under it; empty for none.</param>
/// <param name="Alternative">What it shows, for those who can't see it.</param>
public sealed record CaptionedPicture(Picture Picture, string Words, string Alternative);

internal static class PictureRenderer
{
    public static void Render(HtmlWriter html, PictureSheet sheet)
    {
        html.Raw("<figure class=\"sheet\">");
        if (sheet.Heading is { } heading)
            html.Element("h4", heading);
        html.Raw("<div class=\"pictures\">");
        string width = sheet.Width.ToString(CultureInfo.InvariantCulture);
        foreach (var (picture, words, alternative) in sheet.Pictures)
        {
            string data = Convert.ToBase64String(Png.Write(picture));
            html.Raw($"<div><img src=\"data:image/png;base64,{data}\" width=\"{width}\" alt=\"")
                .Text(alternative)
                .Raw("\"/>");
            if (words.Length > 0)
                html.Element("span", words);
            html.Raw("</div>");
        }
        html.Raw("</div>").Element("figcaption", sheet.Caption).Raw("</figure>");
    }
}
