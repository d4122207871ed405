using Osler.Core.Faults;
using Osler.Imaging.Dicom;
using Osler.Imaging.Dicom.Pixels;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Tests.Dicom;

public sealed class ColorTests
{
    private static readonly byte[] s_rgb = PixelsTests.Noise(4 * 6 * 3, 5);

    [Theory, InlineData(8), InlineData(16)]
    public void Reads_colour_by_plane_as_by_pixel(int bits)
    {
        byte[] bytes = PixelsTests.Noise(4 * 6 * 3 * bits / 8, bits);
        int size = bits / 8;
        byte[] planes = new byte[bytes.Length];
        for (int i = 0; i < 24; i++)
        for (int c = 0; c < 3; c++)
            bytes.AsSpan((3 * i + c) * size, size).CopyTo(planes.AsSpan((24 * c + i) * size));
        var one = Rgb(bytes, bits, 0);
        var other = Rgb(planes, bits, 1);
        Assert.Equal(Floats(one), Floats(other));
        Assert.Equal(new SampleRange(0, bits == 8 ? 255 : 65_535), one.Range);
        Assert.Equal(bits == 8, one.IsBytes);

        static Raster Rgb(byte[] pixels, int bits, int planar) =>
            Read("RGB", pixels, planar: planar, bits: bits);
    }

    [Fact]
    public void Converts_YBR_as_the_formula_says()
    {
        var raster = Read("YBR_FULL", s_rgb);
        for (int i = 0; i < 24; i++)
        {
            double[] expected = OfFull(s_rgb[3 * i], s_rgb[3 * i + 1], s_rgb[3 * i + 2]);
            for (int c = 0; c < 3; c++)
                Assert.Equal(expected[c], raster[i / 6, i % 6, c]);
        }
    }

    [Fact]
    public void Converts_YBR_in_part_of_its_range()
    {
        // Black, white and full red of ITU-R BT.601 (Cb 90, Cr 240 of Y 81).
        var raster = Read("YBR_PARTIAL_422", [16, 235, 128, 128, 81, 81, 90, 240], columns: 4, rows: 1);
        Assert.Equal([0, 0, 0, 255, 255, 255], raster.Bytes[..6].ToArray());
        Assert.InRange(raster[0, 2, 0], 253, 255);
        Assert.InRange(raster[0, 3, 1], 0, 2);
        Assert.InRange(raster[0, 3, 2], 0, 2);
    }

    [Theory, InlineData(6), InlineData(5)]
    public void Shares_colour_differences_between_two_neighbours(int columns)
    {
        byte[] halved = PixelsTests.Noise(4 * 4 * 3, 7);
        var raster = Read("YBR_FULL_422", halved, columns: columns);
        for (int row = 0; row < 4; row++)
        for (int column = 0; column < columns; column++)
        {
            int pair = (row * 3 + column / 2) * 4;
            double[] expected = OfFull(halved[pair + column % 2], halved[pair + 2], halved[pair + 3]);
            for (int c = 0; c < 3; c++)
                Assert.Equal(expected[c], raster[row, column, c]);
        }
    }

    [Theory]
    [InlineData(8, false, false)]
    [InlineData(16, false, false)]
    [InlineData(16, true, false)]
    [InlineData(8, false, true)]
    public void Looks_colours_up(int bits, bool isPackedInBytes, bool isBigEndian)
    {
        // Red 10, 20, 30, 40; green 50 ... ; blue 90 ...; the first number mapped is 2.
        var writer = new ObjectWriter(true, isBigEndian).Image(1, 6, photometric: "PALETTE COLOR");
        for (uint c = 0; c < 3; c++)
            writer.Words(0x00281101 + c, Vr.US, 4, 2, (ushort)bits);
        for (uint c = 0; c < 3; c++)
        {
            byte[] values = [.. Enumerable.Range(1, 4).Select(i => (byte)(10 * (i + 4 * c)))];
            if (bits == 16 && !isPackedInBytes)
                writer.Words(0x00281201 + c, Vr.OW, [.. values.Select(value => (ushort)(value * 257))]);
            else
                writer.Words(
                    0x00281201 + c,
                    Vr.OW,
                    (ushort)(values[0] | (values[1] << 8)),
                    (ushort)(values[2] | (values[3] << 8))
                );
        }
        byte[] pixels = isBigEndian ? [2, 0, 4, 3, 9, 5] : [0, 2, 3, 4, 5, 9];
        var raster = PixelsTests
            .Image(
                writer.Bytes(0x7FE00010, Vr.OW, pixels),
                isBigEndian ? ObjectWriter.BigEndian : ObjectWriter.Explicit
            )
            .Frame();
        Assert.Equal(
            [10, 50, 90, 10, 50, 90, 20, 60, 100, 30, 70, 110, 40, 80, 120, 40, 80, 120],
            raster.Bytes.ToArray()
        );
    }

    [Fact]
    public void Unfolds_a_palette_of_segments()
    {
        // PS3.3 section C.7.9.2: discrete 0 x 2 and 128; linear, 4 steps to 200; the first segment once more.
        ushort[] segments = [0, 3, 0, 0, 128, 1, 4, 200, 2, 1, 0, 0];
        var writer = new ObjectWriter().Image(1, 10, photometric: "PALETTE COLOR");
        for (uint c = 0; c < 3; c++)
            writer.Words(0x00281101 + c, Vr.US, 10, 0, 8);
        for (uint c = 0; c < 3; c++)
            writer.Words(0x00281221 + c, Vr.OW, segments);
        byte[] all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        var raster = PixelsTests.Image(writer.Bytes(0x7FE00010, Vr.OB, all)).Frame();
        byte[] red = [.. Enumerable.Range(0, 10).Select(i => raster.Bytes[3 * i])];
        Assert.Equal([0, 0, 128, 146, 164, 182, 200, 0, 0, 128], red);
    }

    [Theory]
    [InlineData(new ushort[] { 2, 65535, 0, 0 })]
    [InlineData(new ushort[] { 1, 4, 200 })]
    [InlineData(new ushort[] { 0, 5000, 1 })]
    [InlineData(new ushort[] { 7, 7, 7 })]
    [InlineData(new ushort[] { 0, 0, 0, 0 })]
    [InlineData(new ushort[] { 0, 1, 9, 2, 9, 65535, 65535 })]
    public void Refuses_malformed_segments(ushort[] segments)
    {
        var writer = new ObjectWriter().Image(1, 2, photometric: "PALETTE COLOR");
        for (uint c = 0; c < 3; c++)
            writer.Words(0x00281101 + c, Vr.US, 10, 0, 8).Words(0x00281221 + c, Vr.OW, segments);
        var image = PixelsTests.Image(writer.Bytes(0x7FE00010, Vr.OB, 0, 1));
        Assert.Contains("segments", Assert.Throws<DataException>(() => image.Frame()).Message);
    }

    [Fact]
    public void Refuses_a_palette_that_is_not_there()
    {
        var image = PixelsTests.Image(
            new ObjectWriter().Image(1, 2, photometric: "PALETTE COLOR").Bytes(0x7FE00010, Vr.OB, 0, 1)
        );
        Assert.Contains("palette", Assert.Throws<DataException>(() => image.Frame()).Message);
    }

    [Fact]
    public void Windows_no_colours()
    {
        var image = PixelsTests.Image(Writer("RGB", s_rgb, 4, 6, 0, 8));
        Assert.Empty(image.Vois());
        Assert.Throws<DataException>(() => image.Frame(0, new Window(40, 400)));
        Assert.Equal(s_rgb, image.Shown().Bytes.ToArray());
    }

    private static double[] OfFull(double y, double cb, double cr)
    {
        double[] rgb =
        [
            y + 1.402 * (cr - 128),
            y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128),
            y + 1.772 * (cb - 128),
        ];
        return [.. rgb.Select(value => Math.Clamp(Math.Floor(value + 0.5), 0, 255))];
    }

    private static Raster Read(
        string photometric,
        byte[] pixels,
        int rows = 4,
        int columns = 6,
        int planar = 0,
        int bits = 8
    ) => PixelsTests.Image(Writer(photometric, pixels, rows, columns, planar, bits)).Frame();

    private static ObjectWriter Writer(
        string photometric,
        byte[] pixels,
        int rows,
        int columns,
        int planar,
        int bits
    ) =>
        new ObjectWriter()
            .Image(rows, columns, bits, photometric: photometric, samples: 3, planar: planar)
            .Bytes(0x7FE00010, Vr.OW, pixels);

    private static float[] Floats(Raster raster)
    {
        float[] floats = new float[raster.Height * raster.Width * raster.Channels];
        raster.CopyTo(floats);
        return floats;
    }
}
