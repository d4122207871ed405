using Osler.Imaging.Dicom.Codecs;
using Osler.Imaging.Dicom.Pixels;
using Osler.Imaging.Jpeg;

namespace Osler.Imaging.Tests.Dicom;

public sealed class JpegTests
{
    [Theory]
    [InlineData(2, 1, 7, 9)]
    [InlineData(2, 2, 7, 9)]
    [InlineData(2, 2, 8, 16)]
    [InlineData(2, 2, 1, 6)]
    [InlineData(1, 2, 7, 9)]
    [InlineData(4, 1, 7, 9)]
    [InlineData(2, 2, 3, 3)]
    public void Spreads_a_halved_component_by_three_parts_to_one(int across, int down, int rows, int columns)
    {
        int width = (columns + across - 1) / across;
        int height = (rows + down - 1) / down;
        byte[] plane = PixelsTests.Noise(width * height, rows);
        byte[] pixels = new byte[rows * columns * 3];
        JpegSpreading.Spread(plane, width, height, across, down, pixels.AsSpan(1), rows, columns, 3);

        // The twin: each axis by itself, in fractions; the library rounds up and down in turn.
        bool isBlended = across == 2 && down <= 2 && width > 2;
        for (int y = 0; y < rows; y++)
        for (int x = 0; x < columns; x++)
        {
            double At(int row, int column) =>
                plane[Math.Clamp(row, 0, height - 1) * width + Math.Clamp(column, 0, width - 1)];
            double Mixed(int row) =>
                0.75 * At(row, x / 2) + 0.25 * At(row, x % 2 == 0 ? x / 2 - 1 : x / 2 + 1);
            double expected =
                !isBlended ? At(y / down, x / across)
                : down == 1 ? Mixed(y)
                : 0.75 * Mixed(y / 2) + 0.25 * Mixed(y % 2 == 0 ? y / 2 - 1 : y / 2 + 1);
            Assert.Equal(expected, pixels[(y * columns + x) * 3 + 1], isBlended ? 0.75 : 0);
        }
        Assert.All(Enumerable.Range(0, rows * columns), i => Assert.Equal(0, pixels[3 * i]));
    }

    [Theory]
    [InlineData("JFIF", 0x11, "RGB", "YbrFull")]
    [InlineData("", 0x21, "RGB", "YbrFull")]
    [InlineData("", 0x11, "RGB", "Rgb")]
    [InlineData("", 0x11, "YBR_FULL", "YbrFull")]
    [InlineData("", 0x11, "YBR_PARTIAL_422", "YbrPartial422")]
    [InlineData("Adobe0", 0x11, "YBR_FULL", "Rgb")]
    [InlineData("Adobe1", 0x11, "RGB", "YbrFull")]
    [InlineData("RGB", 0x11, "YBR_FULL_422", "Rgb")]
    public void Believes_the_stream_about_its_colours(
        string mark,
        byte sampling,
        string stated,
        string expected
    )
    {
        var stream = new List<byte> { 0xFF, 0xD8 };
        if (mark == "JFIF")
            stream.AddRange([0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 2, 0, 0, 1, 0, 1, 0, 0]);
        if (mark.StartsWith("Adobe", StringComparison.Ordinal))
            stream.AddRange([0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, (byte)(mark[5] - '0')]);
        byte[] ids = mark == "RGB" ? [.. "RGB"u8] : [1, 2, 3];
        stream.AddRange([0xFF, 0xC0, 0, 17, 8, 0, 4, 0, 5, 3]);
        stream.AddRange([ids[0], sampling, 0, ids[1], 0x11, 1, ids[2], 0x11, 1]);
        stream.AddRange([0xFF, 0xDA, 0, 2]);

        var head = JpegHead.Read([.. stream], null);
        Assert.Equal((4, 5, 8, 0), (head.Rows, head.Columns, head.Precision, head.Process));
        Assert.Equal(expected, JpegFrame.Color(head, ColorModels.Of(stated, 3, null)).ToString());
    }
}
