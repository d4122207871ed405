using System.Buffers.Binary;
using System.IO.Compression;
using Osler.Reports.Pages;
using Osler.Reports.Pictures;

namespace Osler.Reports.Tests.Pages;

public sealed class PictureTests
{
    [Theory]
    [InlineData(2, 3, 1)]
    [InlineData(4, 1, 3)]
    public void A_png_holds_the_picture_row_by_row(int height, int width, int channels)
    {
        byte[] samples = [.. Enumerable.Range(0, height * width * channels).Select(i => (byte)(i * 7))];
        byte[] png = Png.Write(new Picture(height, width, samples));

        Assert.Equal("PNG"u8.ToArray(), png[1..4]);
        Assert.Equal(width, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal(height, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(33));
        using var zlib = new ZLibStream(new MemoryStream(png, 41, length), CompressionMode.Decompress);
        byte[] rows = new byte[height * (1 + width * channels)];
        zlib.ReadExactly(rows);
        Assert.Equal(-1, zlib.ReadByte());
        for (int row = 0; row < height; row++)
        {
            var line = rows.AsSpan(row * (1 + width * channels), 1 + width * channels);
            Assert.Equal(0, line[0]);
            Assert.Equal(samples.AsSpan(row * width * channels, width * channels), line[1..]);
        }
    }

    [Fact]
    public void Numbers_are_stretched_from_black_to_white_and_colours_put_side_by_side()
    {
        var grey = Picture.Of([-1, 0, 1, 3], 2, 2);
        Assert.Equal([0, 64, 128, 255], grey.Samples);
        var colour = Picture.Of([0, 1, 2, 3, 4, 5], 1, 2, 0, 5);
        Assert.Equal([0, 102, 204, 51, 153, 255], colour.Samples);
    }

    [Fact]
    public void A_sheet_and_a_matrix_stand_in_a_page_without_styles_of_their_own()
    {
        var page = new ReportPage(
            "Title",
            [
                new ReportSection(
                    "one",
                    "One",
                    [
                        new PictureSheet(
                            "Seen",
                            [new CaptionedPicture(new Picture(1, 1, [9]), "<seven>", "A seven.")]
                        ),
                        new ClassMatrix("Taken for", ["a", "b"], [5, 1, 0, 4]),
                    ]
                ),
            ]
        );
        string html = HtmlReport.Render(page);
        Assert.Contains("&lt;seven&gt;", html, StringComparison.Ordinal);
        Assert.Contains("img-src data:", html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=\"", html, StringComparison.Ordinal);
        Assert.Contains("wrong4", html, StringComparison.Ordinal);
    }
}
