using Osler.Core.Chance;
using Osler.Reports.Plots;

namespace Osler.Reports.Tests.Plots;

public sealed class ContoursTests
{
    [Fact]
    public void A_region_that_covers_the_grid_is_its_border()
    {
        var ring = Assert.Single(Contours.Region([1, 1, 1, 1, 1, 1, 1, 1, 1], 3, 0.5));
        Assert.Equal(4, Area(ring), 12);
        Assert.DoesNotContain(true, ring.OnLevel);
    }

    [Fact]
    public void A_level_above_all_values_has_no_region() =>
        Assert.Empty(Contours.Region([0, 0, 0, 0], 2, 0.5));

    [Fact]
    public void A_slope_is_cut_by_linear_interpolation()
    {
        // Values rise from 0 to 2 along the columns; 0.5 is reached a quarter of the way.
        var ring = Assert.Single(Contours.Region([0, 1, 2, 0, 1, 2], 3, 0.5));
        Assert.Equal(1.5, Area(ring), 12);
        Assert.Equal(2, ring.Points.Count(point => point.Column == 0.5));
    }

    [Fact]
    public void A_peak_alone_is_a_closed_contour()
    {
        var ring = Assert.Single(Contours.Region([0, 0, 0, 0, 1, 0, 0, 0, 0], 3, 0.5));
        Assert.All(ring.OnLevel, Assert.True);
        Assert.Equal(0.5, Area(ring), 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_smooth_landscape_has_the_area_that_counting_small_cells_gives(int seed)
    {
        const int columns = 41;
        const int rows = 31;
        const int fine = 12;
        var random = new KeyedRandom(seed, "contours");
        double[] phases = [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble() * 6)];
        double Height(double x, double y) =>
            Math.Sin(x / 6 + phases[0])
            + Math.Cos(y / 5 + phases[1])
            + 0.5 * Math.Sin((x + y) / 8 + phases[2]);
        double[] values =
        [
            .. Enumerable
                .Range(0, rows)
                .SelectMany(y => Enumerable.Range(0, columns).Select(x => Height(x, y))),
        ];
        double area = Contours.Region(values, columns, 0.3).Sum(Area);
        int inside = 0;
        for (int y = 0; y < (rows - 1) * fine; y++)
        for (int x = 0; x < (columns - 1) * fine; x++)
            inside += Height((x + 0.5) / fine, (y + 0.5) / fine) >= 0.3 ? 1 : 0;
        // A chord leaves at most 1/8 of the curvature, below 0.01 cells, along some hundred cells of contour.
        Assert.Equal(inside / (double)(fine * fine), area, 1.5);
    }

    [Fact]
    public void Region_above_and_region_below_fill_the_grid()
    {
        var random = new KeyedRandom(4, "contours");
        double[] values = [.. Enumerable.Range(0, 100).Select(_ => random.NextDouble())];
        double above = Contours.Region(values, 10, 0.4).Sum(Area);
        double below = Contours.Region([.. values.Select(value => -value)], 10, -0.4).Sum(Area);
        Assert.Equal(81, above + below, 9);
    }

    /// <summary>By the shoelace formula; holes run the other way round and count as negative.</summary>
    private static double Area(ContourRing ring)
    {
        double twice = 0;
        for (int i = 0; i < ring.Points.Count; i++)
        {
            var (x1, y1) = ring.Points[i];
            var (x2, y2) = ring.Points[(i + 1) % ring.Points.Count];
            twice += x1 * y2 - x2 * y1;
        }
        return twice / 2;
    }
}
