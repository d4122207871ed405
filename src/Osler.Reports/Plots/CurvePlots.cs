using System.Globalization;

namespace Osler.Reports.Plots;

/// <summary>A model's curve: points in order, and what its legend says.</summary>
/// <param name="Legend">"Network, AUROC 0.742 (0.711–0.772)".</param>
/// <param name="X">Horizontal values.</param>
/// <param name="Y">Vertical values.</param>
/// <param name="Ink">How it looks.</param>
public sealed record Curve(string Legend, double[] X, double[] Y, Ink Ink)
{
    /// <summary>Lower limits of its band, one a point; empty where it is drawn without.</summary>
    public double[] Low { get; init; } = [];

    /// <summary>Upper limits of its band.</summary>
    public double[] High { get; init; } = [];
}

/// <summary>A marked place on a curve, e.g. an operating point.</summary>
/// <param name="Name">Short name written beside it.</param>
/// <param name="X">Horizontal value.</param>
/// <param name="Y">Vertical value.</param>
public sealed record CurveMark(string Name, double X, double Y);

/// <summary>Plots that judge a binary prediction; every curve is in shares from 0 to 1.</summary>
public static class CurvePlots
{
    /// <summary>Receiver operating characteristic.</summary>
    /// <param name="curves">X: 1 − specificity, Y: sensitivity; the network first.</param>
    /// <param name="marks">Operating points of the network.</param>
    /// <param name="empty">Why there is no curve; null where there is one.</param>
    public static SvgImage Roc(
        IReadOnlyList<Curve> curves,
        IReadOnlyList<CurveMark> marks,
        string? empty = null
    )
    {
        var plot = new Plot(Axis.Share("1 − specificity"), Axis.Share("Sensitivity"));
        plot.Guide(0, 0, 1, 1);
        Curves(plot, curves);
        foreach (var mark in marks)
            Marked(plot, mark, rises: true);
        return plot.Legend(Ink.Reference, LegendMark.Guide, "chance").Finish(empty);
    }

    /// <summary>Precision (positive predictive value) over recall (sensitivity).</summary>
    /// <param name="curves">X: sensitivity, Y: positive predictive value.</param>
    /// <param name="prevalence">Share of cases with the outcome: what a guess reaches.</param>
    /// <param name="marks">Operating points of the network.</param>
    /// <param name="empty">Why there is no curve; null where there is one.</param>
    public static SvgImage PrecisionRecall(
        IReadOnlyList<Curve> curves,
        double prevalence,
        IReadOnlyList<CurveMark> marks,
        string? empty = null
    )
    {
        var plot = new Plot(Axis.Share("Sensitivity"), Axis.Share("Positive predictive value"));
        plot.Guide(0, prevalence, 1, prevalence);
        Curves(plot, curves);
        foreach (var mark in marks)
            Marked(plot, mark, rises: false);
        return plot.Legend(
                Ink.Reference,
                LegendMark.Guide,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"outcome's share of the cases, {Numerals.Percent(prevalence)}"
                )
            )
            .Finish(empty);
    }

    /// <summary>Calibration: observed share over predicted probability.</summary>
    /// <param name="points">Groups of cases of like prediction.</param>
    /// <param name="smooth">A smooth curve through all cases; null where it can't be drawn.</param>
    /// <param name="predictions">All predictions, for the bars at the foot.</param>
    /// <param name="empty">Why there is nothing to show; null where there is.</param>
    public static SvgImage Calibration(
        IReadOnlyList<CalibrationGroup> points,
        SmoothCalibration? smooth,
        ReadOnlySpan<double> predictions,
        string? empty = null
    )
    {
        double reach = 0.05;
        foreach (var point in points)
        foreach (double value in new[] { point.Predicted, point.Observed, point.High })
            if (double.IsFinite(value))
                reach = Math.Max(reach, value);
        reach = Math.Min(1, Math.Ceiling(reach * 1.02 / 0.05) * 0.05);
        var plot = new Plot(Axis.Share("Predicted probability", reach), Axis.Share("Observed share", reach));
        Histogram(plot, predictions, reach);
        plot.Guide(0, 0, reach, reach);
        if (smooth is not null)
            plot.Band(smooth.Predicted, smooth.Low, smooth.High, Ink.First)
                .Line(smooth.Predicted, smooth.Observed, Ink.First);
        foreach (var point in points)
        {
            plot.Upright(point.Predicted, point.Low, point.High, Ink.Network);
            plot.Points([point.Predicted], [point.Observed], Ink.Network, 3.6);
        }
        plot.Legend(Ink.Network, LegendMark.Point, "groups of like prediction, 95 % interval");
        if (smooth is not null)
            plot.Legend(Ink.First, LegendMark.Line, "smooth curve with its 95 % band");
        return plot.Legend(Ink.Reference, LegendMark.Area, "how many cases have each prediction")
            .Legend(Ink.Reference, LegendMark.Guide, "perfect calibration")
            .Finish(empty);
    }

    /// <summary>Net benefit over the threshold probability.</summary>
    /// <param name="curves">X: threshold, Y: net benefit a case; "treat all" and "treat none" among them.</param>
    /// <param name="prevalence">Share of cases with the outcome; the vertical range follows it.</param>
    /// <param name="reach">Largest threshold shown, in (0, 1].</param>
    /// <param name="marks">Operating points.</param>
    /// <param name="empty">Why there is no curve; null where there is one.</param>
    public static SvgImage Decision(
        IReadOnlyList<Curve> curves,
        double prevalence,
        double reach,
        IReadOnlyList<CurveMark> marks,
        string? empty = null
    )
    {
        double top = double.IsFinite(prevalence) && prevalence > 0 ? prevalence * 1.08 : 0.1;
        foreach (double high in curves.SelectMany(curve => curve.High).Where(double.IsFinite))
            top = Math.Max(top, high * 1.02);
        var plot = new Plot(
            Axis.Share("Threshold probability", double.IsFinite(reach) && reach > 0 ? Math.Min(1, reach) : 1),
            Axis.Between("Net benefit for each case", -0.25 * top, top, 5),
            height: 300
        );
        Curves(plot, curves);
        foreach (var mark in marks)
            Marked(plot, mark, rises: false);
        return plot.Finish(empty);
    }

    /// <summary>Predicted over true probability of simulated cases.</summary>
    /// <param name="truth">True probabilities.</param>
    /// <param name="predicted">Predicted probabilities, in the same order.</param>
    public static SvgImage Truth(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted)
    {
        // Every k-th case: a cloud of some thousand points says all that more would.
        const int most = 3000;
        int step = Math.Max(1, (Math.Min(truth.Length, predicted.Length) + most - 1) / most);
        List<double> x = [];
        List<double> y = [];
        double reach = 0.05;
        for (int i = 0; i < Math.Min(truth.Length, predicted.Length); i += step)
        {
            if (!double.IsFinite(truth[i]) || !double.IsFinite(predicted[i]))
                continue;
            x.Add(truth[i]);
            y.Add(predicted[i]);
            reach = Math.Max(reach, Math.Max(truth[i], predicted[i]));
        }
        reach = Math.Min(1, Math.Ceiling(reach / 0.05) * 0.05);
        var plot = new Plot(
            Axis.Share("True probability", reach),
            Axis.Share("Predicted probability", reach)
        );
        plot.Cloud([.. x], [.. y], Ink.Network);
        return plot.Guide(0, 0, reach, reach)
            .Legend(Ink.Network, LegendMark.Point, step == 1 ? "one case each" : $"one case of {step}")
            .Legend(Ink.Reference, LegendMark.Guide, "equal")
            .Finish(x.Count == 0 ? "no case to show" : null);
    }

    /// <summary>How the predictions of cases with and without the outcome are spread.</summary>
    /// <param name="present">Probabilities of cases with the outcome.</param>
    /// <param name="absent">Probabilities of cases without it.</param>
    public static SvgImage Spread(ReadOnlySpan<double> present, ReadOnlySpan<double> absent)
    {
        const int bars = 30;
        double reach = 0.05;
        foreach (double value in present)
            reach = double.IsFinite(value) ? Math.Max(reach, value) : reach;
        foreach (double value in absent)
            reach = double.IsFinite(value) ? Math.Max(reach, value) : reach;
        reach = Math.Min(1, Math.Ceiling(reach / 0.05) * 0.05);
        double[] with = Shares(present, bars, reach);
        double[] without = Shares(absent, bars, reach);
        double tallest = Math.Max(with.Max(), without.Max());
        var plot = new Plot(
            Axis.Share("Predicted probability", reach),
            Axis.Share("Share of each group", tallest > 0 ? tallest * 1.06 : 1)
        );
        for (int i = 0; i < bars; i++)
            plot.Bar(i * reach / bars, 0, (i + 1) * reach / bars, without[i], Ink.Network, "half");
        double[] x = [.. Enumerable.Range(0, bars * 2).Select(i => (i + 1) / 2 * reach / bars)];
        double[] y = [.. Enumerable.Range(0, bars * 2).Select(i => with[i / 2])];
        if (present.Length > 0)
            plot.Line(x, y, Ink.First, "whole");
        return plot.Legend(Ink.First, LegendMark.Line, $"with the outcome, {Numerals.Count(present.Length)}")
            .Legend(Ink.Network, LegendMark.Area, $"without it, {Numerals.Count(absent.Length)}")
            .Finish(present.Length + absent.Length == 0 ? "no judged case" : null);
    }

    private static double[] Shares(ReadOnlySpan<double> values, int bars, double reach)
    {
        double[] shares = new double[bars];
        foreach (double value in values)
            if (value >= 0 && value <= reach)
                shares[Math.Min(bars - 1, (int)(value / reach * bars))] += 1.0 / values.Length;
        return shares;
    }

    private static void Curves(Plot plot, IReadOnlyList<Curve> curves)
    {
        // The network is drawn last, so that it lies on top.
        foreach (var curve in curves)
            plot.Band(curve.X, curve.Low, curve.High, curve.Ink);
        foreach (var curve in curves.Reverse())
            plot.Line(curve.X, curve.Y, curve.Ink);
        foreach (var curve in curves)
        {
            plot.Legend(curve.Ink, LegendMark.Line, curve.Legend);
            if (curve.Low.Length > 0)
                plot.Legend(curve.Ink, LegendMark.Area, "its 95 % band, threshold by threshold");
        }
    }

    /// <summary>A point with its name on the side where the curve isn't: below a rising one, above a falling one.</summary>
    private static void Marked(Plot plot, CurveMark mark, bool rises)
    {
        plot.Points([mark.X], [mark.Y], Ink.Network, 5);
        bool before = !rises && mark.X > 0.75;
        plot.Words(
            mark.X,
            mark.Y,
            mark.Name,
            before ? "m halo" : "s halo",
            before ? 0 : 8,
            rises ? 14
                : before ? -12
                : -7
        );
    }

    private static void Histogram(Plot plot, ReadOnlySpan<double> predictions, double reach)
    {
        const int bars = 40;
        double[] shares = Shares(predictions, bars, reach);
        double tallest = shares.Max();
        for (int i = 0; i < bars; i++)
            if (shares[i] > 0)
                plot.Bar(
                    (i + 0.12) * reach / bars,
                    0,
                    (i + 0.88) * reach / bars,
                    shares[i] / tallest * 0.16 * reach,
                    Ink.Reference,
                    "soft"
                );
    }
}

/// <summary>A group of cases of like prediction.</summary>
/// <param name="Predicted">Their mean probability.</param>
/// <param name="Observed">The share of them with the outcome.</param>
/// <param name="Low">Lower limit of its 95 % interval.</param>
/// <param name="High">Upper limit.</param>
/// <param name="Cases">How many cases.</param>
public sealed record CalibrationGroup(double Predicted, double Observed, double Low, double High, int Cases);

/// <summary>A smooth calibration curve with its pointwise 95 % band; arrays of one length.</summary>
/// <param name="Predicted">Predicted probability, ascending.</param>
/// <param name="Observed">Smoothed share with the outcome.</param>
/// <param name="Low">Lower limit.</param>
/// <param name="High">Upper limit.</param>
public sealed record SmoothCalibration(double[] Predicted, double[] Observed, double[] Low, double[] High);
