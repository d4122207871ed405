using System.Buffers.Binary;
using System.IO.Hashing;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Imaging.Arrays;
using Osler.Imaging.Files;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Tests.Files;

public sealed class ImageFileTests
{
    [Fact]
    public void A_huge_picture_of_another_size_than_is_needed_is_refused_by_its_head()
    {
        // The head of a picture of 30,000 x 30,000, and nothing that could be decoded.
        byte[] png =
        [
            0x89,
            .. "PNG\r\n\u001a\n"u8,
            .. Chunk("IHDR", [0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30, 8, 0, 0, 0, 0]),
            .. Chunk("IDAT", [0x78, 0x9C, 1]),
        ];
        var needed = new ImageTarget(28, 28) { IsFixed = true };

        var fault = Assert.Throws<DataException>(() => ImageFile.Read(png, "huge.png", needed));

        Assert.Contains(
            "huge.png: The image has 30000 x 30000 pixels; the network needs 28 x 28.",
            fault.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "can't be decoded",
            Assert.Throws<DataException>(() => ImageFile.Read(png, "huge.png")).Message,
            StringComparison.Ordinal
        );

        static byte[] Chunk(string name, byte[] content)
        {
            byte[] bytes = new byte[content.Length + 12];
            BinaryPrimitives.WriteInt32BigEndian(bytes, content.Length);
            System.Text.Encoding.ASCII.GetBytes(name, bytes.AsSpan(4));
            content.CopyTo(bytes, 8);
            BinaryPrimitives.WriteUInt32BigEndian(
                bytes.AsSpan(content.Length + 8),
                Crc32.HashToUInt32(bytes.AsSpan(4, content.Length + 4))
            );
            return bytes;
        }
    }

    [Theory]
    [InlineData("png_grey_exact", "grey.png")]
    [InlineData("png_rgb_exact", "rgb.png")]
    [InlineData("png_one_bit_exact", "one_bit.png")]
    [InlineData("png_palette_exact", "palette.png")]
    [InlineData("png_rgba_exact", "rgba.png")]
    [InlineData("png_interlaced_name_exact", "png_named.jpg")]
    [InlineData("png_words_exact", "words.png")]
    [InlineData("jpeg_grey_close", "grey.jpg")]
    [InlineData("jpeg_rgb_close", "rgb.jpg")]
    [InlineData("jpeg_progressive_close", "progressive.jpg")]
    [InlineData("jpeg_turned1_close", "turned1.jpg")]
    [InlineData("jpeg_turned2_close", "turned2.jpg")]
    [InlineData("jpeg_turned3_close", "turned3.jpg")]
    [InlineData("jpeg_turned4_close", "turned4.jpg")]
    [InlineData("jpeg_turned5_close", "turned5.jpg")]
    [InlineData("jpeg_turned6_close", "turned6.jpg")]
    [InlineData("jpeg_turned7_close", "turned7.jpg")]
    [InlineData("jpeg_turned8_close", "turned8.jpg")]
    [InlineData("tiff_rgb_exact", "rgb.tif")]
    [InlineData("tiff_lzw_exact", "lzw.tif")]
    [InlineData("tiff_grey_exact", "grey.tif")]
    [InlineData("tiff_words_exact", "words.tif")]
    [InlineData("tiff_floats_exact", "floats.tif")]
    [InlineData("bigtiff_exact", "big.tif")]
    [InlineData("webp_lossless_exact", "lossless.webp")]
    [InlineData("webp_lossy_close", "lossy.webp")]
    [InlineData("gif_exact", "still.gif")]
    [InlineData("bmp_rgb_exact", "rgb.bmp")]
    [InlineData("bmp_grey_exact", "grey.bmp")]
    [InlineData("bmp_one_bit_exact", "one_bit.bmp")]
    [InlineData("bmp_palette_exact", "palette.bmp")]
    [InlineData("bmp_rgba_exact", "rgba.bmp")]
    public void Every_format_agrees_with_Pillow(string name, string file)
    {
        using var golden = Npz.Open(Found.Golden("files/due.npz"));
        using var array = golden.Array(name);
        float[] due = new float[array.Count];
        array.Read(0, array.Slices, due);
        var image = ImageFile.Read(Found.Golden($"files/{file}"));
        Assert.Equal((array.Shape[0], array.Shape[1]), (image.Height, image.Width));
        float[] got = Grown(image, array.Shape.Length == 3);
        Assert.Equal(due.Length, got.Length);
        double[] apart = [.. due.Zip(got, (a, b) => Math.Abs((double)a - b))];
        (double worst, double mean) = name.EndsWith("close", StringComparison.Ordinal) ? (3, 0.5) : (0, 0);
        Assert.InRange(apart.Max(), 0, worst);
        Assert.InRange(apart.Average(), 0, mean);
    }

    [Fact]
    public void Ranges_and_kinds_are_those_of_the_file()
    {
        Assert.Equal(SampleRange.Bytes, Read("rgb.jpg").Range);
        Assert.Equal(Photometric.Grey, Read("grey.jpg").Photometric);
        Assert.Equal(SampleRange.Words, Read("words.png").Range);
        Assert.Equal(SampleRange.Words, Read("words.tif").Range);
        Assert.Equal(new SampleRange(0, 1) { IsGuessed = true }, Read("floats.tif").Range);
        Assert.Equal((1, 1), (Read("one_pixel.png").Height, Read("one_pixel.png").Width));
    }

    [Fact]
    public void Floats_beyond_the_usual_ranges_have_their_own()
    {
        foreach (double scale in new[] { 1, 1e6, 1e30 })
        {
            using var image = NetVips
                .Image.NewFromArray(
                    new[,]
                    {
                        { -1000 * scale, 0, 3000 * scale },
                    }
                )
                .Cast(NetVips.Enums.BandFormat.Float);
            Assert.Equal(
                new SampleRange((float)(-1000 * scale), (float)(3000 * scale)) { IsOwn = true },
                ImageFile.Read(image.TiffsaveBuffer(), "ct.tif").Range
            );
        }
        var huge = SampleRange.Own(-1e30f, -1e30f);
        Assert.True(huge.High > huge.Low);
    }

    [Fact]
    public void Numbers_of_64_bits_are_told_to_be_such()
    {
        byte[] file = File.ReadAllBytes(Found.Golden("files/grey.tif"));
        // The field BitsPerSample (258), of one short.
        int at = file.AsSpan().IndexOf<byte>([2, 1, 3, 0, 1, 0, 0, 0]);
        file[at + 8] = 64;
        var fault = Assert.Throws<DataException>(() => ImageFile.Read(file, "doubles.tif"));
        Assert.Contains("64 bits each", fault.What, StringComparison.Ordinal);
        Assert.Contains("32-bit floats", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ink_becomes_light()
    {
        float[] light = Images.Separate(Read("rgb.png"));
        float[] ink = Images.Separate(Read("cmyk.jpg"));
        // A printer's inks are no lamp: only the order of dark and bright is asked for.
        Assert.Equal(light.Length, ink.Length);
        Assert.InRange(Correlation(light, ink), 0.9, 1);
    }

    [Fact]
    public void Numbers_that_are_none_are_counted()
    {
        var fault = Assert.Throws<DataException>(() => Read("nan.tif"));
        Assert.Contains("2 of 888 samples", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_are_read_by_their_number_or_as_a_volume()
    {
        string path = Found.Golden("files/pages.tif");
        var fault = Assert.Throws<DataException>(() => ImageFile.Read(path));
        Assert.Contains("4 pages. Save the page that is meant", fault.Message, StringComparison.Ordinal);
        Assert.Equal(80, ImageFile.Read(path, page: 2)[3, 3]);
        Assert.Throws<DataException>(() => ImageFile.Read(path, page: 4));
        var volume = ImageFile.ReadVolume(path);
        Assert.Equal([4, 6, 8], volume.Axes);
        Assert.Equal([0, 40, 80, 120], Enumerable.Range(0, 4).Select(slice => volume[slice, 5, 7]));
    }

    [Theory]
    [InlineData("animated.gif")]
    [InlineData("animated.webp")]
    public void A_film_is_no_image(string file)
    {
        var fault = Assert.Throws<DataException>(() => Read(file));
        Assert.Contains("animated: 2 frames", fault.Message, StringComparison.Ordinal);
        Assert.Equal(24, ImageFile.Read(Found.Golden($"files/{file}"), page: 1).Height);
    }

    [Theory]
    [InlineData("grey.png")]
    [InlineData("rgb.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("rgb.tif")]
    [InlineData("lossy.webp")]
    [InlineData("rgb.bmp")]
    [InlineData("still.gif")]
    public void Half_a_file_is_no_image(string file)
    {
        byte[] whole = File.ReadAllBytes(Found.Golden($"files/{file}"));
        foreach (double share in new[] { 0.3, 0.5, 0.7, 0.9 })
        {
            byte[] part = whole[..(int)(whole.Length * share)];
            var fault = Assert.Throws<DataException>(() => ImageFile.Read(part, "half"));
            Assert.StartsWith("half: ", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("hello, this is text and no image at all", "no image that is read here")]
    [InlineData("BM", "no image that is read here")]
    public void What_is_no_image_is_refused(string content, string says)
    {
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(content);
        var fault = Assert.Throws<DataException>(() => ImageFile.Read(bytes, "x.png"));
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_gigapixels_in_a_small_file_are_refused_before_memory_is_taken()
    {
        byte[] png = File.ReadAllBytes(Found.Golden("files/grey.png"));
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 100_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 100_000);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32.HashToUInt32(png.AsSpan(12, 17)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Assert.Throws<DataException>(() => ImageFile.Read(png, "huge.png"));
        Assert.Contains("100000 x 100000", fault.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);

        byte[] bmp = File.ReadAllBytes(Found.Golden("files/rgb.bmp"));
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(18), 100_000);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(22), 100_000);
        Assert.Throws<DataException>(() => ImageFile.Read(bmp, "huge.bmp"));
    }

    [Fact]
    public void A_smaller_target_decodes_fewer_pixels_of_the_same_picture()
    {
        string path = Found.Golden("files/rgb.jpg");
        var whole = ImageFile.Read(path);
        var half = ImageFile.Read(path, new ImageTarget(6, 9));
        Assert.Equal((12, 18), (half.Height, half.Width));
        Assert.Equal(Images.Separate(whole).Average(), Images.Separate(half).Average(), 2f);
        var turned = ImageFile.Read(Found.Golden("files/turned6.jpg"), new ImageTarget(9, 6));
        Assert.Equal((18, 12), (turned.Height, turned.Width));
        Assert.Equal(24, ImageFile.Read(path, new ImageTarget(7, 9)).Height);
    }

    [Fact]
    public void The_same_pixels_have_the_same_hash_in_any_file()
    {
        var hash = ContentHash.Of(Read("grey.png"));
        Assert.Equal(hash, ContentHash.Of(Read("grey.tif")));
        Assert.Equal(hash, ContentHash.Of(Read("grey.bmp")));
        var grey = Read("grey.png");
        byte[] repeated = [.. grey.Bytes.ToArray().SelectMany(value => new[] { value, value, value })];
        Assert.Equal(
            hash,
            ContentHash.Of(Raster.OfBytes(grey.Height, grey.Width, Photometric.Rgb, repeated))
        );
        Assert.NotEqual(hash, ContentHash.Of(Read("rgb.png")));
        Assert.NotEqual(
            hash,
            ContentHash.Of(Raster.OfBytes(grey.Width, grey.Height, Photometric.Grey, grey.Bytes.ToArray()))
        );
    }

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("rgb.jpg")]
    [InlineData("lzw.tif")]
    [InlineData("lossy.webp")]
    [InlineData("animated.gif")]
    [InlineData("palette.bmp")]
    public void Changed_bytes_never_do_more_than_a_data_exception(string file)
    {
        byte[] sound = File.ReadAllBytes(Found.Golden($"files/{file}"));
        var random = new KeyedRandom(13, file);
        int refused = 0;
        for (int round = 0; round < 400; round++)
        {
            byte[] bytes = sound[..(random.Next(4) == 0 ? random.Next(sound.Length + 1) : sound.Length)];
            for (int changes = random.Next(1, 8); changes > 0 && bytes.Length > 0; changes--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                ImageFile.Read(bytes, file, page: round % 2 == 0 ? null : 0);
            }
            catch (DataException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 20, 400);
    }

    [Fact]
    public void Real_radiographs_are_read()
    {
        string path = Path.Combine(Found.Real("chestxray/fullres_1024"), "00000150_002.png");
        var image = ImageFile.Read(path);
        Assert.Equal((1024, 1024, Photometric.Grey), (image.Height, image.Width, image.Photometric));
    }

    private static Raster Read(string file) => ImageFile.Read(Found.Golden($"files/{file}"));

    /// <summary>[H, W] or [H, W, C] as Pillow gives it; a grey image that it gives in colour is repeated.</summary>
    private static float[] Grown(Raster image, bool colour)
    {
        float[] samples = new float[image.Height * image.Width * image.Channels];
        image.CopyTo(samples);
        return colour && image.Channels == 1
            ? [.. samples.SelectMany(value => new[] { value, value, value })]
            : samples;
    }

    private static double Correlation(float[] a, float[] b)
    {
        (double meanA, double meanB) = (a.Average(), b.Average());
        double both = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return both
            / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
