using System.Security.Cryptography;
using System.Text;

namespace Osler.Reports.Pages;

/// <summary>Renders a page as one self-contained HTML document.</summary>
/// <remarks>
/// Style and script stand inside; the page asks for nothing from anywhere, and its content security policy forbids
/// it to. All is read without the script, which only switches the theme, sorts tables and marks the place in the
/// table of contents. The markup is well-formed XML, too.
/// </remarks>
public static class HtmlReport
{
    private static readonly string Style = Resource("report.css");
    private static readonly string Script = Resource("report.js");
    private static readonly string ScriptHash = Hash(Script);
    private static readonly string StyleHash = Hash(Style);

    /// <summary>The document's text, to be written as UTF-8.</summary>
    /// <exception cref="ArgumentException">Two sections have the same slug, or a slug is not fit for an anchor.</exception>
    public static string Render(ReportPage page)
    {
        RequireSoundSlugs(page);
        var html = new HtmlWriter();
        html.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        html.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        html.Raw(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
        );
        html.Raw(
            $"style-src '{StyleHash}'; script-src '{ScriptHash}'; base-uri 'none'; form-action 'none'\"/>\n"
        );
        html.Raw("<meta name=\"referrer\" content=\"no-referrer\"/>\n");
        html.Raw("<meta name=\"color-scheme\" content=\"light dark\"/>\n");
        html.Element("title", page.Title).Raw("\n<style>").Raw(Style).Raw("</style>\n</head>\n<body>\n");
        html.Raw("<a class=\"skip\" href=\"#report\">Skip to the report</a>\n");
        Head(html, page);
        html.Raw("<div class=\"layout\">\n");
        Contents(html, page);
        html.Raw("<main id=\"report\">\n");
        foreach (var section in page.Sections)
        {
            html.Raw($"<section id=\"{section.Slug}\" aria-labelledby=\"h-{section.Slug}\">\n");
            html.Raw($"<h2 id=\"h-{section.Slug}\">").Text(section.Heading).Raw("</h2>\n");
            foreach (var element in section.Elements)
                ElementRenderer.Render(html, element);
            html.Raw("</section>\n");
        }
        html.Raw("</main>\n</div>\n<footer>");
        Colophon(html, page);
        html.Raw("</footer>\n<script>").Raw(Script).Raw("</script>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static void Head(HtmlWriter html, ReportPage page)
    {
        html.Raw("<header>\n");
        if (page.Overline is { } overline)
            html.Element("p", overline, "overline");
        html.Element("h1", page.Title);
        if (page.Lede is { } lede)
            html.Element("p", lede, "lede");
        Colophon(html, page);
        if (page.Banner is { } banner)
            html.Element("p", banner, "banner");
        html.Raw("</header>\n");
    }

    private static void Colophon(HtmlWriter html, ReportPage page)
    {
        if (page.Colophon.Length == 0)
            return;
        html.Raw("<ul class=\"colophon\">");
        foreach (string fact in page.Colophon)
            html.Element("li", fact);
        html.Raw("</ul>\n");
    }

    private static void Contents(HtmlWriter html, ReportPage page)
    {
        html.Raw("<nav aria-label=\"Contents\"><details open=\"\"><summary>Contents</summary><ol>\n");
        foreach (var section in page.Sections)
            html.Raw($"<li><a href=\"#{section.Slug}\">").Text(section.Heading).Raw("</a></li>\n");
        html.Raw("</ol></details></nav>\n");
    }

    private static void RequireSoundSlugs(ReportPage page)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var section in page.Sections)
        {
            bool sound =
                section.Slug.Length > 0
                && section.Slug.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
            if (!sound || section.Slug == "report" || !seen.Add(section.Slug))
                throw new ArgumentException(
                    $"The slug '{section.Slug}' is used twice, or is not of lower-case letters, digits and hyphens.",
                    nameof(page)
                );
        }
    }

    private static string Hash(string text) =>
        "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Resource(string name)
    {
        using var stream =
            typeof(HtmlReport).Assembly.GetManifestResourceStream($"Osler.Reports.Pages.{name}")
            ?? throw new InvalidOperationException($"This build of Osler.Reports lacks {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        // The hash in the policy is of what the browser sees, which has no carriage returns.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
