using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using Osler.Reports.Plots;

namespace Osler.Reports.Tests.Plots;

public sealed partial class PlotTests
{
    private static readonly double[] Odd =
    [
        double.NaN,
        double.PositiveInfinity,
        double.NegativeInfinity,
        0,
        -1e300,
        1e300,
        0.5,
    ];

    public static TheoryData<string> Kinds => [.. Drawings([], []).Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Draws_nothing_from_nothing(string kind) => Sound(Drawings([], [])[kind]());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Draws_a_single_point(string kind) => Sound(Drawings([0.3], [0.4])[kind]());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Draws_odd_numbers_with_finite_coordinates(string kind) =>
        Sound(Drawings(Odd, [.. Odd.Reverse()])[kind]());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Draws_any_numbers_with_finite_coordinates(string kind) =>
        Gen.Select(Gen.Double.Array[0, 12], Gen.Double.Array[0, 12])
            .Sample((x, y) => Sound(Drawings(x, y)[kind]()), iter: 60);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Draws_equal_values(string kind) =>
        Sound(Drawings([0.2, 0.2, 0.2, 0.2], [0.7, 0.7, 0.7, 0.7])[kind]());

    [Fact]
    public void A_line_breaks_where_a_value_is_missing()
    {
        var plot = new Plot(Axis.Share("x"), Axis.Share("y"));
        string content = plot.Line([0, 0.2, double.NaN, 0.6, 1], [0, 0.2, 0.4, 0.6, 1], Ink.Network)
            .Finish()
            .Content;
        string path = Assert.Single(Paths().Matches(content)).Value;
        Assert.Equal(2, path.Count(letter => letter == 'M'));
    }

    [Fact]
    public void One_epoch_is_a_point_of_each_curve()
    {
        string content = HistoryPlots
            .Epochs(
                "Loss",
                [new EpochCurve([0.4], null)],
                "validation",
                [new EpochCurve([0.6], null)],
                "training"
            )
            .Content;
        // Two on the plot, two in its legend.
        Assert.Equal(4, content.Split("<circle").Length - 1);
    }

    [Fact]
    public void A_long_curve_is_thinned_below_what_the_eye_sees()
    {
        double[] x = [.. Enumerable.Range(0, 100_000).Select(i => i / 99_999.0)];
        double[] y = [.. x.Select(value => value * value)];
        string content = new Plot(Axis.Share("x"), Axis.Share("y")).Line(x, y, Ink.Network).Finish().Content;
        Assert.InRange(content.Length, 1_000, 20_000);
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        const string hostile = "</text><script>alert(1)</script>";
        var image = RowPlots.Bars(hostile, [new RowValue(hostile, 1, 0, 2)]);
        Assert.DoesNotContain("<script", image.Content, StringComparison.Ordinal);
        Sound(image);
    }

    [Fact]
    public void A_higher_value_stands_higher()
    {
        var plot = new Plot(Axis.Share("x"), Axis.Share("y"));
        Assert.True(plot.Y(0.9) < plot.Y(0.1));
        Assert.True(plot.X(0.9) > plot.X(0.1));
    }

    private static Dictionary<string, Func<SvgImage>> Drawings(double[] x, double[] y)
    {
        Curve[] curves = [new("one", x, y, Ink.Network), new("two", y, x, Ink.First)];
        CurveMark[] marks = [.. x.Zip(y, (a, b) => new CurveMark("mark", a, b))];
        RowValue[] rows = [.. x.Zip(y, (a, b) => new RowValue("row", a, b, a + b))];
        int side = (int)Math.Sqrt(x.Length);
        return new Dictionary<string, Func<SvgImage>>
        {
            ["roc"] = () => CurvePlots.Roc(curves, marks),
            ["precision"] = () => CurvePlots.PrecisionRecall(curves, x.Length > 0 ? x[0] : double.NaN, marks),
            ["calibration"] = () =>
                CurvePlots.Calibration(
                    [.. x.Zip(y, (a, b) => new CalibrationGroup(a, b, b, a, 1))],
                    new SmoothCalibration(x, y, y, x),
                    x
                ),
            ["decision"] = () =>
                CurvePlots.Decision(
                    curves,
                    x.Length > 0 ? x[0] : double.NaN,
                    y.Length > 0 ? y[0] : double.NaN,
                    marks
                ),
            ["spread"] = () => CurvePlots.Spread(x, y),
            ["truth"] = () => CurvePlots.Truth(x, y),
            ["epochs"] = () =>
                HistoryPlots.Epochs("loss", [new EpochCurve(x, 1)], "one", [new EpochCurve(y, null)], "two"),
            ["dependence"] = () =>
                HistoryPlots.Dependence("x", x, y, y, x, [], x, y.Length > 0 ? y[0] : double.NaN),
            ["levels"] = () => HistoryPlots.Dependence("x", x, y, y, x, [.. x.Select(_ => "level")], [], 1),
            ["forest"] = () => RowPlots.Forest("x", rows, x.Length > 0 ? x[0] : null),
            ["bars"] = () => RowPlots.Bars("x", rows),
            ["waterfall"] = () =>
                RowPlots.Waterfall(
                    "x",
                    x.Length > 0 ? x[0] : 0,
                    [.. y.Select(effect => new WaterfallStep("step", effect))],
                    value => Numerals.Fixed(value)
                ),
            ["plane"] = () =>
                PlanePlot.Draw(
                    "x",
                    x.AsSpan(0, side),
                    "y",
                    y.AsSpan(0, Math.Min(side, y.Length)),
                    x.AsSpan(0, side * Math.Min(side, y.Length)),
                    PlanePlot.Levels(x),
                    [.. x.Zip(y, (a, b) => (a, b, a > b))]
                ),
        };
    }

    private static void Sound(SvgImage image)
    {
        var svg = XElement.Parse($"<svg>{image.Content}</svg>");
        Assert.True(double.IsFinite(image.Width) && image.Width > 0);
        Assert.True(double.IsFinite(image.Height) && image.Height is > 0 and < 20_000);
        foreach (var attribute in svg.Descendants().Attributes().Where(a => a.Name.LocalName is not "class"))
        foreach (Match word in Words().Matches(attribute.Value))
            Assert.True(
                word.Value is "M" or "L" or "Z" or "h" or "translate" or "rotate" or "100%"
                    || double.IsFinite(
                        double.Parse(word.Value, NumberStyles.Float, CultureInfo.InvariantCulture)
                    ),
                $"{attribute} holds {word.Value}"
            );
    }

    [GeneratedRegex("100%|[a-zA-Z∞]+|[-+]?[0-9.]+", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Words();

    [GeneratedRegex("<path class=\"l[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Paths();
}
