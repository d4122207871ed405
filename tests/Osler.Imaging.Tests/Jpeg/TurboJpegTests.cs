using System.IO.Compression;
using CsCheck;
using Osler.Core.Chance;
using Osler.Imaging.Files;
using Osler.Imaging.Jpeg;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Tests.Jpeg;

/// <summary>libjpeg-turbo must change nothing but the time.</summary>
public sealed class TurboJpegTests
{
    [Fact]
    public void Its_pixels_are_those_of_libvips() =>
        DrawnJpeg.Any.Sample(
            drawn =>
            {
                byte[] file = drawn.Encoded();
                var quick = Quick(file);
                Assert.NotNull(quick);
                Same(file, quick);
            },
            iter: 300
        );

    [Fact]
    public void Real_photographs_are_the_same()
    {
        Needed();
        using var archive = ZipFile.OpenRead(Found.Real("imagenet-samples/imagenet_334_256.zip"));
        int quick = 0;
        foreach (
            var entry in archive.Entries.Where(entry =>
                entry.Name.EndsWith(".jpg", StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            using var stream = entry.Open();
            using var content = new MemoryStream();
            stream.CopyTo(content);
            byte[] file = content.ToArray();
            if (Quick(file) is not { } image)
                continue;
            Same(file, image);
            quick++;
        }
        Assert.InRange(quick, 200, 400);
    }

    [Theory]
    [InlineData("progressive.jpg")]
    [InlineData("turned6.jpg")]
    [InlineData("cmyk.jpg")]
    [InlineData("rgb.png")]
    public void What_is_not_plain_is_left_to_libvips(string file) =>
        Assert.Null(Quick(File.ReadAllBytes(Found.Golden($"files/{file}"))));

    [Fact]
    public void A_picture_that_is_wanted_much_smaller_or_in_another_size_is_left_to_libvips()
    {
        byte[] file = new DrawnJpeg(
            64,
            48,
            false,
            90,
            NetVips.Enums.ForeignSubsample.Auto,
            true,
            1
        ).Encoded();
        Assert.NotNull(Quick(file, new ImageTarget(64, 48) { IsFixed = true }));
        Assert.NotNull(Quick(file, new ImageTarget(40, 40)));
        Assert.Null(Quick(file, new ImageTarget(16, 12)));
        Assert.Null(Quick(file, new ImageTarget(48, 64) { IsFixed = true }));
    }

    [Fact]
    public void Colours_that_are_halved_down_alone_are_left_to_libvips()
    {
        byte[] file = new DrawnJpeg(
            64,
            48,
            false,
            90,
            NetVips.Enums.ForeignSubsample.Off,
            false,
            3
        ).Encoded();
        Assert.NotNull(Quick(file));
        int frame = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        // The first component's samples, across and down (ISO 10918-1 B.2.2).
        Assert.Equal(0x11, file[frame + 11]);
        file[frame + 11] = 0x12;
        Assert.Null(Quick(file));
    }

    [Fact]
    public void What_is_damaged_is_left_to_libvips_whatever_was_changed()
    {
        byte[] sound = new DrawnJpeg(
            40,
            56,
            false,
            80,
            NetVips.Enums.ForeignSubsample.Auto,
            true,
            2
        ).Encoded();
        Assert.Null(Quick(sound.AsSpan(0, sound.Length / 2)));
        var random = new KeyedRandom(5, "damage");
        for (int round = 0; round < 300; round++)
        {
            byte[] changed = [.. sound];
            for (int changes = random.Next(1, 5); changes > 0; changes--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            if (Quick(changed) is { } image)
                Same(changed, image);
        }
    }

    // The first says upright, but with an impossible count, so libvips goes by the second.
    [Fact]
    public void A_picture_with_two_orientations_lies_as_libvips_has_it()
    {
        byte[] sound = new DrawnJpeg(
            40,
            56,
            false,
            80,
            NetVips.Enums.ForeignSubsample.Auto,
            false,
            4
        ).Encoded();
        byte[] notes =
        [
            .. "Exif\0\0II*\0"u8,
            .. (ReadOnlySpan<byte>)[8, 0, 0, 0, 2, 0],
            .. (ReadOnlySpan<byte>)[0x12, 1, 3, 0, 1, 0, 0, 4, 1, 0, 0, 0],
            .. (ReadOnlySpan<byte>)[0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0],
            .. (ReadOnlySpan<byte>)[0, 0, 0, 0],
        ];
        byte[] file = [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(2 + notes.Length), .. notes, .. sound.AsSpan(2)];
        Assert.Equal(56, VipsDecoder.Read(file, ImageFormat.Jpeg, "twin", null, null).Height);
        if (Quick(file) is { } image)
            Same(file, image);
    }

    [Theory]
    [InlineData(0xDB)]
    [InlineData(0xC4)]
    public void A_file_without_its_tables_is_not_read_with_those_of_the_file_before(byte tables)
    {
        byte[] sound = new DrawnJpeg(
            40,
            56,
            false,
            80,
            NetVips.Enums.ForeignSubsample.Auto,
            false,
            3
        ).Encoded();
        byte[] lacking = [.. sound];
        // Each such segment becomes one that says nothing (APP9).
        for (int at = 2; lacking[at + 1] != 0xDA; at += 2 + (lacking[at + 2] << 8 | lacking[at + 3]))
            if (lacking[at + 1] == tables)
                lacking[at + 1] = 0xE9;
        Assert.NotEqual(sound, lacking);
        Assert.NotNull(Quick(sound));
        if (Quick(lacking) is { } image)
            Same(lacking, image);
    }

    private static void Needed() =>
        Assert.SkipUnless(TurboJpeg.IsThere, "libjpeg-turbo (libturbojpeg) is not on this system.");

    private static Raster? Quick(ReadOnlySpan<byte> file, ImageTarget? target = null)
    {
        Needed();
        return TurboJpeg.Read(file, target, out _);
    }

    private static void Same(byte[] file, Raster quick)
    {
        var due = VipsDecoder.Read(file, ImageFormat.Jpeg, "twin", null, null);
        Assert.Equal(
            (due.Height, due.Width, due.Photometric),
            (quick.Height, quick.Width, quick.Photometric)
        );
        Assert.True(due.Bytes.SequenceEqual(quick.Bytes));
    }
}
