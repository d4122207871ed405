using Osler.Core.Faults;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;

namespace Osler.Imaging.Tests.Sources;

public sealed class ImageMarksTests
{
    [Fact]
    public void Know_their_images_again_after_they_were_written_and_no_others()
    {
        var marks = ImageMarks.Read(
            ImageMarks.Of([.. Enumerable.Range(0, 500).Select(Mark), Mark(3)]).Write(),
            "marks"
        );

        Assert.Equal(500, marks.Count);
        Assert.All(Enumerable.Range(0, 500), i => Assert.True(marks.Has(Image(i))));
        Assert.All(Enumerable.Range(500, 500), i => Assert.False(marks.Has(Image(i))));
    }

    [Fact]
    public void Take_eight_bytes_an_image_and_eight_megabytes_at_most()
    {
        Assert.Equal(8 * 3, ImageMarks.Of([7, 9, 8]).Write().Length);
        Assert.False(ImageMarks.Of([7, 9, 8]).MayLack);
        var many = ImageMarks.Of(Enumerable.Range(0, ImageMarks.Most + 5).Select(i => (ulong)i));
        Assert.Equal(8 << 20, many.Write().Length);
        Assert.True(many.MayLack);
    }

    [Fact]
    public void Tell_an_image_of_one_more_row_apart() =>
        Assert.NotEqual(
            ImageMarks.Of(Raster.OfBytes(2, 3, Photometric.Grey, new byte[6])),
            ImageMarks.Of(Raster.OfBytes(3, 2, Photometric.Grey, new byte[6]))
        );

    [Theory, InlineData(7), InlineData(24)]
    public void Bytes_that_are_no_ascending_numbers_are_refused(int length) =>
        Assert.Throws<DataException>(() => ImageMarks.Read(new byte[length], "marks"));

    private static ulong Mark(int number) => ImageMarks.Of(Image(number));

    private static Raster Image(int number) =>
        Raster.OfBytes(2, 2, Photometric.Grey, [(byte)number, (byte)(number >> 8), 1, 2]);
}
