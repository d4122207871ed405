using Osler.Imaging.Arrays;
using Osler.Imaging.Preprocessing;
using Osler.Imaging.Rasters;
using Osler.Imaging.Resampling;

namespace Osler.Imaging.Tests.Resampling;

public sealed class ResamplerTests
{
    [Theory]
    [InlineData(ResizeFilter.Bilinear, "bilinear")]
    [InlineData(ResizeFilter.Bicubic, "bicubic")]
    [InlineData(ResizeFilter.Lanczos3, "lanczos3")]
    [InlineData(ResizeFilter.Area, "area")]
    [InlineData(ResizeFilter.Nearest, "nearest")]
    public void Every_filter_agrees_with_Pillow_from_bytes_and_from_floats(ResizeFilter filter, string name)
    {
        using var golden = Npz.Open(Found.Golden("resampling/pillow.npz"));
        var bytes = Images.Pattern(37, 53);
        float[] samples = new float[bytes.Bytes.Length];
        bytes.CopyTo(samples);
        // A unit: no clipping at the ends of brightness, as Pillow's floats have none.
        var floats = Raster.OfFloats(37, 53, Photometric.Rgb, new SampleRange(0, 255, "HU"), samples);
        string[] keys = [.. golden.Names.Where(key => key.StartsWith(name, StringComparison.Ordinal))];
        Assert.Equal(6, keys.Length);
        foreach (string key in keys)
        {
            using var array = golden.Array(key);
            float[] due = new float[array.Count];
            array.Read(0, 3, due);
            (int height, int width) = (array.Shape[1], array.Shape[2]);
            AssertClose(due, Resized(floats, filter, height, width), 1e-2f);
            AssertClose(
                [.. due.Select(value => Math.Clamp(value, 0, 255))],
                Resized(bytes, filter, height, width),
                1e-2f
            );
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Separable_equals_the_sum_over_every_pixel(int seed)
    {
        var image = Images.Noise(23 + 2 * seed, 67 + 2 * seed, Photometric.Grey, seed);
        // Odd lengths: no pixel's centre falls on a box's edge, where rounding decides.
        foreach (var filter in Enum.GetValues<ResizeFilter>())
        foreach (bool antialias in new[] { true, false })
        {
            var step = new Resize((11, 83)) { Filter = filter, Antialias = antialias };
            using var planes = image.ToPlanes();
            step.Run(planes);
            AssertClose(Slow(image, 11, 83, filter, antialias), planes.Values.ToArray(), 1e-2f);
        }
    }

    [Fact]
    public void A_constant_image_stays_constant()
    {
        foreach (var filter in Enum.GetValues<ResizeFilter>())
        foreach (var (height, width) in new[] { (3, 3), (100, 7), (1, 200) })
            Assert.All(
                Resized(Images.Flat(31, 17, 100), filter, height, width),
                value => Assert.Equal(100, value, 1e-3f)
            );
    }

    [Fact]
    public void Area_to_a_whole_fraction_is_the_plain_mean() =>
        Assert.Equal(
            [(0 + 7 + 13 + 21) / 4f],
            Resized(Images.Pattern(2, 2, Photometric.Grey), ResizeFilter.Area, 1, 1)
        );

    [Fact]
    public void A_crop_is_resized_as_the_image_that_it_is()
    {
        var image = Images.Pattern(40, 50);
        using var lazy = image.ToPlanes();
        lazy.Crop(3, 5, 20, 30);
        new Resize(16).Run(lazy);
        using var eager = image.ToPlanes();
        _ = eager.Values.Length;
        eager.Crop(3, 5, 20, 30);
        new Resize(16).Run(eager);
        AssertClose(eager.Values.ToArray(), lazy.Values.ToArray(), 1e-3f);
        Assert.Equal(new AxisMap(20 / 16.0, 3), lazy.Rows);
        Assert.Equal(new AxisMap(30 / 16.0, 5), lazy.Columns);
    }

    private static float[] Resized(Raster image, ResizeFilter filter, int height, int width)
    {
        using var planes = image.ToPlanes();
        new Resize((height, width)) { Filter = filter }.Run(planes);
        return planes.Values.ToArray();
    }

    /// <summary>Every output pixel as the weighted mean of all input pixels, the weights by their definition.</summary>
    private static float[] Slow(Raster image, int height, int width, ResizeFilter filter, bool antialias)
    {
        float[] result = new float[height * width];
        for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
        {
            double[] down = Weights(image.Height, height, y, filter, antialias);
            double[] across = Weights(image.Width, width, x, filter, antialias);
            double sum = 0;
            for (int row = 0; row < image.Height; row++)
            for (int column = 0; column < image.Width; column++)
                sum += down[row] * across[column] * image[row, column];
            result[y * width + x] = (float)Math.Clamp(sum, 0, 255);
        }
        return result;
    }

    private static double[] Weights(int from, int to, int i, ResizeFilter filter, bool antialias)
    {
        double scale = (double)from / to;
        double centre = (i + 0.5) * scale;
        double[] weights = new double[from];
        if (filter == ResizeFilter.Nearest)
        {
            weights[(int)centre] = 1;
            return weights;
        }
        double stretch = antialias || filter == ResizeFilter.Area ? Math.Max(1, scale) : 1;
        for (int k = 0; k < from; k++)
            weights[k] = ResampleTable.Weight(filter, (k + 0.5 - centre) / stretch);
        double sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
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
