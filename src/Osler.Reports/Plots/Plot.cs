using System.Globalization;

namespace Osler.Reports.Plots;

/// <summary>A plot in the making: two axes, and what is drawn between them.</summary>
/// <remarks>
/// Units are the axes'. A value that is not finite breaks a line and is left out elsewhere; what lies outside the
/// axes is cut off. Colours are classes that the page's style sheet fills, so a plot follows the page's theme.
/// </remarks>
public sealed class Plot
{
    private const double LetterWidth = 6.9;
    private const double Fine = 0.6;

    private readonly Axis _x;
    private readonly Axis _y;
    private readonly double _left;
    private readonly double _width;
    private readonly double _height;
    private readonly SvgWriter _inside = new();
    private readonly SvgWriter _above = new();
    private readonly List<LegendEntry> _legend = [];
    private readonly bool _grid;

    /// <param name="x">Horizontal axis.</param>
    /// <param name="y">Vertical axis.</param>
    /// <param name="width">Width of the whole drawing.</param>
    /// <param name="height">Height of the area between the axes; 0 for as high as wide.</param>
    /// <param name="grid">Whether faint lines lead from the marks.</param>
    public Plot(Axis x, Axis y, double width = 440, double height = 0, bool grid = true)
    {
        _x = x;
        _y = y;
        _grid = grid;
        double labels = y.Ticks.Length == 0 ? 0 : y.Ticks.Max(tick => tick.Text.Length) * LetterWidth + 8;
        _left = labels + (y.Label.Length > 0 ? 24 : 6);
        _width = Math.Max(80, width - _left - 14);
        _height = height > 0 ? height : _width;
        Width = width;
    }

    /// <summary>Width of the whole drawing.</summary>
    public double Width { get; }

    private sealed record LegendEntry(Ink Ink, LegendMark Mark, string Text);

    /// <summary>A line through points, in order; broken where a value is not finite.</summary>
    public Plot Line(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Ink ink, string? style = null)
    {
        string path = Path(x, y);
        if (path.Length > 0)
            _inside.Raw($"<path class=\"l i{(int)ink}{(style is null ? "" : " " + style)}\" d=\"{path}\"/>");
        return this;
    }

    /// <summary>An area between two curves over the same x.</summary>
    public Plot Band(ReadOnlySpan<double> x, ReadOnlySpan<double> low, ReadOnlySpan<double> high, Ink ink)
    {
        List<double> xs = [];
        List<double> ys = [];
        int count = Math.Min(x.Length, Math.Min(low.Length, high.Length));
        for (int i = 0; i < count; i++)
            if (double.IsFinite(x[i]) && double.IsFinite(low[i]) && double.IsFinite(high[i]))
            {
                xs.Add(x[i]);
                ys.Add(high[i]);
            }
        for (int i = count - 1; i >= 0; i--)
            if (double.IsFinite(x[i]) && double.IsFinite(low[i]) && double.IsFinite(high[i]))
            {
                xs.Add(x[i]);
                ys.Add(low[i]);
            }
        if (xs.Count > 0)
            _inside.Raw($"<path class=\"b i{(int)ink}\" d=\"{Path([.. xs], [.. ys])}Z\"/>");
        return this;
    }

    /// <summary>Points; the shape differs by ink.</summary>
    public Plot Points(
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> y,
        Ink ink,
        double radius = 3.2,
        bool hollow = false
    )
    {
        for (int i = 0; i < Math.Min(x.Length, y.Length); i++)
            if (Inside(x[i], y[i]))
                _above.Circle($"{(hollow ? "o" : "p")} i{(int)ink}", X(x[i]), Y(y[i]), radius);
        return this;
    }

    /// <summary>Many points as one path of dots, of the same size on any screen.</summary>
    public Plot Cloud(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Ink ink)
    {
        var path = new SvgWriter();
        for (int i = 0; i < Math.Min(x.Length, y.Length); i++)
            if (Inside(x[i], y[i]))
                path.Raw("M").Number(X(x[i])).Raw(" ").Number(Y(y[i])).Raw("h0");
        string data = path.ToString();
        if (data.Length > 0)
            _inside.Raw($"<path class=\"k i{(int)ink}\" d=\"{data}\"/>");
        return this;
    }

    /// <summary>An upright interval at x.</summary>
    public Plot Upright(double x, double low, double high, Ink ink)
    {
        if (double.IsFinite(x) && double.IsFinite(low) && double.IsFinite(high))
            _inside.Line($"w i{(int)ink}", X(x), Y(low), X(x), Y(high));
        return this;
    }

    /// <summary>A level interval at y.</summary>
    public Plot Level(double y, double low, double high, Ink ink)
    {
        if (double.IsFinite(y) && double.IsFinite(low) && double.IsFinite(high))
            _inside.Line($"w i{(int)ink}", X(low), Y(y), X(high), Y(y));
        return this;
    }

    /// <summary>A filled bar between two corners; <paramref name="style"/> adds a class.</summary>
    public Plot Bar(double x1, double y1, double x2, double y2, Ink ink, string? style = null)
    {
        if (double.IsFinite(x1 + x2 + y1 + y2))
            _inside.Rectangle(
                $"f i{(int)ink}{(style is null ? "" : " " + style)}",
                Math.Min(X(x1), X(x2)),
                Math.Min(Y(y1), Y(y2)),
                Math.Abs(X(x2) - X(x1)),
                Math.Abs(Y(y2) - Y(y1))
            );
        return this;
    }

    /// <summary>A thin reference line from one point to another.</summary>
    public Plot Guide(double x1, double y1, double x2, double y2)
    {
        if (double.IsFinite(x1 + x2 + y1 + y2))
            _inside.Line("g", X(x1), Y(y1), X(x2), Y(y2));
        return this;
    }

    /// <summary>Words at a point; <paramref name="place"/> is "s" (after it), "m" (centred) or "e" (before it).</summary>
    public Plot Words(double x, double y, string text, string place = "s", double dx = 0, double dy = 0)
    {
        if (Inside(x, y))
            _above.Text($"t {place}", X(x) + dx, Y(y) + dy, text);
        return this;
    }

    /// <summary>A line of the legend below the plot.</summary>
    public Plot Legend(Ink ink, LegendMark mark, string text)
    {
        _legend.Add(new LegendEntry(ink, mark, text));
        return this;
    }

    /// <summary>Markup of this assembly's own, in the area's coordinates; cut off at the axes.</summary>
    internal Plot Under(string markup)
    {
        _inside.Raw(markup);
        return this;
    }

    /// <summary>Horizontal place of a value within the area.</summary>
    internal double X(double value) => Math.Clamp((value - _x.Low) / (_x.High - _x.Low), -1, 2) * _width;

    /// <summary>Vertical place of a value within the area, counted downwards.</summary>
    internal double Y(double value) =>
        (1 - Math.Clamp((value - _y.Low) / (_y.High - _y.Low), -1, 2)) * _height;

    /// <summary>The drawing. Where nothing was drawn the reason stands in the middle.</summary>
    public SvgImage Finish(string? empty = null)
    {
        const double top = 10;
        var svg = new SvgWriter();
        svg.Raw(Translate(_left, top));
        int every = LabelEvery();
        for (int i = 0; i < _x.Ticks.Length; i++)
        {
            var (place, text) = _x.Ticks[i];
            if (_grid)
                svg.Line("r", X(place), 0, X(place), _height);
            if (i % every == 0)
                svg.Text("t m", X(place), _height + 18, text);
        }
        foreach (var (place, text) in _y.Ticks)
        {
            if (_grid)
                svg.Line("r", 0, Y(place), _width, Y(place));
            svg.Text("t e", -8, Y(place) + 4.2, text);
        }
        string inside = _inside.ToString();
        if (inside.Length > 0)
            svg.Raw($"<svg class=\"a\" width=\"{Text(_width)}\" height=\"{Text(_height)}\">{inside}</svg>");
        svg.Raw(_above.ToString());
        svg.Line("x", 0, _height, _width, _height);
        if (empty is not null)
            svg.Text("t m", _width / 2, _height / 2, empty);
        double bottom = _height + (_x.Ticks.Length > 0 ? 24 : 6);
        if (_x.Label.Length > 0)
        {
            bottom += 18;
            svg.Text("n m", _width / 2, bottom, _x.Label);
            bottom += 6;
        }
        if (_y.Label.Length > 0)
            svg.UprightText("n m", 12 - _left, _height / 2, _y.Label);
        svg.Raw("</g>");
        foreach (var entry in _legend)
        {
            bottom += 20;
            Mark(svg, entry, 12, top + bottom - 4.5);
            svg.Text("n", 46, top + bottom, entry.Text);
        }
        return new SvgImage(Width, top + bottom + 8, svg.ToString());
    }

    /// <summary>Every how many marks the horizontal axis has room for words.</summary>
    private int LabelEvery()
    {
        if (_x.Ticks.Length < 2)
            return 1;
        double room = X(_x.Ticks[1].Place) - X(_x.Ticks[0].Place);
        double needed = _x.Ticks.Max(tick => tick.Text.Length) * LetterWidth + 8;
        return Math.Clamp((int)Math.Ceiling(needed / Math.Max(1, room)), 1, _x.Ticks.Length);
    }

    private static void Mark(SvgWriter svg, LegendEntry entry, double x, double y)
    {
        string ink = $"i{(int)entry.Ink}";
        switch (entry.Mark)
        {
            case LegendMark.Line:
                svg.Line($"l {ink}", x, y, x + 26, y);
                break;
            case LegendMark.Point:
                svg.Circle($"p {ink}", x + 13, y, 4);
                break;
            case LegendMark.Ring:
                svg.Circle($"o {ink}", x + 13, y, 4);
                break;
            case LegendMark.Area:
                svg.Rectangle($"b {ink}", x, y - 5, 26, 10);
                break;
            default:
                svg.Line("g", x, y, x + 26, y);
                break;
        }
    }

    private string Path(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var path = new SvgWriter();
        bool down = false;
        double lastX = 0;
        double lastY = 0;
        int count = Math.Min(x.Length, y.Length);
        for (int i = 0; i < count; i++)
        {
            if (!double.IsFinite(x[i]) || !double.IsFinite(y[i]))
            {
                down = false;
                continue;
            }
            double px = X(x[i]);
            double py = Y(y[i]);
            bool ends = i == count - 1 || !double.IsFinite(x[i + 1]) || !double.IsFinite(y[i + 1]);
            // Steps finer than the eye would only make the page larger.
            if (down && !ends && Math.Abs(px - lastX) < Fine && Math.Abs(py - lastY) < Fine)
                continue;
            path.Raw(down ? "L" : "M").Number(px).Raw(" ").Number(py);
            down = true;
            (lastX, lastY) = (px, py);
        }
        return path.ToString();
    }

    private bool Inside(double x, double y) => x >= _x.Low && x <= _x.High && y >= _y.Low && y <= _y.High;

    private static string Translate(double x, double y) =>
        $"<g transform=\"translate({Text(x)} {Text(y)})\">";

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
