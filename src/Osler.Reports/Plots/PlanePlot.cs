namespace Osler.Reports.Plots;

/// <summary>Probability over two inputs as filled contours, with cases on top.</summary>
public static class PlanePlot
{
    /// <summary>Shades in the page's style sheet.</summary>
    private const int Shades = 10;

    /// <summary>Contour levels for a set of planes, so that their colours mean the same.</summary>
    /// <param name="probabilities">The values of all planes together.</param>
    /// <returns>Round levels, ascending, at most ten; empty where there is no spread.</returns>
    public static double[] Levels(IEnumerable<double> probabilities)
    {
        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        foreach (double value in probabilities)
            if (double.IsFinite(value))
            {
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }
        if (!(high - low > 1e-6))
            return [];
        double[] steps = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1];
        foreach (double step in steps)
        {
            int first = (int)Math.Floor(low / step) + 1;
            int last = (int)Math.Ceiling(high / step) - 1;
            if (last - first + 1 <= Shades - 1)
                return [.. Enumerable.Range(first, Math.Max(0, last - first + 1)).Select(i => i * step)];
        }
        return [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
    }

    /// <summary>Draws one plane.</summary>
    /// <param name="xLabel">Name and unit of the horizontal input.</param>
    /// <param name="x">Its values, ascending, at least two.</param>
    /// <param name="yLabel">Name and unit of the vertical input.</param>
    /// <param name="y">Its values, ascending, at least two.</param>
    /// <param name="probabilities">Row-major [y, x]; where one is not finite the plane is not drawn.</param>
    /// <param name="levels">From <see cref="Levels"/>.</param>
    /// <param name="cases">Cases to show; those outside the plane are left out.</param>
    public static SvgImage Draw(
        string xLabel,
        ReadOnlySpan<double> x,
        string yLabel,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> probabilities,
        ReadOnlySpan<double> levels,
        IReadOnlyList<(double X, double Y, bool Outcome)> cases
    )
    {
        bool sound =
            x.Length >= 2
            && y.Length >= 2
            && probabilities.Length == x.Length * y.Length
            && Ascends(x)
            && Ascends(y)
            && AllFinite(probabilities);
        var plot = new Plot(
            Axis.Between(xLabel, sound ? x[0] : 0, sound ? x[^1] : 1, 5),
            Axis.Between(yLabel, sound ? y[0] : 0, sound ? y[^1] : 1, 5),
            grid: false
        );
        if (!sound)
            return plot.Finish("not drawn: the grid has no finite values");
        plot.Under("<rect class=\"h h0\" width=\"100%\" height=\"100%\"/>");
        List<(int Shade, double Level, List<ContourRing> Rings)> regions = [];
        for (int i = 0; i < levels.Length; i++)
            regions.Add(
                (
                    1 + i * (Shades - 1) / Math.Max(1, levels.Length),
                    levels[i],
                    Contours.Region(probabilities, x.Length, levels[i])
                )
            );
        foreach (var (shade, _, rings) in regions)
            plot.Under(Filled(plot, rings, shade, x, y));
        foreach (bool outcome in new[] { false, true })
        foreach (var (caseX, caseY, present) in cases)
            if (present == outcome)
                plot.Points([caseX], [caseY], Ink.Truth, outcome ? 3.4 : 2.4, hollow: !outcome);
        foreach (var (_, level, rings) in regions)
            Label(plot, rings, level, x, y);
        if (cases.Count > 0)
            plot.Legend(Ink.Truth, LegendMark.Point, "sampled case with the outcome")
                .Legend(Ink.Truth, LegendMark.Ring, "sampled case without it");
        return plot.Finish();
    }

    private static string Filled(
        Plot plot,
        List<ContourRing> rings,
        int shade,
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> y
    )
    {
        if (rings.Count == 0)
            return "";
        var area = new SvgWriter();
        var line = new SvgWriter();
        foreach (var ring in rings)
        {
            bool drawing = false;
            for (int i = 0; i < ring.Points.Count; i++)
            {
                var (px, py) = Place(plot, ring.Points[i], x, y);
                area.Raw(i == 0 ? "M" : "L").Number(px).Raw(" ").Number(py);
                if (drawing)
                    line.Raw("L").Number(px).Raw(" ").Number(py);
                else if (ring.OnLevel[i])
                    line.Raw("M").Number(px).Raw(" ").Number(py);
                drawing = ring.OnLevel[i];
            }
            area.Raw("Z");
            if (drawing)
            {
                var (px, py) = Place(plot, ring.Points[0], x, y);
                line.Raw("L").Number(px).Raw(" ").Number(py);
            }
        }
        return $"<path class=\"h h{shade}\" d=\"{area}\"/><path class=\"c\" d=\"{line}\"/>";
    }

    /// <summary>Writes the level on the longest contour, half way along, if it is long enough to carry words.</summary>
    private static void Label(
        Plot plot,
        List<ContourRing> rings,
        double level,
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> y
    )
    {
        GridPoint? best = null;
        int longest = Math.Max(6, Math.Min(x.Length, y.Length) / 4);
        foreach (var ring in rings)
        {
            int start = -1;
            for (int i = 0; i <= ring.Points.Count; i++)
            {
                bool on = i < ring.Points.Count && ring.OnLevel[i];
                if (on && start < 0)
                    start = i;
                if (on || start < 0)
                    continue;
                if (i - start > longest)
                {
                    longest = i - start;
                    best = ring.Points[(start + i) / 2];
                }
                start = -1;
            }
        }
        if (best is { } middle)
            plot.Words(
                At(x, middle.Column),
                At(y, middle.Row),
                Numerals.Percent(level, level < 0.01 ? 1 : 0),
                "m halo",
                dy: 4
            );
    }

    private static (double X, double Y) Place(
        Plot plot,
        GridPoint point,
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> y
    ) => (plot.X(At(x, point.Column)), plot.Y(At(y, point.Row)));

    private static double At(ReadOnlySpan<double> grid, double place)
    {
        int below = Math.Clamp((int)place, 0, grid.Length - 2);
        return grid[below] + (place - below) * (grid[below + 1] - grid[below]);
    }

    private static bool Ascends(ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
            if (!double.IsFinite(values[i]) || (i > 0 && values[i] <= values[i - 1]))
                return false;
        return true;
    }

    private static bool AllFinite(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
            if (!double.IsFinite(value))
                return false;
        return true;
    }
}
