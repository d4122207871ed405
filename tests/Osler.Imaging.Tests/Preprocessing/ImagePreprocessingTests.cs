using System.Text;
using System.Text.Json;
using Osler.Core.Faults;
using Osler.Imaging.Arrays;
using Osler.Imaging.Preprocessing;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Tests.Preprocessing;

public sealed class ImagePreprocessingTests
{
    private const string Imagenet = """
        [{"step": "shorter_side", "size": 48}, {"step": "centre_crop", "size": 40}, "scale",
         {"step": "normalise", "by": "imagenet"}]
        """;

    [Theory]
    [InlineData("tall", 99, 71)]
    [InlineData("wide", 60, 151)]
    [InlineData("small", 20, 31)]
    public void The_pipeline_of_ImageNet_agrees_with_torchvision(string key, int height, int width)
    {
        using var golden = Npz.Open(Found.Golden("resampling/torchvision.npz"));
        using var array = golden.Array(key);
        float[] due = new float[array.Count];
        array.Read(0, 3, due);
        var image = Images.Pattern(height, width);
        var preprocessing = Recipe(Imagenet).Fit(1, _ => image);
        float[] got = new float[preprocessing.Length];
        preprocessing.Apply(image, got);
        // torchvision rounds to bytes after each of its two passes: at most one level of 255.
        for (int i = 0; i < due.Length; i++)
            Assert.Equal(due[i], got[i], 1 / 255f / 0.224f);
    }

    [Fact]
    public void The_mean_and_deviation_of_the_training_images_are_exact_whatever_the_threads_do()
    {
        Raster[] images = [.. Enumerable.Range(0, 150).Select(i => Images.Noise(8, 9, Photometric.Rgb, i))];
        var recipe = Recipe("""["scale", "normalise"]""");
        var fitted = recipe.Fit(images.Length, i => images[i]);
        var step = Assert.IsType<Normalise>(fitted.Steps[^1]);
        for (int channel = 0; channel < 3; channel++)
        {
            double[] values =
            [
                .. images.SelectMany(image =>
                    Images.Separate(image).Skip(channel * 72).Take(72).Select(value => value / 255.0)
                ),
            ];
            double mean = values.Average();
            Assert.Equal(mean, step.Mean[channel], 1e-7);
            Assert.Equal(
                Math.Sqrt(values.Average(value => (value - mean) * (value - mean))),
                step.StandardDeviation[channel],
                1e-7
            );
        }
        Assert.Equal(fitted.ToJson(), recipe.Fit(images.Length, i => images[i]).ToJson());
    }

    [Fact]
    public void What_is_written_is_read_and_gives_the_same_numbers()
    {
        Raster[] images =
        [
            .. Enumerable.Range(0, 9).Select(i => Images.Noise(30 + i, 40, Photometric.Rgb, i)),
        ];
        var recipe = Recipe(
            """
            [{"step": "crop_to_content", "threshold": 0.1, "margin": 2}, "grey", "pad",
             {"step": "resize", "size": [20, 24], "filter": "lanczos3", "antialias": false},
             {"step": "equalise", "clip_limit": 3, "tiles": 4}, "rgb", "scale", "normalise"]
            """
        );
        var fitted = recipe.Fit(images.Length, i => images[i]);
        var again = ImagePreprocessing.FromJson(Encoding.UTF8.GetBytes(fitted.ToJson()));
        Assert.Equal([3, 20, 24], again.Output);
        Assert.Equal(fitted.ToJson(), again.ToJson());
        float[] first = new float[fitted.Length];
        float[] second = new float[again.Length];
        fitted.Apply(images[3], first);
        again.Apply(images[3], second);
        Assert.Equal(first, second);
        Assert.Equal(
            recipe.ToJson(),
            ImageRecipe.FromJson(JsonDocument.Parse(recipe.ToJson()).RootElement).ToJson()
        );
    }

    [Theory]
    [InlineData("""["gray"]""", "'grey'")]
    [InlineData("""[{"step": "resize", "size": 24, "filtre": "area"}]""", "'filter'")]
    [InlineData("""[{"step": "resize", "size": 24, "filter": "bilinaer"}]""", "'bilinear'")]
    [InlineData("""[{"step": "resize"}]""", "A setting that has no default is missing")]
    [InlineData("""[{"step": "resize", "size": 0}]""", "from 1 to 16384")]
    [InlineData("""[{"step": "resize", "size": [1, 2, 3]}]""", "wrong type")]
    [InlineData("""[{"step": "window", "low": 5, "high": 5}]""", "above low")]
    [InlineData("""[{"step": "window", "low": "nan", "high": 5}]""", "window: {low: …, high: …}; it takes")]
    [InlineData("""[{"step": "equalise", "tiles": 0}]""", "from 1 to 64")]
    [InlineData("""[{"step": "normalise", "standard_deviation": [0]}]""", "above 0")]
    [InlineData("""{"step": "grey"}""", "not a list")]
    public void A_wrong_step_is_refused_with_what_would_be_right(string json, string says)
    {
        var fault = Assert.Throws<RequestException>(() => Recipe(json));
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""["normalise", "scale"]""", "not the last")]
    [InlineData("""["scale", {"step": "normalise", "by": "imagenet"}]""", "Put 'rgb' before")]
    [InlineData("""["rgb", {"step": "normalise", "by": "imagenet"}]""", "Put 'scale' before")]
    [InlineData("""[{"step": "normalise", "mean": [1]}]""", "1 means and 0 standard")]
    [InlineData(
        """[{"step": "normalise", "mean": [1, 2, 3], "standard_deviation": [1, 1, 1]}]""",
        "3 means for images of 1 channels"
    )]
    [InlineData(
        """[{"step": "normalise", "by": "per_image", "mean": [1], "standard_deviation": [1]}]""",
        "also taken from elsewhere"
    )]
    public void Steps_that_do_not_fit_each_other_are_refused(string json, string says)
    {
        var image = Images.Noise(4, 4, Photometric.Grey, 1);
        var fault = Assert.Throws<RequestException>(() => Recipe(json).Fit(1, _ => image));
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_images_of_several_sizes_or_channels_need_a_step()
    {
        Raster[] sizes = [Images.Flat(4, 4, 1), Images.Flat(4, 5, 1)];
        var fault = Assert.Throws<DataException>(() => Recipe("[]").Fit(2, i => sizes[i]));
        Assert.Contains("resize", fault.Message, StringComparison.Ordinal);
        Raster[] channels = [Images.Flat(4, 4, 1), Images.Pattern(4, 4)];
        fault = Assert.Throws<DataException>(() => Recipe("[]").Fit(2, i => channels[i]));
        Assert.Contains("'grey' or 'rgb'", fault.Message, StringComparison.Ordinal);
        Assert.Equal([1, 4, 4], Recipe("""["grey"]""").Fit(2, i => channels[i]).Output);
    }

    [Fact]
    public void A_fault_of_reading_comes_through_as_it_is() =>
        Assert.Throws<DataException>(() =>
            Recipe("[]").Fit(9, i => i == 5 ? throw new DataException("broken") : Images.Flat(2, 2, 1))
        );

    [Fact]
    public void Volumes_come_out_with_their_depth()
    {
        byte[] samples = [.. Enumerable.Range(0, 2 * 3 * 4).Select(i => (byte)(i * 10))];
        var volume = Volume.OfBytes(2, 3, 4, samples);
        var fitted = Recipe("""["scale", "normalise"]""").Fit(1, _ => volume);
        Assert.Equal([1, 2, 3, 4], fitted.Output);
        float[] values = new float[24];
        fitted.Apply(volume, values);
        Assert.Equal(0, values.Average(), 1e-5f);
        Assert.Equal(1, values.Average(value => value * value), 1e-4f);
        Assert.Equal(Recipe("""["scale"]""").Fit(1, _ => volume).Output, fitted.Output);
    }

    [Theory]
    [InlineData("""["grey", {"step": "resize", "size": [20, 30]}]""", 20, 30)]
    [InlineData("""[{"step": "shorter_side", "size": 48}]""", 48, 48)]
    [InlineData("""["fundus_crop", {"step": "resize", "size": 20}]""", null, null)]
    [InlineData("""[{"step": "resize", "size": 20, "antialias": false}]""", null, null)]
    [InlineData("""[{"step": "centre_crop", "size": 20}]""", null, null)]
    public void A_file_is_decoded_in_full_where_a_step_needs_every_pixel(string json, int? height, int? width)
    {
        var target = Recipe(json).Target;
        Assert.Equal((height, width), (target?.Height, target?.Width));
    }

    [Theory]
    [InlineData("""["grey", "scale", "normalise"]""", true)]
    [InlineData("""[{"step": "centre_crop", "size": 2}, "scale"]""", null)]
    [InlineData("""[{"step": "resize", "size": 2}, "scale"]""", false)]
    public void Images_must_have_training_s_size_where_no_step_changes_it(string json, bool? isFixed)
    {
        var image = Raster.OfBytes(3, 4, Photometric.Grey, [.. Enumerable.Range(0, 12).Select(i => (byte)i)]);
        var target = Recipe(json).Fit(1, _ => image).Target;
        Assert.Equal(isFixed, target?.IsFixed);
        if (isFixed == true)
            Assert.Equal((3, 4), (target!.Value.Height, target.Value.Width));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"format": 2, "kind": "image"}""")]
    [InlineData("nonsense")]
    public void A_damaged_file_is_refused(string json) =>
        Assert.Throws<DataException>(() => ImagePreprocessing.FromJson(Encoding.UTF8.GetBytes(json)));

    internal static ImageRecipe Recipe(string json) =>
        ImageRecipe.FromJson(JsonDocument.Parse(json).RootElement);
}
