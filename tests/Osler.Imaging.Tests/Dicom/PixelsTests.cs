using Osler.Core.Faults;
using Osler.Imaging.Dicom;
using Osler.Imaging.Dicom.Pixels;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Tests.Dicom;

public sealed class PixelsTests
{
    [Theory]
    [InlineData(16, 16, 15, false)]
    [InlineData(16, 16, 15, true)]
    [InlineData(16, 12, 11, false)]
    [InlineData(16, 12, 11, true)]
    [InlineData(16, 10, 9, true)]
    [InlineData(16, 12, 15, true)]
    [InlineData(16, 9, 10, false)]
    [InlineData(8, 8, 7, true)]
    [InlineData(8, 6, 5, false)]
    [InlineData(8, 7, 7, true)]
    [InlineData(32, 32, 31, true)]
    [InlineData(32, 20, 19, false)]
    [InlineData(12, 12, 11, false)]
    [InlineData(1, 1, 0, false)]
    public void Reads_samples_without_the_bits_around_them(int allocated, int stored, int high, bool isSigned)
    {
        // 5 x 37 pixels: neither whole vectors nor whole bytes; every unused bit is noise, as an overlay would be.
        byte[] noise = Noise(5 * 37 * 4 + 8, allocated);
        foreach (bool isBigEndian in new[] { false, true })
        {
            if (isBigEndian && allocated is not (8 or 16 or 32))
                continue;
            var image = Image(
                new ObjectWriter(true, isBigEndian)
                    .Image(5, 37, allocated, stored, high, isSigned)
                    .Bytes(0x7FE00010, Vr.OW, noise),
                isBigEndian ? ObjectWriter.BigEndian : ObjectWriter.Explicit
            );
            var raster = image.Frame();
            Assert.Equal(5 * 37, raster.Height * raster.Width);
            for (int i = 0; i < 5 * 37; i++)
                Assert.Equal(Sample(noise, i, allocated, stored, high, isSigned, isBigEndian), At(raster, i));
        }
    }

    /// <summary>The obvious version: bit by bit.</summary>
    private static float Sample(
        byte[] bytes,
        int index,
        int allocated,
        int stored,
        int high,
        bool isSigned,
        bool isBigEndian
    )
    {
        long value = 0;
        for (int bit = 0; bit < stored; bit++)
        {
            long place = (long)index * allocated + high + 1 - stored + bit;
            long at = place / 8;
            if (isBigEndian)
                // Words of 16 (8 bits allocated: OW too) or 32 bits, the greatest byte first.
                at = allocated == 32 ? at / 4 * 4 + 3 - at % 4 : at ^ 1;
            value |= (long)((bytes[at] >> (int)(place % 8)) & 1) << bit;
        }
        return isSigned && value >= 1L << (stored - 1) ? value - (1L << stored) : value;
    }

    [Fact]
    public void Gives_bytes_where_the_file_has_eight_bits_of_brightness()
    {
        byte[] bytes = Noise(12, 1);
        var raster = Image(new ObjectWriter().Image(3, 4).Bytes(0x7FE00010, Vr.OB, bytes)).Frame();
        Assert.Equal(bytes, raster.Bytes.ToArray());
        Assert.Equal(SampleRange.Bytes, raster.Range);

        var negative = Image(
            new ObjectWriter().Image(3, 4, photometric: "MONOCHROME1").Bytes(0x7FE00010, Vr.OB, bytes)
        );
        Assert.True(negative.IsMonochrome1);
        Assert.Equal(bytes.Select(value => (byte)(255 - value)), negative.Frame().Bytes.ToArray());
    }

    [Fact]
    public void Rescales_to_Hounsfield_units_with_their_range()
    {
        var raster = Ct([0, 1024, 4095, 4096]).Frame();
        Assert.Equal([-1024, 0, 3071, -1024], raster.Floats.ToArray());
        Assert.Equal(new SampleRange(-1024, 3071, "HU"), raster.Range);
    }

    [Fact]
    public void Turns_MONOCHROME1_around_within_its_range()
    {
        var writer = new ObjectWriter().Image(1, 3, 16, 10, photometric: "MONOCHROME1");
        var raster = Image(writer.Words(0x7FE00010, Vr.OW, 0, 23, 1023)).Frame();
        Assert.Equal([1023, 1000, 0], raster.Floats.ToArray());
    }

    [Theory]
    [InlineData(WindowShape.Linear, -600, 1500)]
    [InlineData(WindowShape.Linear, 40, 1)]
    [InlineData(WindowShape.Linear, 40.5, 2)]
    [InlineData(WindowShape.LinearExact, 40, 0.5)]
    [InlineData(WindowShape.LinearExact, 300, 400)]
    [InlineData(WindowShape.Sigmoid, 40, 400)]
    public void Windows_every_value_as_the_formula_says(WindowShape shape, double centre, double width)
    {
        // All stored values, so that tables and vectors are both used; and a few, computed one by one.
        ushort[] all = [.. Enumerable.Range(0, 4096).Select(value => (ushort)value)];
        var window = new Window(centre, width, shape);
        foreach (ushort[] stored in new[] { all, all[^7..] })
        foreach (string photometric in new[] { "MONOCHROME2", "MONOCHROME1" })
        {
            var raster = Ct(stored, photometric).Frame(0, window);
            Assert.Equal(new SampleRange(0, 255), raster.Range);
            for (int i = 0; i < stored.Length; i++)
            {
                double brightness = 255 * window.Brightness(stored[i] - 1024.0);
                double expected = photometric == "MONOCHROME1" ? 255 - brightness : brightness;
                Assert.Equal(expected, raster.Floats[i], 2e-3);
            }
        }
    }

    [Fact]
    public void Windows_as_the_standard_computes_its_examples()
    {
        // PS3.3 section C.11.2.1.2.1, notes: c = 2048, w = 4096; c = 2048, w = 1; c = 0, w = 100; c = 0, w = 1.
        Assert.Equal(0, new Window(2048, 4096).Brightness(0));
        Assert.Equal(1, new Window(2048, 4096).Brightness(4095));
        Assert.Equal((1000 - 2047.5) / 4095 + 0.5, new Window(2048, 4096).Brightness(1000), 12);
        Assert.Equal([0, 1], new[] { 2047.5, 2047.6 }.Select(new Window(2048, 1).Brightness));
        Assert.Equal([0, 1], new double[] { -50, 49 }.Select(new Window(0, 100).Brightness));
        Assert.Equal((0 + 0.5) / 99 + 0.5, new Window(0, 100).Brightness(0), 12);
        // C.11.2.1.3: exact, then sigmoid.
        Assert.Equal([0, 0.5, 1], new double[] { -50, 0, 50 }.Select(Window.Between(-50, 50).Brightness));
        Assert.Equal(0.5, new Window(7, 3, WindowShape.Sigmoid).Brightness(7));
        Assert.Equal(1 / (1 + Math.Exp(-4)), new Window(0, 10, WindowShape.Sigmoid).Brightness(10), 12);
    }

    [Theory]
    [InlineData(WindowShape.Linear, 0.9)]
    [InlineData(WindowShape.LinearExact, 0)]
    [InlineData(WindowShape.Sigmoid, -1)]
    [InlineData(WindowShape.Sigmoid, double.NaN)]
    public void Refuses_a_window_without_width(WindowShape shape, double width) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Window(0, width, shape));

    [Fact]
    public void Reads_the_files_windows_and_tables()
    {
        var table = new ObjectWriter().Words(0x00283002, Vr.US, 4, 1, 8).Text(0x00283003, Vr.LO, "BONE");
        var writer = new ObjectWriter().Image(1, 6);
        writer.Text(0x00281050, Vr.DS, "40\\-600\\1").Text(0x00281051, Vr.DS, "400\\1500\\0");
        writer.Text(0x00281055, Vr.LO, "SOFT\\LUNG");
        writer.Sequence(0x00283010, false, table.Words(0x00283006, Vr.US, 0, 51, 102, 255));
        var image = Image(writer.Bytes(0x7FE00010, Vr.OB, 0, 1, 2, 3, 4, 200));

        var vois = image.Vois();
        Assert.Equal(["BONE", "SOFT", "LUNG"], vois.Select(voi => voi.Explanation));
        Assert.Equal(new Window(-600, 1500, WindowShape.Linear, "LUNG"), vois[2]);
        // Numbers before the first entry take the first's value, those after the last the last's.
        Assert.Equal([0, 0, 51, 102, 255, 255], image.Shown().Floats.ToArray());
    }

    [Fact]
    public void Looks_values_up_in_a_modality_table()
    {
        var table = new ObjectWriter().Words(0x00283002, Vr.US, 3, 0xFFFF, 16).Text(0x00283004, Vr.LO, "OD");
        var writer = new ObjectWriter().Image(1, 5, 16, isSigned: true);
        writer.Sequence(0x00283000, false, table.Words(0x00283006, Vr.OW, 500, 600, 900));
        var raster = Image(writer.Words(0x7FE00010, Vr.OW, 0xFFF0, 0xFFFF, 0, 1, 2)).Frame();
        Assert.Equal([500, 500, 600, 900, 900], raster.Floats.ToArray());
        Assert.Equal(new SampleRange(500, 900, "OD"), raster.Range);
    }

    [Fact]
    public void Shows_a_frame_without_window_from_its_least_to_its_greatest()
    {
        var writer = new ObjectWriter().Image(1, 3, 16, 12);
        Assert.Equal(
            [0, 127.5f, 255],
            Image(writer.Words(0x7FE00010, Vr.OW, 100, 200, 300)).Shown().Floats.ToArray()
        );
        writer = new ObjectWriter().Image(1, 2, 16, 12);
        Assert.All(
            Image(writer.Words(0x7FE00010, Vr.OW, 7, 7)).Shown().Floats.ToArray(),
            v => Assert.InRange(v, 0, 255)
        );
    }

    [Fact]
    public void Reads_what_is_stated_for_each_frame()
    {
        var shared = new ObjectWriter().Sequence(
            0x00289110,
            false,
            new ObjectWriter().Text(0x00280030, Vr.DS, "2\\3")
        );
        var frames = new[] { "1", "10" }.Select(slope =>
            new ObjectWriter().Sequence(
                0x00289145,
                true,
                new ObjectWriter().Text(0x00281052, Vr.DS, "5").Text(0x00281053, Vr.DS, slope)
            )
        );
        var writer = new ObjectWriter().Image(1, 2, frames: 2, allocated: 16);
        writer.Sequence(0x52009229, true, shared).Sequence(0x52009230, true, [.. frames]);
        var image = Image(writer.Words(0x7FE00010, Vr.OW, 1, 2, 3, 4));

        Assert.Equal([6, 7], image.Frame(0).Floats.ToArray());
        Assert.Equal([35, 45], image.Frame(1).Floats.ToArray());
        Assert.Equal(new PixelSpacing(2, 3), image.Frame(1).Spacing);
    }

    [Theory]
    [InlineData(0x00280030u, SpacingSource.PixelSpacing)]
    [InlineData(0x00181164u, SpacingSource.ImagerPixelSpacing)]
    [InlineData(0x00182010u, SpacingSource.NominalScannedPixelSpacing)]
    [InlineData(0x00181166u, SpacingSource.None)]
    public void Says_where_the_spacing_was_read(uint code, SpacingSource source)
    {
        var image = Image(
            new ObjectWriter().Text(code, Vr.DS, "0.2\\0.1").Image(1, 1).Bytes(0x7FE00010, Vr.OB, 0, 0)
        );
        Assert.Equal(
            (source == SpacingSource.None ? null : new PixelSpacing(0.2, 0.1), source),
            image.Spacing()
        );
    }

    [Fact]
    public void Reads_float_pixels()
    {
        byte[] bytes = [.. new[] { 1.5f, -2.25f }.SelectMany(BitConverter.GetBytes)];
        var raster = Image(new ObjectWriter().Image(1, 2, 32).Bytes(0x7FE00008, Vr.OF, bytes)).Frame();
        Assert.Equal([1.5f, -2.25f], raster.Floats.ToArray());
        bytes = [.. new[] { 1.5, -2.25 }.SelectMany(BitConverter.GetBytes)];
        raster = Image(new ObjectWriter().Image(1, 2, 64).Bytes(0x7FE00009, Vr.OD, bytes)).Frame();
        Assert.Equal([1.5f, -2.25f], raster.Floats.ToArray());
        Assert.Equal(new SampleRange(-2.25f, 1.5f) { IsOwn = true }, raster.Range);
    }

    [Theory]
    [InlineData(8, "needs 12 bytes of Pixel Data (7FE0,0010); it has 8")]
    [InlineData(0, "is empty")]
    public void Refuses_pixels_that_are_not_all_there(int length, string words)
    {
        var writer = new ObjectWriter().Image(3, 4).Bytes(0x7FE00010, Vr.OB, new byte[length]);
        Assert.Contains(words, Assert.Throws<DataException>(() => Image(writer).Frame()).Message);
    }

    [Fact]
    public void Refuses_a_description_that_contradicts_itself()
    {
        Refuses(new ObjectWriter().Image(3, 4, 8, 9), "9 bits stored of 8 allocated");
        Refuses(new ObjectWriter().Image(3, 4, 16, samples: 3), "Samples per Pixel (0028,0002) is 3");
        Refuses(new ObjectWriter().Image(3, 4, photometric: "CMYK", samples: 4), "'CMYK' is not read");
        Refuses(new ObjectWriter().Image(0, 4), "no pixels");
        Refuses(new ObjectWriter().Image(65535, 65535), "too large");
        Refuses(new ObjectWriter(), "Rows (0028,0010) is missing");
        Refuses(new ObjectWriter().Image(3, 4, frames: -1), "Number of Frames");
        Refuses(new ObjectWriter().Image(3, 4).Text(0x00281053, Vr.DS, "0"), "Rescale Slope");
    }

    [Fact]
    public void Knows_no_frame_beyond_the_last()
    {
        var image = Image(new ObjectWriter().Image(1, 2).Bytes(0x7FE00010, Vr.OB, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Frame(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Frame(-1));
    }

    private static void Refuses(ObjectWriter writer, string words)
    {
        writer.Bytes(0x7FE00010, Vr.OW, new byte[64]);
        Assert.Contains(words, Assert.Throws<DataException>(() => Image(writer).Frame()).Message);
    }

    private static DicomImage Ct(ushort[] stored, string photometric = "MONOCHROME2")
    {
        var writer = new ObjectWriter().Text(0x00080060, Vr.CS, "CT");
        writer.Image(1, stored.Length, 16, 12, photometric: photometric);
        writer.Text(0x00281052, Vr.DS, "-1024").Text(0x00281053, Vr.DS, "1");
        return Image(writer.Words(0x7FE00010, Vr.OW, stored));
    }

    internal static DicomImage Image(ObjectWriter writer, string syntax = ObjectWriter.Explicit) =>
        writer.Read(syntax).Image();

    internal static byte[] Noise(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static float At(Raster raster, int index) => raster[index / raster.Width, index % raster.Width];
}
