using CsCheck;
using Osler.Core.Faults;
using Osler.Imaging.Dicom.Codecs;
using Osler.Imaging.Dicom.Pixels;
using Osler.Imaging.Files;
using Osler.Imaging.Jpeg;
using Osler.Imaging.Tests.Jpeg;
using static NetVips.Enums;

namespace Osler.Imaging.Tests.Dicom;

/// <summary>Frames of baseline JPEG, which are read as JPEG files are.</summary>
public sealed class PlainJpegTests
{
    private static readonly byte[] s_adobeRgb =
    [
        .. (ReadOnlySpan<byte>)[0xFF, 0xEE, 0, 14],
        .. "Adobe"u8,
        .. (ReadOnlySpan<byte>)[0, 100, 0, 0, 0, 0, 0],
    ];

    [Fact]
    public void Have_the_pixels_of_a_file_of_the_same_bytes() =>
        DrawnJpeg.Any.Sample(
            drawn =>
            {
                byte[] file = drawn.Encoded();
                var frame = Dicom(file, drawn).Frame();
                var picture = ImageFile.Read(file, "drawn.jpg");
                Assert.Equal(picture.Photometric, frame.Photometric);
                Assert.True(picture.Bytes.SequenceEqual(frame.Bytes));
            },
            iter: 200
        );

    [Fact]
    public void Have_the_grey_that_the_package_decodes_within_one() =>
        DrawnJpeg
            .Any.Where(drawn => drawn.IsGrey)
            .Sample(
                drawn =>
                {
                    byte[] file = drawn.Encoded();
                    var image = Dicom(file, drawn);
                    byte[] twin = Package(file, image.Description);
                    var frame = image.Frame().Bytes;
                    for (int i = 0; i < twin.Length; i++)
                        Assert.InRange(frame[i] - twin[i], -1, 1);
                },
                iter: 100
            );

    [Fact]
    public void Of_red_green_and_blue_are_not_taken_for_luminance()
    {
        var drawn = new DrawnJpeg(30, 40, false, 90, ForeignSubsample.Off, false, 5);
        byte[] luminous = drawn.Encoded();
        // libvips writes no JFIF segment where nothing is to be kept.
        Assert.Equal(-1, luminous.AsSpan().IndexOf("JFIF"u8));
        byte[] red = [.. luminous.AsSpan(0, 2), .. s_adobeRgb, .. luminous.AsSpan(2)];

        var image = Dicom(red, drawn, "YBR_FULL");
        Assert.True(Package(red, image.Description).AsSpan().SequenceEqual(image.Frame().Bytes));
        Assert.False(Dicom(luminous, drawn, "YBR_FULL").Frame().Bytes.SequenceEqual(image.Frame().Bytes));
    }

    [Fact]
    public void With_the_least_white_are_turned_around()
    {
        var drawn = new DrawnJpeg(30, 40, true, 90, ForeignSubsample.Auto, false, 6);
        byte[] file = drawn.Encoded();
        var white = Dicom(file, drawn, "MONOCHROME1").Frame();
        var black = ImageFile.Read(file, "drawn.jpg");
        for (int i = 0; i < black.Bytes.Length; i++)
            Assert.Equal(255 - black.Bytes[i], white.Bytes[i]);
    }

    [Fact]
    public void Whose_coding_goes_beyond_the_stored_bits_stay_white()
    {
        var drawn = new DrawnJpeg(40, 40, true, 30, ForeignSubsample.Auto, false, 9);
        byte[] file = drawn.Encoded();
        byte[] even = [.. file, .. new byte[file.Length % 2]];
        var writer = new ObjectWriter().Image(40, 40, 8, 7);
        var frame = PixelsTests.Image(writer.Fragments([], even), ObjectWriter.JpegBaseline).Frame();
        var picture = ImageFile.Read(file, "drawn.jpg");
        Assert.Contains(picture.Bytes.ToArray(), value => value > 127);
        for (int row = 0; row < 40; row++)
        for (int column = 0; column < 40; column++)
            Assert.Equal(Math.Min(127, picture[row, column]), frame[row, column]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whose_second_half_is_missing_are_refused(bool hasEnd)
    {
        var drawn = new DrawnJpeg(64, 64, true, 90, ForeignSubsample.Auto, false, 7);
        byte[] file = drawn.Encoded();
        byte[] half = [.. file[..(file.Length / 2)], .. hasEnd ? (ReadOnlySpan<byte>)[0xFF, 0xD9] : []];
        var fault = Assert.Throws<DataException>(() => Dicom(half, drawn).Frame());
        Assert.Contains("damaged", fault.Message);
    }

    private static DicomImage Dicom(byte[] stream, DrawnJpeg drawn, string? photometric = null)
    {
        byte[] even = [.. stream, .. new byte[stream.Length % 2]];
        var writer = new ObjectWriter().Image(
            drawn.Height,
            drawn.Width,
            photometric: photometric ?? (drawn.IsGrey ? "MONOCHROME2" : "YBR_FULL_422"),
            samples: drawn.IsGrey ? 1 : 3
        );
        return PixelsTests.Image(writer.Fragments([], even), ObjectWriter.JpegBaseline);
    }

    private static byte[] Package(byte[] stream, PixelDescription description)
    {
        var head = JpegHead.Read(stream, null);
        return PackageJpeg
            .Decode(stream, head, description, JpegFrame.Color(head, description.Color))
            .Bytes.ToArray();
    }
}
