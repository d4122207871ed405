using Osler.Core.Metrics;
using Osler.Tests.Shared;
using static Osler.Core.Blocks.Lego;

namespace Osler.Serving.Tests;

public sealed class ImageBoxTests
{
    // Upper, left, lower and right edge as shares of the prepared image, whatever it shows.
    private static readonly double[] s_edges = [0.25, 1 / 3.0, 0.75, 2 / 3.0];

    [Theory, InlineData(null), InlineData("flip"), InlineData("ten_crops")]
    public void A_box_is_told_in_pixels_of_the_image_as_read(string? views)
    {
        using var bundle = new SmallImageBundle(
            network: Sequence(Flatten(), Dense(SmallImageBundle.Names.Length + s_edges.Length)),
            weight: Weight,
            steps: """[{"step": "centre_crop", "size": [4, 3]}, "scale", "normalise"]""",
            views: views,
            box: true
        );
        using var predictor = ImagePredictor.Open(bundle.Path);
        Assert.True(predictor.GivesBox);

        var box = predictor.Predict(SmallImageBundle.Image(1)).Box!.Value;

        // The crop begins one row and one column into 6 x 5 pixels; of its 4 x 3 the box holds rows 1 to 2 and column 1.
        Assert.Equal(new PixelBox(2, 2, 2, 3), Rounded(box));
    }

    private static float Weight(string name, int i)
    {
        int edge = i - SmallImageBundle.Names.Length;
        return name.EndsWith("bias", StringComparison.Ordinal) && edge >= 0
            ? (float)Math.Log(s_edges[edge] / (1 - s_edges[edge]))
            : 0;
    }

    private static PixelBox Rounded(PixelBox box) =>
        new(
            Math.Round(box.Left, 4),
            Math.Round(box.Top, 4),
            Math.Round(box.Right, 4),
            Math.Round(box.Bottom, 4)
        );
}
