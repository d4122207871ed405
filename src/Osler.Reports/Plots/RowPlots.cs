using System.Collections.Immutable;

namespace Osler.Reports.Plots;

/// <summary>One row of a plot with names at its side.</summary>
/// <param name="Name">Shown at the left; a long one is shortened.</param>
/// <param name="Value">The value; not finite where undefined.</param>
/// <param name="Low">Lower limit of its interval; not finite where there is none.</param>
/// <param name="High">Upper limit.</param>
public sealed record RowValue(string Name, double Value, double Low, double High);

/// <summary>One step of a waterfall.</summary>
/// <param name="Name">What adds: "Age = 54 years".</param>
/// <param name="Effect">What it adds.</param>
public sealed record WaterfallStep(string Name, double Effect);

/// <summary>Plots with one named row below the other.</summary>
public static class RowPlots
{
    private const double RowHeight = 24;

    /// <summary>Estimates with intervals, and a line at the value of all cases.</summary>
    public static SvgImage Forest(string label, IReadOnlyList<RowValue> rows, double? reference)
    {
        List<double> values = [.. rows.SelectMany(row => new[] { row.Value, row.Low, row.High })];
        if (reference is { } all)
            values.Add(all);
        var plot = new Plot(
            Axis.Around(label, values, 5),
            Rows(rows.Select(row => row.Name)),
            height: Math.Max(1, rows.Count) * RowHeight
        );
        if (reference is { } line)
            plot.Guide(line, -1, line, rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            double y = rows.Count - 1 - i;
            plot.Level(y, rows[i].Low, rows[i].High, Ink.Network);
            plot.Points([rows[i].Value], [y], Ink.Network, 4);
        }
        return plot.Finish(rows.Count == 0 ? "no subgroup to show" : null);
    }

    /// <summary>Bars from zero, with intervals.</summary>
    public static SvgImage Bars(string label, IReadOnlyList<RowValue> rows)
    {
        var plot = new Plot(
            Axis.Around(label, rows.SelectMany(row => new[] { 0, row.Value, row.Low, row.High }), 5),
            Rows(rows.Select(row => row.Name)),
            height: Math.Max(1, rows.Count) * RowHeight
        );
        for (int i = 0; i < rows.Count; i++)
        {
            double y = rows.Count - 1 - i;
            plot.Bar(0, y - 0.3, rows[i].Value, y + 0.3, Ink.Network, "half");
            plot.Level(y, rows[i].Low, rows[i].High, Ink.Network);
        }
        return plot.Guide(0, -1, 0, rows.Count).Finish(rows.Count == 0 ? "no input to show" : null);
    }

    /// <summary>From a base value step by step to a prediction.</summary>
    /// <param name="label">What the horizontal axis shows.</param>
    /// <param name="start">The base value.</param>
    /// <param name="steps">In the order to show.</param>
    /// <param name="format">How effects are written.</param>
    public static SvgImage Waterfall(
        string label,
        double start,
        IReadOnlyList<WaterfallStep> steps,
        Func<double, string> format
    )
    {
        List<double> places = [start];
        foreach (var step in steps)
            places.Add(places[^1] + (double.IsFinite(step.Effect) ? step.Effect : 0));
        // Room at both ends for the effects' figures.
        double low = places.Min();
        double high = places.Max();
        double room = double.IsFinite(high - low) ? Math.Max((high - low) * 0.16, 1e-9) : 0;
        var plot = new Plot(
            Axis.Around(label, [low - room, high + room], 5),
            Rows(steps.Select(step => step.Name)),
            height: Math.Max(1, steps.Count) * RowHeight
        );
        plot.Guide(start, -1, start, steps.Count);
        for (int i = 0; i < steps.Count; i++)
        {
            double y = steps.Count - 1 - i;
            bool up = places[i + 1] >= places[i];
            plot.Bar(places[i], y - 0.32, places[i + 1], y + 0.32, up ? Ink.First : Ink.Network, "half");
            if (i + 1 < steps.Count)
                plot.Guide(places[i + 1], y, places[i + 1], y - 1);
            plot.Words(places[i + 1], y, format(steps[i].Effect), up ? "s halo" : "e halo", up ? 5 : -5, 4);
        }
        return plot.Finish(steps.Count == 0 ? "no contribution to show" : null);
    }

    private static Axis Rows(IEnumerable<string> names)
    {
        ImmutableArray<string> bottomUp = [.. names.Reverse()];
        return Axis.Categories("", bottomUp, longest: 24);
    }
}
