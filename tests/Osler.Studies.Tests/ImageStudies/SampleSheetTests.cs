using Osler.Reports.Pictures;

namespace Osler.Studies.Tests.ImageStudies;

public sealed class SampleSheetTests
{
    [Theory, InlineData("cutmix"), InlineData("{mixup: {alpha: 2}}")]
    public void What_mixes_a_batch_is_seen(string mixing)
    {
        var study = StudyFile.Open(
            "digits",
            ["data.simulate.patients=100", $"images.augmentation=[{mixing}]"]
        );
        var sheet = SampleSheet.Of(study, 4);
        Assert.True(sheet.Mixed);
        Assert.Equal(3, sheet.Variations);
        Assert.Contains(
            Enumerable.Range(1, 3),
            place => !Tile(sheet.Picture, 0).SequenceEqual(Tile(sheet.Picture, place))
        );
        // One image alone has none to be mixed with on the sheet, but in training it has.
        Assert.Equal(
            [.. Tile(SampleSheet.Of(study, 1).Picture, 1)],
            (IEnumerable<byte>)Tile(sheet.Picture, 1)
        );
    }

    [Fact]
    public void Boxes_are_drawn_where_they_lie_in_each_variation()
    {
        var study = StudyFile.Open(
            "imagenet",
            [
                "data.simulate.patients=120",
                "images.augmentation=[{shifted_crop: {size: 64}}, {rotate: {degrees: 30}}]",
            ]
        );
        var sheet = SampleSheet.Of(study, 1);
        Assert.True(sheet.Boxed);
        (int, int)[] corners =
        [
            .. Enumerable.Range(0, 4).Select(place => Corner(Tile(sheet.Picture, place))),
        ];
        Assert.DoesNotContain((-1, -1), corners);
        Assert.True(corners.Distinct().Count() > 1);
    }

    // The first green pixel.
    private static (int Row, int Column) Corner(byte[] tile)
    {
        int side = (int)Math.Sqrt(tile.Length / 3);
        for (int i = 0; i < tile.Length; i += 3)
            if (tile.AsSpan(i, 3).SequenceEqual((ReadOnlySpan<byte>)[60, 220, 90]))
                return (i / 3 / side, i / 3 % side);
        return (-1, -1);
    }

    // A square place of the first row; gaps are 4 pixels wide.
    private static byte[] Tile(Picture sheet, int place)
    {
        int side = 0;
        while (!Blank(sheet, 4 + side))
            side++;
        int channels = sheet.Channels;
        return
        [
            .. Enumerable
                .Range(4, side)
                .SelectMany(row =>
                    sheet
                        .Samples.AsSpan(
                            (row * sheet.Width + 4 + place * (side + 4)) * channels,
                            side * channels
                        )
                        .ToArray()
                ),
        ];
    }

    private static bool Blank(Picture sheet, int column) =>
        Enumerable
            .Range(0, sheet.Height)
            .All(row => sheet.Samples[(row * sheet.Width + column) * sheet.Channels] == 255);
}
