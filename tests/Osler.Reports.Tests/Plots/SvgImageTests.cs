using Osler.Reports.Plots;

namespace Osler.Reports.Tests.Plots;

public sealed class SvgImageTests
{
    [Fact]
    public void Keeps_shapes_and_text()
    {
        var image = SvgImage.Parse(
            """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><g fill="red"><circle cx="1" cy="2" r="3"/><text x="1">a &lt; b</text></g></svg>"""
        );
        Assert.Equal((40, 20), (image.Width, image.Height));
        Assert.Equal(
            """<g fill="red"><circle cx="1" cy="2" r="3"/><text x="1">a &lt; b</text></g>""",
            image.Content
        );
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<foreignObject><body onload='x'/></foreignObject>")]
    [InlineData("<image href='https://example.org/a.png'/>")]
    [InlineData("<a href='javascript:x'><text>click</text></a>")]
    [InlineData("<style>@import 'https://example.org/a.css'</style>")]
    [InlineData("<rect onclick='x' width='1' height='1'/>")]
    [InlineData("<rect fill='url(https://example.org/#a)' width='1' height='1'/>")]
    [InlineData("<use href='https://example.org/a.svg#x'/>")]
    [InlineData("<rect style='background:url(https://example.org/a)'/>")]
    public void Leaves_out_what_could_act_or_ask(string content)
    {
        var image = SvgImage.Parse(
            $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'>{content}</svg>"
        );
        foreach (
            string word in new[]
            {
                "script",
                "example.org",
                "onclick",
                "onload",
                "javascript",
                "href",
                "url(",
            }
        )
            Assert.DoesNotContain(word, image.Content, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("not a drawing")]
    [InlineData("<html></html>")]
    [InlineData("<svg viewBox='0 0 10 10'><g></svg>")]
    [InlineData("<svg/>")]
    [InlineData("<svg viewBox='0 0 NaN 10'/>")]
    [InlineData("<svg viewBox='0 0 -5 10'/>")]
    [InlineData("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg viewBox='0 0 1 1'>&a;</svg>")]
    public void Refuses_what_is_no_drawing(string svg) =>
        Assert.Throws<ArgumentException>(() => SvgImage.Parse(svg));
}
