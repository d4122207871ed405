using System.Collections.Immutable;
using System.Text;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Imaging.Boxes;

namespace Osler.Imaging.Tests.Boxes;

public sealed class BoxAnnotationTests
{
    [Fact]
    public void Every_object_has_its_name_and_its_box()
    {
        var boxes = Read(
            """
            <annotation>
              <folder>val</folder>
              <filename>ILSVRC2012_val_00000001</filename>
              <size><width>500</width><height>375</height><depth>3</depth></size>
              <object>
                <name>n01751748</name><pose>Unspecified</pose><truncated>0</truncated>
                <bndbox><xmin>111</xmin><ymin>108</ymin><xmax>441</xmax><ymax>193</ymax></bndbox>
              </object>
              <object>
                <bndbox><ymax>20</ymax><xmax>10.5</xmax><ymin>2</ymin><xmin>1</xmin></bndbox>
                <name> n02084071 </name>
              </object>
            </annotation>
            """
        );
        Assert.Equal(
            [
                new NamedBox("n01751748", new PixelBox(111, 108, 441, 193)),
                new NamedBox("n02084071", new PixelBox(1, 2, 10.5, 20)),
            ],
            boxes
        );
        Assert.Empty(Read("<annotation></annotation>"));
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><annotation>&x;</annotation>")]
    [InlineData("<!DOCTYPE annotation SYSTEM \"http://127.0.0.1/a.dtd\"><annotation/>")]
    [InlineData("<annotation><object><name>a</name>")]
    [InlineData("<html/>")]
    [InlineData("")]
    [InlineData("<annotation><object><name>a</name></object></annotation>")]
    [InlineData(
        "<annotation><object><name>a</name><bndbox><xmin>9</xmin><ymin>1</ymin><xmax>2</xmax><ymax>3</ymax></bndbox></object></annotation>"
    )]
    [InlineData(
        "<annotation><object><name>a</name><bndbox><xmin>x</xmin><ymin>1</ymin><xmax>2</xmax><ymax>3</ymax></bndbox></object></annotation>"
    )]
    [InlineData(
        "<annotation><object><name>a</name><bndbox><xmin>NaN</xmin><ymin>1</ymin><xmax>2</xmax><ymax>3</ymax></bndbox></object></annotation>"
    )]
    public void Anything_else_is_refused_by_name_and_nothing_outside_is_looked_at(string xml)
    {
        var fault = Assert.Throws<DataException>(() => Read(xml));
        Assert.Equal("one.xml", fault.Where);
        Assert.DoesNotContain("root:", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_type_is_told_in_a_user_s_words()
    {
        var fault = Assert.Throws<DataException>(() =>
            Read("<?xml version=\"1.0\"?>\n<!DOCTYPE annotation SYSTEM \"a.dtd\"><annotation/>")
        );
        Assert.Contains("Delete the part <!DOCTYPE", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("DtdProcessing", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_goes_on_and_on_is_refused()
    {
        string one =
            "<object><name>a</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox></object>";
        string many = $"<annotation>{string.Concat(Enumerable.Repeat(one, 60_000))}</annotation>";
        Assert.Throws<DataException>(() => Read(many));
    }

    private static ImmutableArray<NamedBox> Read(string xml) =>
        BoxAnnotation.Read(new MemoryStream(Encoding.UTF8.GetBytes(xml)), "one.xml");
}
