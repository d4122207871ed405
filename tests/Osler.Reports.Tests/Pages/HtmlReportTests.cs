using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using CsCheck;
using Osler.Reports.Pages;
using Osler.Reports.Pictures;
using Osler.Reports.Plots;

namespace Osler.Reports.Tests.Pages;

public sealed partial class HtmlReportTests
{
    private const string Hostile =
        "</td></style></script><script>alert('x')</script><img src=\"https://example.org/x\" onerror=x>&amp;";

    [Fact]
    public void Every_element_is_well_formed_and_every_text_escaped()
    {
        var document = Parse(HtmlReport.Render(EveryElement(Hostile)));
        Assert.Single(document.Descendants("script"));
        // The one picture that the page was given, and none that a text smuggled in.
        Assert.Single(document.Descendants("img"));
        Assert.DoesNotContain(
            document.Descendants().Attributes(),
            a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Any_text_gives_a_well_formed_page() =>
        Gen.String.Sample(text => Parse(HtmlReport.Render(EveryElement(text))).Root is not null, iter: 60);

    [Fact]
    public void Every_kind_of_element_has_a_renderer_and_is_tested()
    {
        var kinds = typeof(ReportElement)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ReportElement)));
        var used = EveryElement("x")
            .Sections.SelectMany(section => section.Elements)
            .Select(element => element.GetType());
        Assert.Equal(kinds.Select(k => k.Name).Order(), used.Select(k => k.Name).Distinct().Order());
    }

    [Fact]
    public void The_policy_forbids_requests_and_names_the_script_and_style_that_stand_in_the_page()
    {
        var document = Parse(HtmlReport.Render(EveryElement("x")));
        string policy = document
            .Descendants("meta")
            .Single(m => (string?)m.Attribute("http-equiv") == "Content-Security-Policy")
            .Attribute("content")!
            .Value;
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        foreach (string name in new[] { "script", "style" })
        {
            string text = document.Descendants(name).Single().Value;
            string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            Assert.Contains($"{name}-src 'sha256-{hash}'", policy, StringComparison.Ordinal);
        }
        // A style attribute would be dropped by the policy, so none may be relied on.
        Assert.Empty(document.Descendants().Attributes("style"));
    }

    [Fact]
    public void Nothing_is_asked_for_from_elsewhere()
    {
        string html = HtmlReport.Render(EveryElement("x"));
        Assert.DoesNotContain("http://", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https://", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
        foreach (
            var link in Parse(html).Descendants().Attributes().Where(a => a.Name.LocalName is "href" or "src")
        )
            Assert.Matches("^(#|data:image/png;base64,)", link.Value);
    }

    [Fact]
    public void Every_link_has_a_target_and_every_identifier_is_unique()
    {
        var document = Parse(HtmlReport.Render(EveryElement("x")));
        string[] ids = [.. document.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Distinct().Count(), ids.Length);
        Assert.All(document.Descendants().Attributes("href"), link => Assert.Contains(link.Value[1..], ids));
    }

    [Fact]
    public void Every_drawing_is_an_image_with_a_title() =>
        Assert.All(
            Parse(HtmlReport.Render(EveryElement("x"))).Descendants("figure").Elements("svg"),
            svg =>
            {
                Assert.Equal("img", svg.Attribute("role")?.Value);
                Assert.Equal("title", svg.Elements().First().Name.LocalName);
            }
        );

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("\" onclick=\"x")]
    [InlineData("twice")]
    public void A_slug_that_is_no_anchor_or_stands_twice_is_refused(string slug)
    {
        var page = new ReportPage(
            "x",
            [new ReportSection("twice", "x", []), new ReportSection(slug, "x", [])]
        );
        Assert.Throws<ArgumentException>(() => HtmlReport.Render(page));
    }

    [Theory]
    [InlineData(60, 0)]
    [InlineData(61, 1)]
    public void A_long_table_is_folded_away_and_says_how_long_it_is(int rows, int folded)
    {
        var table = new DataTable(
            "Classes",
            [new TableColumn("Class")],
            [.. Enumerable.Range(0, rows).Select(row => new TableRow([$"{row}"]))]
        );
        var document = Parse(HtmlReport.Render(new ReportPage("x", [new ReportSection("s", "x", [table])])));
        Assert.Equal(folded, document.Descendants("details").Count(fold => fold.Attribute("class") != null));
        Assert.Equal(rows, document.Descendants("tbody").Elements("tr").Count());
        if (folded > 0)
            Assert.Contains("Classes: 61 rows", document.Descendants("summary").Select(one => one.Value));
    }

    /// <summary>The page's policy drops style attributes: a shade that the style sheet lacks would be invisible.</summary>
    [Fact]
    public void Every_shade_of_a_text_stands_in_the_style_sheet()
    {
        var runs = Enumerable.Range(-100, 201).Select(weight => ($"w{weight} ", weight / 100.0));
        var page = new ReportPage("x", [new ReportSection("s", "x", [new ShadedText("c", [.. runs])])]);
        var document = Parse(HtmlReport.Render(page));
        string style = document.Descendants("style").Single().Value;
        string[] shades =
        [
            .. document.Descendants("mark").Select(mark => mark.Attribute("class")!.Value).Distinct(),
        ];
        Assert.Equal(20, shades.Length);
        Assert.All(shades, shade => Assert.Contains($"mark.{shade} ", style, StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_with_too_few_cells_is_refused()
    {
        var table = new DataTable("t", [new TableColumn("a"), new TableColumn("b")], [new TableRow(["one"])]);
        var page = new ReportPage("x", [new ReportSection("s", "x", [table])]);
        Assert.Throws<ArgumentException>(() => HtmlReport.Render(page));
    }

    [Fact]
    public void Text_and_lines_have_contrast_enough_in_light_and_dark()
    {
        string style = Parse(HtmlReport.Render(EveryElement("x"))).Descendants("style").Single().Value;
        var blocks = Blocks()
            .Matches(style)
            .Select(match => match.Value)
            .Where(block => block.Contains("--paper:", StringComparison.Ordinal))
            .ToArray();
        Assert.Equal(4, blocks.Length);
        foreach (string block in blocks)
        {
            var colours = Colours()
                .Matches(block)
                .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["colour"].Value);
            // WCAG 2.2: 4.5 for text (AA), 3 for graphics.
            foreach (string text in new[] { "ink", "muted", "accent", "warn", "bad", "good" })
                Assert.True(Contrast(colours[text], colours["paper"]) >= 4.5, $"{text} on paper in {block}");
            Assert.True(Contrast(colours["warn"], colours["warn-panel"]) >= 4.5);
            Assert.True(Contrast(colours["bad"], colours["bad-panel"]) >= 4.5);
            Assert.True(Contrast(colours["muted"], colours["panel"]) >= 4.5);
            for (int ink = 0; ink <= 5; ink++)
                Assert.True(
                    Contrast(colours[$"i{ink}"], colours["paper"]) >= 3,
                    $"i{ink} on paper in {block}"
                );
        }
    }

    private static double Contrast(string one, string other)
    {
        double a = Luminance(one);
        double b = Luminance(other);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour)
    {
        double Channel(int at)
        {
            double value = Convert.ToInt32(colour.Substring(at, 2), 16) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * Channel(1) + 0.7152 * Channel(3) + 0.0722 * Channel(5);
    }

    private static ReportPage EveryElement(string text)
    {
        var image = RowPlots.Bars(text, [new RowValue(text, 1, 0, 2)]);
        var figure = new Figure(image, text, text) { Heading = text };
        var box = new FlowBox(text, text, [text]);
        return new ReportPage(
            text,
            [
                new ReportSection(
                    "all",
                    text,
                    [
                        new Prose(text) { Main = true },
                        new SubHeading(text),
                        new ShadedText(text, [(text, 0), (text, 1), (text, -0.04), (text, double.NaN)]),
                        new Bullets([text]),
                        new FactList([(text, text)]),
                        new KeyFigures([new KeyFigure(text, text, text, text)]),
                        new Note(NoteKind.Serious, text, text),
                        new PictureSheet(text, [new CaptionedPicture(new Picture(1, 2, [0, 9]), text, text)])
                        {
                            Heading = text,
                        },
                        new ClassMatrix(text, [text, "b"], [3, 1, 0, 2]),
                        new Folded(text, text),
                        new Confusion(text, text, 1, 2, 3, 4, [new KeyFigure(text, text, text, text)]),
                        figure,
                        new FigureRow([figure, figure]),
                        new DataTable(
                            text,
                            [new TableColumn(text), new TableColumn(text, Number: true)],
                            [new TableRow([text, new TableCell(text, text)])]
                        )
                        {
                            Footnote = text,
                            Sortable = true,
                        },
                        new FlowDiagram(box, box, box, [box, box]),
                        new Checklist(
                            text,
                            [new ChecklistItem(text, text, text, AnsweredBy.Nobody, text, "all")]
                        ),
                    ]
                ),
            ]
        )
        {
            Overline = text,
            Lede = text,
            Banner = text,
            Colophon = [text],
        };
    }

    private static XDocument Parse(string html)
    {
        using var reader = XmlReader.Create(
            new StringReader(html),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null }
        );
        return XDocument.Load(reader);
    }

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Blocks();

    [GeneratedRegex(
        "--(?<name>[a-z0-9-]+): (?<colour>#[0-9a-f]{6});",
        RegexOptions.None,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex Colours();
}
