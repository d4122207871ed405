using System.Text;
using Osler.Core.Faults;
using Osler.Imaging.Preprocessing;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Tests.Preprocessing;

public sealed class ImageExpectationTests
{
    private static readonly SampleRange Hounsfield = new(-1024, 3071, "HU");

    [Fact]
    public void Colour_is_refused_where_training_saw_grey_and_grey_where_it_saw_colour()
    {
        var grey = Fit("""["grey", "scale"]""", Images.Pattern(4, 4, Photometric.Grey));
        var fault = Assert.Throws<DataException>(() => grey.Require(Images.Pattern(4, 4), "photo.png"));
        Assert.Equal(
            "photo.png: It has colour; the network has learnt from grey images alone. Its answer would mean nothing; give it an image of the kind that it was trained on.",
            fault.Message
        );
        var colour = Fit("""["rgb", "scale"]""", Images.Pattern(4, 4));
        Assert.Throws<DataException>(() => colour.Require(Images.Flat(4, 4, 9)));
        Fit("""["rgb", "scale"]""", Images.Pattern(4, 4), Images.Flat(4, 4, 9)).Require(Images.Flat(4, 4, 9));
    }

    [Fact]
    public void Equal_channels_are_grey()
    {
        var grey = Fit("""["grey", "scale"]""", Images.Flat(1, 2, 7));
        grey.Require(Raster.OfBytes(1, 2, Photometric.Rgb, [1, 1, 1, 9, 9, 9]));
        Assert.Throws<DataException>(() =>
            grey.Require(Raster.OfBytes(1, 2, Photometric.Rgb, [1, 1, 1, 9, 9, 8]))
        );
    }

    [Fact]
    public void Hounsfield_units_are_not_brightness()
    {
        var ct = Raster.OfFloats(1, 2, Photometric.Grey, Hounsfield, [-1000, 40]);
        var fitted = Fit("""[{"step": "window", "low": -160, "high": 240}, "scale"]""", ct);
        fitted.Require(
            Raster.OfFloats(1, 2, Photometric.Grey, new SampleRange(-2048, 6000, "HU"), [0, 5000])
        );
        var fault = Assert.Throws<DataException>(() => fitted.Require(Images.Flat(1, 2, 7)));
        Assert.Contains(
            "brightness; the network has learnt from in HU",
            fault.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Another_bit_depth_will_do_only_where_it_is_scaled_away()
    {
        var words = Raster.OfFloats(1, 2, Photometric.Grey, SampleRange.Words, [0, 60_000]);
        Fit("""["scale"]""", Images.Flat(1, 2, 7)).Require(words);
        Assert.Throws<DataException>(() =>
            Fit("""[{"step": "normalise", "by": "per_image"}]""", Images.Flat(1, 2, 7)).Require(words)
        );
        Assert.Throws<DataException>(() =>
            Fit("""[{"step": "window", "low": 0, "high": 100}, "scale"]""", Images.Flat(1, 2, 7))
                .Require(words)
        );
    }

    [Fact]
    public void Numbers_beyond_the_range_or_none_at_all_are_refused()
    {
        var fitted = Fit("""["scale"]""", Images.Flat(1, 2, 7));
        foreach (float wrong in new[] { 300, -20, float.NaN, float.PositiveInfinity })
            Assert.Throws<DataException>(() =>
                fitted.Require(Raster.OfFloats(1, 2, Photometric.Grey, SampleRange.Bytes, [0, wrong]))
            );
    }

    [Fact]
    public void Numbers_of_unknown_scale_need_training_images_of_their_kind_and_scale()
    {
        var bytes = Fit("""["scale"]""", Images.Pattern(4, 4, Photometric.Grey));
        foreach (float scale in new[] { 1f, 1e6f, 1e30f })
        {
            var fault = Assert.Throws<DataException>(() => bytes.Require(Own(-1000 * scale, 3000 * scale)));
            Assert.Contains(
                "its file does not say what is black and white; the network has learnt from ranges of 0 to 255",
                fault.Message,
                StringComparison.Ordinal
            );
        }
        bytes.Require(Raster.OfFloats(1, 2, Photometric.Grey, SampleRange.Bytes, [0.5f, 254]));

        var fitted = Fit("""["scale"]""", Own(-1000, 3000), Own(-900, 2000));
        foreach (var own in new[] { fitted, ImagePreprocessing.FromJson(Bytes(fitted.ToJson())) })
        {
            own.Require(Own(-1024, 3071));
            foreach (var (low, high) in new[] { (-1000f, 3e4f), (-5000f, 100f), (-1e30f, 3e30f) })
                Assert.Contains(
                    "the network has learnt from numbers from -1000 to 3000 alone",
                    Assert.Throws<DataException>(() => own.Require(Own(low, high))).Message,
                    StringComparison.Ordinal
                );
        }
        Fit("""[{"step": "window", "low": -160, "high": 240}]""", Own(-1000, 3000)).Require(Own(-900, 2000));
    }

    [Fact]
    public void An_image_that_happens_to_fit_a_usual_range_is_taken_as_training_is()
    {
        var (wide, positive) = (Guessed(-1000, 3000), Guessed(0, 200));
        Assert.Equal(SampleRange.Bytes with { IsGuessed = true }, positive.Range);
        var fitted = Fit("""["scale"]""", wide, positive);
        Assert.All(fitted.Expects.Ranges, range => Assert.True(range.IsOwn));
        float[] input = new float[2];
        foreach (var own in new[] { fitted, ImagePreprocessing.FromJson(Bytes(fitted.ToJson())) })
        {
            own.Require(Guessed(0, 400));
            own.Apply(Guessed(0, 400), input);
            Assert.Equal([0, 1], input);
            var fault = Assert.Throws<DataException>(() => own.Require(Guessed(0, 30_000)));
            Assert.Contains("from 0 to 30000", fault.Message, StringComparison.Ordinal);
        }
        var bytes = Raster.OfBytes(1, 2, Photometric.Grey, [0, 200]);
        Assert.Contains(
            "Its range is 0 to 255; the network has learnt from ranges of -1000 to 200 alone",
            Assert
                .Throws<DataException>(() =>
                    Fit("""[{"step": "window", "low": -9, "high": 9}]""", Own(-1000, 100), Own(0, 200))
                        .Require(bytes)
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Noise_to_verify_with_lies_where_images_of_a_guessed_range_lie()
    {
        var expects = Fit("""["scale"]""", Guessed(0, 200), Guessed(0, 430)).Expects;
        var (_, high) = NoiseImage.Draw(expects, 1).Extremes();
        Assert.InRange(high, 1, 430);
    }

    [Fact]
    public void Images_that_fit_several_usual_ranges_are_taken_for_the_widest()
    {
        var fitted = Fit("""["scale"]""", Guessed(0, 200), Guessed(0, 430), Guessed(0, 100));
        Assert.Equal([SampleRange.Words with { IsGuessed = true }], fitted.Expects.Ranges);
        float[] input = new float[2];
        foreach (var served in new[] { fitted, ImagePreprocessing.FromJson(Bytes(fitted.ToJson())) })
        {
            served.Require(Guessed(0, 200));
            served.Apply(Guessed(0, 200), input);
            Assert.Equal(200f / 65_535, input[1], 1e-7f);
            // Bytes are as their file states.
            served.Apply(Raster.OfBytes(1, 2, Photometric.Grey, [0, 255]), input);
            Assert.Equal(1, input[1], 1e-6f);
        }
        Fit("[]", Guessed(0, 200), Guessed(0, 430)).Require(Guessed(0, 200));
        var learnt = Fit("""["scale", "normalise"]""", Guessed(0, 200), Guessed(0, 400));
        Assert.Equal(150.0 / 65_535, Assert.IsType<Normalise>(learnt.Steps[^1]).Mean![0], 1e-7);
    }

    [Fact]
    public void Numbers_beyond_the_range_that_training_was_taken_for_are_refused_and_stated_ranges_are_not()
    {
        var fitted = Fit("""["scale"]""", Guessed(0, 200), Guessed(0, 255));
        foreach (var served in new[] { fitted, ImagePreprocessing.FromJson(Bytes(fitted.ToJson())) })
        {
            Assert.StartsWith(
                "a.npy: Its numbers go up to 430, and its file does not say what is black and white; the network has learnt from numbers from 0 to 255 in such files alone.",
                Assert.Throws<DataException>(() => served.Require(Guessed(0, 430), "a.npy")).Message,
                StringComparison.Ordinal
            );
            served.Require(Raster.OfFloats(1, 2, Photometric.Grey, SampleRange.Words, [0, 60_000]));
        }
        // A bundle of before does not tell that its range was guessed.
        string before = fitted
            .ToJson()
            .Replace("\"guessed\": true", "\"own\": false", StringComparison.Ordinal);
        Assert.DoesNotContain("guessed", before, StringComparison.Ordinal);
        ImagePreprocessing.FromJson(Bytes(before)).Require(Guessed(0, 430));
    }

    [Fact]
    public void Fractions_that_overshoot_a_little_are_fractions()
    {
        var over = SampleRange.Guessed(0, 1.04f, areFractions: true);
        Assert.Equal(new SampleRange(0, 1) { IsGuessed = true }, over);
        Assert.Equal(255, SampleRange.Guessed(0, 1.06f, areFractions: true).High);
        var image = Raster.OfFloats(1, 2, Photometric.Grey, over, [0, 1.04f]);
        Fit("""["scale"]""", image).Require(image);
    }

    [Fact]
    public void What_shows_nothing_or_uses_little_of_its_range_is_told()
    {
        var twelve = Raster.OfFloats(1, 2, Photometric.Grey, SampleRange.Words, [0, 4095]);
        var pattern = Images.Pattern(16, 16, Photometric.Grey);
        var fitted = Fit("""["scale"]""", pattern);
        Assert.Empty(fitted.Warnings(pattern));
        Assert.Empty(fitted.Warnings(Own(-1000, 3000)));
        var seen = Fit(
            """["scale"]""",
            Raster.OfBytes(1, 2, Photometric.Grey, [0, 255]),
            Raster.OfBytes(1, 2, Photometric.Grey, [51, 102])
        );
        string told = Assert.Single(ImagePreprocessing.FromJson(Bytes(seen.ToJson())).Warnings(twelve));
        Assert.StartsWith(
            "The image uses 6.2 % of its range of 0 to 65535, those of training 60.0 %: ",
            told,
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["Every sample of the image is 9: it shows nothing."],
            fitted.Warnings(Images.Flat(3, 3, 9))
        );
        // Training's were as dark, or contrast is scaled away.
        Assert.Empty(Fit("""["scale"]""", twelve).Warnings(twelve));
        Assert.Empty(
            Fit("""["scale", {"step": "normalise", "by": "per_image"}]""", pattern).Warnings(twelve)
        );
    }

    [Fact]
    public void A_volume_is_no_still_image() =>
        Assert.Throws<DataException>(() =>
            Fit("""["scale"]""", Images.Flat(1, 2, 7)).Require(Volume.OfBytes(1, 1, 2, new byte[2]))
        );

    [Fact]
    public void Different_ranges_of_one_unit_need_a_window()
    {
        Raster[] ct =
        [
            Raster.OfFloats(1, 1, Photometric.Grey, Hounsfield, [0]),
            Raster.OfFloats(1, 1, Photometric.Grey, new(-1000, 1000, "HU"), [0]),
        ];
        var fault = Assert.Throws<RequestException>(() => Fit("""["scale"]""", ct));
        Assert.Contains("window", fault.Message, StringComparison.Ordinal);
        Fit("""[{"step": "window", "low": -160, "high": 240}, "scale"]""", ct);
    }

    private static Raster Own(float low, float high) =>
        Raster.OfFloats(1, 2, Photometric.Grey, SampleRange.Own(low, high), [low, high]);

    private static Raster Guessed(float low, float high) =>
        Raster.OfFloats(
            1,
            2,
            Photometric.Grey,
            SampleRange.Guessed(low, high, areFractions: false),
            [low, high]
        );

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static ImagePreprocessing Fit(string recipe, params Raster[] images) =>
        ImagePreprocessingTests.Recipe(recipe).Fit(images.Length, i => images[i]);
}
