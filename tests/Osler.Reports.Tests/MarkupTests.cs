using CsCheck;

namespace Osler.Reports.Tests;

public sealed class MarkupTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("\" onload='x' & y", "&quot; onload=&#39;x&#39; &amp; y")]
    [InlineData("a\0b\u0007c\u009Fd", "abcd")]
    [InlineData("one\u202Etwo", "one\uFFFDtwo")]
    [InlineData("Blutdruck (systolisch) ≥ 140 mmHg", "Blutdruck (systolisch) ≥ 140 mmHg")]
    public void Escapes_what_has_a_meaning_and_drops_what_is_not_allowed(string text, string escaped) =>
        Assert.Equal(escaped, Markup.Escape(text));

    [Fact]
    public void Any_text_can_be_read_back_as_xml() =>
        Gen.String.Sample(text =>
        {
            var document = System.Xml.Linq.XDocument.Parse(
                $"<p a=\"{Markup.Escape(text)}\">{Markup.Escape(text)}</p>"
            );
            return document.Root is not null && !document.Root.HasElements;
        });
}
