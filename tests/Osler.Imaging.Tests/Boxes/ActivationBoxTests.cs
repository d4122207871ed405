using Osler.Core.Metrics;
using Osler.Imaging.Augmentation;
using Osler.Imaging.Boxes;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Tests.Boxes;

public sealed class ActivationBoxTests
{
    [Fact]
    public void The_largest_connected_piece_above_a_fifth_of_the_greatest_value_counts()
    {
        // The greatest value stands alone in a corner; a piece of five lies elsewhere, one more touches it by a corner only.
        float[] map =
        [
            10,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            3,
            3,
            0,
            0,
            0,
            0,
            3,
            3,
            2.5f,
            0,
            0,
            2.1f,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            1.9f,
        ];
        Assert.Equal(new Box(1, 3, 3, 6), ActivationBox.Of(map, 5, 6, 5, 6));
    }

    [Fact]
    public void A_map_of_nothing_points_at_the_whole_image() =>
        Assert.Equal(new Box(0, 0, 20, 30), ActivationBox.Of([-1, -2, 0, -3], 2, 2, 20, 30));

    [Fact]
    public void A_map_is_drawn_out_to_the_image()
    {
        // The left half is 1, the right 0: halfway between the middles of the two places it is a half, and a fifth beyond.
        Assert.Equal(new Box(0, 0, 10, 65), ActivationBox.Of([1, 0], 1, 2, 10, 100));
    }

    [Fact]
    public void A_box_goes_through_preprocessing_and_back()
    {
        var frame = new ImageFrame(new AxisMap(2, 10), new AxisMap(0.5, -4), 64, 64);
        var box = new PixelBox(3, 20, 12, 49);
        Assert.Equal(new Box(5, 14, 20, 34), frame.Prepared(box));
        Assert.Equal(box, frame.AsRead(frame.Prepared(box)));
        Assert.Equal(new Box(0, 14, 20, 34), frame.Within(new Box(-5, 14, 20, 34)));
        Assert.Null(frame.Within(new Box(-5, 14, 0, 34)));
    }
}
