using Osler.Imaging.Preprocessing;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Tests.Preprocessing;

public sealed class ImageStepTests
{
    [Fact]
    public void Grey_is_the_luma_and_rgb_repeats_it()
    {
        using var planes = Raster.OfBytes(1, 2, Photometric.Rgb, [100, 50, 200, 9, 9, 9]).ToPlanes();
        new Grey().Run(planes);
        Assert.Equal(0.299f * 100 + 0.587f * 50 + 0.114f * 200, planes.Values[0], 1e-4f);
        Assert.Equal(9, planes.Values[1], 1e-4f);
        new Rgb().Run(planes);
        Assert.Equal(3, planes.Channels);
        Assert.Equal(planes.Channel(0).ToArray(), planes.Channel(2).ToArray());
    }

    [Fact]
    public void Content_is_cut_out_with_its_margin_and_darkness_stays_whole()
    {
        byte[] samples = new byte[10 * 12];
        samples[3 * 12 + 4] = 200;
        samples[6 * 12 + 8] = 200;
        using var planes = Raster.OfBytes(10, 12, Photometric.Grey, samples).ToPlanes();
        new CropToContent { Margin = 1 }.Run(planes);
        Assert.Equal((6, 7), (planes.Height, planes.Width));
        Assert.Equal(200, planes.Values[7 + 1]);
        Assert.Equal(new AxisMap(1, 2), planes.Rows);
        Assert.Equal(new AxisMap(1, 3), planes.Columns);
        using var dark = Images.Flat(5, 6, 0).ToPlanes();
        new CropToContent().Run(dark);
        Assert.Equal((5, 6), (dark.Height, dark.Width));
    }

    [Fact]
    public void Padding_is_equal_on_opposite_sides()
    {
        using var planes = Images.Flat(2, 5, 9).ToPlanes();
        new Pad { Value = 3 }.Run(planes);
        Assert.Equal((5, 5), (planes.Height, planes.Width));
        Assert.Equal([3, 9, 9, 3, 3], Enumerable.Range(0, 5).Select(row => planes.Values[row * 5]));
        Assert.Equal(-1, planes.Rows.ToSource(0));
    }

    [Fact]
    public void A_centre_crop_of_a_small_image_is_surrounded_by_black()
    {
        using var planes = Images.Flat(2, 6, 9).ToPlanes();
        new CentreCrop(4).Run(planes);
        Assert.Equal((4, 4), (planes.Height, planes.Width));
        Assert.Equal([0, 9, 9, 0], Enumerable.Range(0, 4).Select(row => planes.Values[row * 4 + 1]));
    }

    [Theory]
    [InlineData(80, 120)]
    [InlineData(120, 80)]
    [InlineData(61, 100)]
    public void A_fundus_is_cut_to_the_square_of_its_disc(int height, int width)
    {
        // A disc of radius 30 around the middle, with a bright speck of dust far from it.
        byte[] samples = new byte[height * width];
        for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
        {
            double down = y + 0.5 - height / 2.0;
            double across = x + 0.5 - width / 2.0;
            if (down * down + across * across <= 900)
                samples[y * width + x] = 150;
        }
        samples[width + 1] = 255;
        using var planes = Raster.OfBytes(height, width, Photometric.Grey, samples).ToPlanes();
        new FundusCrop().Run(planes);
        Assert.Equal(planes.Height, planes.Width);
        Assert.InRange(planes.Height, 57, 61);
        Assert.Equal(0, planes.Values[0]);
        Assert.Equal(150, planes.Values[planes.Height / 2 * planes.Width + planes.Width / 2]);
        Assert.DoesNotContain(255f, planes.Values.ToArray());
    }

    [Fact]
    public void A_fundus_cut_by_the_camera_gets_its_black_back()
    {
        using var planes = Images.Flat(40, 60, 150).ToPlanes();
        new FundusCrop().Run(planes);
        Assert.Equal((60, 60), (planes.Height, planes.Width));
        Assert.Equal(0, planes.Values[30]);
        Assert.Equal(150, planes.Values[30 * 60]);
        Assert.Equal(0, planes.Values[12 * 60]); // Beyond the disc.
    }

    [Fact]
    public void A_window_has_black_and_white_at_its_ends()
    {
        using var planes = Raster
            .OfFloats(1, 4, Photometric.Grey, new(-1024, 3071, "HU"), [-1000, -160, 40, 900])
            .ToPlanes();
        new Window(-160, 240).Run(planes);
        new Scale().Run(planes);
        Assert.Equal([0, 0, 0.5f, 1], planes.Values.ToArray());
    }

    [Fact]
    public void One_image_by_itself_has_mean_0_and_deviation_1_and_a_flat_one_is_0()
    {
        using var planes = Images.Noise(20, 30, Photometric.Rgb, 4).ToPlanes();
        new Normalise { By = NormaliseBy.PerImage }.Run(planes);
        float[] values = planes.Values.ToArray();
        Assert.Equal(0, values.Average(), 1e-5f);
        Assert.Equal(1, values.Average(value => value * value), 1e-4f);
        using var flat = Images.Flat(3, 3, 77).ToPlanes();
        new Normalise { By = NormaliseBy.PerImage }.Run(flat);
        Assert.All(flat.Values.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Equalisation_in_one_tile_without_a_limit_is_the_running_sum_of_the_histogram()
    {
        var image = Images.Noise(40, 40, Photometric.Grey, 6);
        using var planes = image.ToPlanes();
        new Equalise { Tiles = 1, ClipLimit = 256 }.Run(planes);
        for (int i = 0; i < 1600; i++)
        {
            int atMost = image.Bytes.ToArray().Count(value => value <= image.Bytes[i]);
            Assert.Equal(atMost * 255 / 1600f, planes.Values[i], 1e-2f);
        }
    }

    [Fact]
    public void Equalisation_agrees_with_its_definition_pixel_by_pixel()
    {
        var image = Images.Pattern(33, 50, Photometric.Grey);
        using var planes = image.ToPlanes();
        new Equalise { Tiles = 4, ClipLimit = 2 }.Run(planes);
        for (int y = 0; y < 33; y += 3)
        for (int x = 0; x < 50; x++)
            Assert.Equal(SlowEqualised(image, y, x, 4, 2), planes.Values[y * 50 + x], 1e-2f);
    }

    [Fact]
    public void Equalisation_keeps_hues_apart_and_the_range()
    {
        using var planes = Images.Pattern(40, 40).ToPlanes();
        new Equalise().Run(planes);
        float[] values = planes.Values.ToArray();
        Assert.InRange(values.Min(), 0, 255);
        Assert.InRange(values.Max(), 0, 255);
        Assert.Equal(3, planes.Channels);
    }

    /// <summary>The four nearest tiles' maps, each counted anew, blended by distance.</summary>
    private static float SlowEqualised(Raster image, int y, int x, int tiles, double limit)
    {
        double row = (y + 0.5) * tiles / image.Height - 0.5;
        double column = (x + 0.5) * tiles / image.Width - 0.5;
        double result = 0;
        for (int down = 0; down <= 1; down++)
        for (int across = 0; across <= 1; across++)
        {
            int tileRow = Math.Clamp((int)Math.Floor(row) + down, 0, tiles - 1);
            int tileColumn = Math.Clamp((int)Math.Floor(column) + across, 0, tiles - 1);
            double share =
                (down == 1 ? row - Math.Floor(row) : 1 - (row - Math.Floor(row)))
                * (across == 1 ? column - Math.Floor(column) : 1 - (column - Math.Floor(column)));
            result += share * Mapped(image, tileRow, tileColumn, tiles, limit, (int)image[y, x]);
        }
        return (float)result;
    }

    private static double Mapped(
        Raster image,
        int tileRow,
        int tileColumn,
        int tiles,
        double limit,
        int level
    )
    {
        int[] counts = new int[256];
        int area = 0;
        for (int y = tileRow * image.Height / tiles; y < (tileRow + 1) * image.Height / tiles; y++)
        for (int x = tileColumn * image.Width / tiles; x < (tileColumn + 1) * image.Width / tiles; x++)
        {
            counts[(int)image[y, x]]++;
            area++;
        }
        int most = Math.Max(1, (int)(limit * area / 256));
        int clipped = counts.Sum(count => Math.Max(0, count - most));
        int[] spread = [.. counts.Select(count => Math.Min(count, most) + clipped / 256)];
        // The rest goes to evenly spaced levels, as in OpenCV.
        int rest = clipped % 256;
        for (int i = 0, left = rest; rest > 0 && i < 256 && left > 0; i += Math.Max(256 / rest, 1), left--)
            spread[i]++;
        return spread.Take(level + 1).Sum() * 255.0 / area;
    }
}
