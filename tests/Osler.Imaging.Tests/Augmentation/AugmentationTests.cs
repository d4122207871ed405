using System.Text.Json;
using Osler.Core.Blocks;
using Osler.Core.Faults;
using Osler.Imaging.Arrays;
using Osler.Imaging.Augmentation;
using Osler.Imaging.Preprocessing;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Tests.Augmentation;

public sealed class AugmentationTests
{
    private const string Everything = """
        ["flip", {"augment": "rotate", "degrees": 30},
         {"augment": "affine", "degrees": 5, "shift": 0.1, "scale": 1.2, "shear": 8}, "elastic",
         {"augment": "crop", "size": 20}, "brightness", "contrast", "saturation", "hue", "colour_noise", "blur",
         "noise", "cutout", "mixup", "cutmix"]
        """;

    private static readonly Shape Picture = [3, 24, 31];

    [Fact]
    public void Equal_keys_give_equal_images_in_any_order_and_other_keys_give_others()
    {
        var steps = Steps(Everything);
        float[][] first = [.. Enumerable.Range(0, 12).Select(i => Varied(steps, 7, 2, i))];
        float[][] again = new float[12][];
        Parallel.For(0, 12, i => again[11 - i] = Varied(steps, 7, 2, 11 - i));
        Assert.Equal(first, again);
        Assert.NotEqual(first[0], first[1]);
        Assert.NotEqual(first[0], Varied(steps, 8, 2, 0));
        Assert.NotEqual(first[0], Varied(steps, 7, 3, 0));
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var steps = Steps(Everything);
        Assert.Equal(15, steps.Steps.Length);
        Assert.Equal(steps.ToJson(), Steps(steps.ToJson()).ToJson());
        Assert.Equal([3, 20, 20], steps.Output(Picture));
    }

    [Theory]
    [InlineData("""["flpi"]""", "'flip'")]
    [InlineData("""[{"augment": "rotate", "degree": 5}]""", "'degrees'")]
    [InlineData("""[{"augment": "rotate", "degrees": 200}]""", "from 0 to 180")]
    [InlineData("""[{"augment": "crop", "size": 0}]""", "from 1 to 16384")]
    [InlineData("""["elastic", "elastic"]""", "two elastic")]
    public void A_wrong_step_is_refused_with_what_would_be_right(string json, string says)
    {
        var fault = Assert.Throws<RequestException>(() => Steps(json));
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("brightness_up", 1.3)]
    [InlineData("brightness_down", 0.6)]
    [InlineData("contrast_up", 1.4)]
    [InlineData("contrast_down", 0.5)]
    [InlineData("saturation_up", 1.6)]
    [InlineData("saturation_down", 0.2)]
    [InlineData("hue_up", 0.13)]
    [InlineData("hue_down", -0.4)]
    public void Colours_agree_with_torchvision(string name, double by)
    {
        PhotometricDraw draw = name.Split('_')[0] switch
        {
            "brightness" => new BrightnessDraw(by),
            "contrast" => new ContrastDraw(by),
            "saturation" => new SaturationDraw(by),
            _ => new HueDraw(by),
        };
        using var planes = Scaled();
        draw.Apply(planes);
        // torchvision's luma has the weight 0.2989 for red, and it clips hues in [0, 1) in float32.
        AssertClose(Golden(name), planes.Values.ToArray(), 5e-4f);
    }

    [Fact]
    public void Blur_agrees_with_torchvision_away_from_the_edges()
    {
        using var planes = Scaled();
        new BlurDraw(1.3).Apply(planes);
        float[] due = Golden("blur");
        for (int y = 4; y < 20; y++)
        for (int x = 4; x < 27; x++)
            Assert.Equal(due[y * 31 + x], planes.Values[y * 31 + x], 2e-3f);
    }

    [Theory]
    [InlineData("rotate", 25, 1, 0, 0)]
    [InlineData("rotate_back", -140, 1, 0, 0)]
    [InlineData("affine", 0, 1.25, -2, 3)]
    public void Maps_agree_with_torchvision(
        string name,
        double degrees,
        double scale,
        double down,
        double across
    )
    {
        using var planes = Scaled();
        Drawn(PlaneMap.About(24, 31, degrees, scale, 0, down, across)).Apply(planes);
        AssertClose(Golden(name), planes.Values.ToArray(), 2e-3f);
    }

    [Fact]
    public void Geometric_steps_together_are_one_resampling()
    {
        using var planes = Scaled();
        float[] before = planes.Values.ToArray();
        Drawn(PlaneMap.About(24, 31, 33, 1.3, 0, 0, 0), PlaneMap.About(24, 31, -33, 1 / 1.3, 0, 0, 0))
            .Apply(planes);
        // Two resamplings would have blurred it, and cut its corners off.
        AssertClose(before, planes.Values.ToArray(), 1e-4f);
    }

    [Fact]
    public void A_quarter_turn_moves_pixels_whole()
    {
        using var planes = Images.Pattern(5, 5, Photometric.Grey).ToPlanes();
        float[] before = planes.Values.ToArray();
        Drawn(5, 5, PlaneMap.About(5, 5, 90, 1, 0, 0, 0)).Apply(planes);
        for (int y = 0; y < 5; y++)
        for (int x = 0; x < 5; x++)
            Assert.Equal(before[x * 5 + 4 - y], planes.Values[y * 5 + x], 1e-3f);
    }

    [Fact]
    public void A_crop_is_the_antialiased_resize_of_its_rectangle()
    {
        using var planes = Scaled();
        Drawn(20, 10, new PlaneMap(18 / 20.0, 0, 3, 0, 25 / 10.0, 4)).Apply(planes);
        using var due = Scaled();
        due.Crop(3, 4, 18, 25);
        new Resize((20, 10)).Run(due);
        AssertClose(due.Values.ToArray(), planes.Values.ToArray(), 1e-5f);
    }

    [Theory]
    [InlineData("""[{"augment": "flip", "horizontal": 1}]""")]
    [InlineData("""[{"augment": "flip", "vertical": 1}]""")]
    [InlineData("""["quarter_turns"]""")]
    [InlineData("""[{"augment": "rotate", "degrees": 60}]""")]
    [InlineData("""[{"augment": "affine", "degrees": 20, "shift": 0.1, "scale": 1.2, "shear": 10}]""")]
    [InlineData("""["elastic"]""")]
    [InlineData("""[{"augment": "shifted_crop", "size": 30, "border": 4}]""")]
    [InlineData(
        """["flip", {"augment": "rotate", "degrees": 40}, "elastic", {"augment": "crop", "size": 32, "least_area": 0.5}]"""
    )]
    public void Image_mask_and_box_move_alike(string json)
    {
        var steps = Steps(json);
        for (int @case = 0; @case < 10; @case++)
        {
            byte[] samples = new byte[40 * 40];
            for (int y = 12; y < 24; y++)
                samples.AsSpan(y * 40 + 14, 16).Fill(255);
            var image = Raster.OfBytes(40, 40, Photometric.Grey, samples);
            var draw = steps.Draw(3, 0, @case, [1, 40, 40]);
            using var moved = image.ToPlanes();
            using var mask = image.ToPlanes();
            draw.Apply(moved);
            draw.ApplyToMask(mask);
            var box = draw.Apply(new Box(12, 14, 24, 30));
            Assert.All(mask.Values.ToArray(), value => Assert.True(value is 0 or 255));
            float[] picture = moved.Values.ToArray();
            int apart = Enumerable
                .Range(0, picture.Length)
                .Count(i => Math.Abs(picture[i] - mask.Values[i]) > 128);
            Assert.InRange(apart, 0, 20);
            int width = moved.Width;
            int[] bright = [.. Enumerable.Range(0, picture.Length).Where(i => mask.Values[i] > 0)];
            if (bright.Length == 0)
                continue;
            Assert.NotNull(box);
            Assert.Equal(bright.Min(i => i / width), box.Value.Top, 1.5);
            Assert.Equal(bright.Max(i => i / width) + 1, box.Value.Bottom, 1.5);
            Assert.Equal(bright.Min(i => i % width), box.Value.Left, 1.5);
            Assert.Equal(bright.Max(i => i % width) + 1, box.Value.Right, 1.5);
        }
    }

    [Fact]
    public void A_box_that_is_cut_away_is_none()
    {
        var draw = Drawn(10, 10, PlaneMap.Same with { RowShift = 14 });
        Assert.Null(draw.Apply(new Box(0, 0, 12, 12)));
        Assert.Equal(new Box(0, 0, 4, 10), draw.Apply(new Box(2, 0, 18, 12)));
    }

    [Fact]
    public void Volumes_are_mirrored_and_turned_without_loss()
    {
        var steps = Steps(
            """[{"augment": "flip", "horizontal": 0.5, "vertical": 0.5, "depth": 0.5}, "quarter_turns"]"""
        );
        byte[] samples = [.. Enumerable.Range(0, 27).Select(i => (byte)i)];
        var seen = new HashSet<string>();
        for (int @case = 0; @case < 300; @case++)
        {
            using var planes = Volume.OfBytes(3, 3, 3, samples).ToPlanes();
            steps.Draw(1, 0, @case, [1, 3, 3, 3]).Apply(planes);
            float[] values = [.. planes.Values.ToArray().Select(value => MathF.Round(value))];
            Assert.Equal(Enumerable.Range(0, 27).Select(i => (float)i), values.Order());
            Assert.Equal(13, values[13]);
            seen.Add(string.Join(',', values));
        }
        // All 48 symmetries of the cube.
        Assert.Equal(48, seen.Count);
    }

    [Fact]
    public void Noise_and_its_kin_have_the_stated_size()
    {
        using var planes = Raster
            .OfFloats(100, 100, Photometric.Grey, new SampleRange(0, 1), [.. Enumerable.Repeat(0.5f, 10_000)])
            .ToPlanes();
        new NoiseDraw(0.05, 9).Apply(planes);
        float[] values = planes.Values.ToArray();
        Assert.Equal(0.5, values.Average(), 2e-3);
        Assert.Equal(0.05, Math.Sqrt(values.Average(value => (value - 0.5) * (value - 0.5))), 2e-3);
        new CutoutDraw(0.5, 0.5, 0.3).Apply(planes);
        Assert.Equal(900, planes.Values.ToArray().Count(value => value == planes.Values[50 * 100 + 50]));
    }

    [Fact]
    public void Elastic_shifts_are_smooth_and_of_the_published_size()
    {
        // Simard's 34 pixels at deviation 4 leave about 34 / sqrt(3) / (2 sqrt(pi) 4) = 1.4 pixels.
        var steps = Steps("""["elastic"]""");
        double squares = 0;
        for (int @case = 0; @case < 40; @case++)
        {
            var moved = steps.Draw(1, 0, @case, [1, 64, 64]).Apply(new Box(32, 32, 33, 33))!.Value;
            squares += Math.Pow(moved.Top - 32, 2) + Math.Pow(moved.Left - 32, 2);
        }
        Assert.InRange(Math.Sqrt(squares / 80), 1.0, 1.9);
    }

    [Fact]
    public void Views_for_testing_are_those_of_AlexNet()
    {
        var views = TestTime.Views(TestTimeViews.TenCrops, [1, 6, 8], 4);
        Assert.Equal(10, views.Count);
        var image = Images.Pattern(6, 8, Photometric.Grey);
        float[][] crops =
        [
            .. views.Select(view =>
            {
                using var planes = image.ToPlanes();
                view.Apply(planes);
                return planes.Values.ToArray();
            }),
        ];
        Assert.Equal(image[1, 2], crops[0][0]);
        Assert.Equal(
            [image[0, 0], image[0, 4], image[2, 0], image[2, 4]],
            crops[1..5].Select(crop => crop[0])
        );
        Assert.Equal(image[1, 5], crops[5][0]);
        Assert.Equal(8, TestTime.Views(TestTimeViews.TurnsAndFlips, [1, 4, 4]).Count);
        Assert.Throws<RequestException>(() => TestTime.Views(TestTimeViews.FiveCrops, [1, 6, 8], 7));
    }

    internal static Augmentations Steps(string json) =>
        Augmentations.FromJson(JsonDocument.Parse(json).RootElement);

    private static float[] Varied(Augmentations steps, long seed, long epoch, long @case)
    {
        using var planes = Scaled();
        steps.Draw(seed, epoch, @case, Picture).Apply(planes);
        return planes.Values.ToArray();
    }

    private static Planes Scaled()
    {
        var planes = Images.Pattern(24, 31).ToPlanes();
        new Scale().Run(planes);
        return planes;
    }

    private static AugmentationDraw Drawn(params PlaneMap[] maps) => Drawn(24, 31, maps);

    private static AugmentationDraw Drawn(int height, int width, params PlaneMap[] maps)
    {
        var geometry = new Geometry(24, 31, 1);
        foreach (var map in maps)
            geometry.Add(map, height, width);
        return new AugmentationDraw(geometry, []);
    }

    private static float[] Golden(string name)
    {
        using var golden = Npz.Open(Found.Golden("augmentation/torchvision.npz"));
        using var array = golden.Array(name);
        float[] due = new float[array.Count];
        array.Read(0, 3, due);
        return due;
    }

    private static void AssertClose(float[] due, float[] got, float tolerance)
    {
        Assert.Equal(due.Length, got.Length);
        for (int i = 0; i < due.Length; i++)
            Assert.True(
                Math.Abs(due[i] - got[i]) <= tolerance,
                $"Place {i}: {got[i]} where {due[i]} was due."
            );
    }
}
