namespace Osler.Reports.Plots;

/// <summary>One network's curve over the epochs of its training.</summary>
/// <param name="Values">Value after each epoch, from epoch 1; NaN where not measured.</param>
/// <param name="Best">1-based epoch to mark; null for none.</param>
public sealed record EpochCurve(double[] Values, int? Best);

/// <summary>Training, epoch by epoch, and the response to one input.</summary>
public static class HistoryPlots
{
    /// <summary>One or two kinds of curve over the epochs; every network's is drawn, none averaged.</summary>
    /// <param name="label">What the vertical axis shows.</param>
    /// <param name="first">Drawn in the network's ink, its best epochs marked.</param>
    /// <param name="firstName">What the legend says of the first kind.</param>
    /// <param name="second">Drawn behind it; may be empty.</param>
    /// <param name="secondName">What the legend says of the second kind.</param>
    public static SvgImage Epochs(
        string label,
        IReadOnlyList<EpochCurve> first,
        string firstName,
        IReadOnlyList<EpochCurve> second,
        string secondName
    )
    {
        int epochs = first.Concat(second).Select(curve => curve.Values.Length).DefaultIfEmpty(0).Max();
        var plot = new Plot(
            epochs == 1 ? Axis.Between("Epoch", 0, 2, 2) : Axis.Between("Epoch", 1, Math.Max(2, epochs), 6),
            Axis.Around(label, MostOf(first.Concat(second).SelectMany(curve => curve.Values)), 5),
            height: 250
        );
        foreach (var curve in second)
            Draw(curve, Ink.First);
        foreach (var curve in first)
            Draw(curve, Ink.Network);
        bool marked = false;
        foreach (var curve in first)
            if (
                curve.Best is { } best
                && best >= 1
                && best <= curve.Values.Length
                && double.IsFinite(curve.Values[best - 1])
            )
            {
                plot.Points([best], [curve.Values[best - 1]], Ink.Network, 3.4);
                marked = true;
            }
        var mark = epochs == 1 ? LegendMark.Point : LegendMark.Line;
        plot.Legend(Ink.Network, mark, firstName);
        if (second.Count > 0)
            plot.Legend(Ink.First, mark, secondName);
        if (marked)
            plot.Legend(Ink.Network, LegendMark.Point, "epoch whose weights were kept");
        return plot.Finish(epochs == 0 ? "no epoch was recorded" : null);

        // One epoch makes no line.
        void Draw(EpochCurve curve, Ink ink)
        {
            if (curve.Values.Length == 1)
                plot.Points([1], curve.Values, ink, 2.6);
            else
                plot.Line(Numbers(curve.Values.Length), curve.Values, ink, "fine");
        }
    }

    /// <summary>Whether <see cref="Epochs"/> leaves some values above its frame, so that the others can be told apart.</summary>
    /// <param name="curves">All that is drawn.</param>
    public static bool LeavesOut(IEnumerable<EpochCurve> curves)
    {
        double[] values = [.. curves.SelectMany(curve => curve.Values).Where(double.IsFinite)];
        return MostOf(values).Count < values.Length;
    }

    /// <summary>Mean probability over one input, with interval.</summary>
    /// <param name="label">Name and unit of the input.</param>
    /// <param name="x">Values of the input; indices for a category.</param>
    /// <param name="mean">Mean probability at each.</param>
    /// <param name="low">Lower limits; may be empty.</param>
    /// <param name="high">Upper limits; may be empty.</param>
    /// <param name="levels">Names of the levels of a category; empty for a number.</param>
    /// <param name="deciles">Marks on the horizontal axis that show where the cases are.</param>
    /// <param name="reach">Upper end of the vertical axis, common to the plots that stand together.</param>
    public static SvgImage Dependence(
        string label,
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> mean,
        ReadOnlySpan<double> low,
        ReadOnlySpan<double> high,
        IReadOnlyList<string> levels,
        ReadOnlySpan<double> deciles,
        double reach
    )
    {
        bool category = levels.Count > 0;
        bool interval = low.Length == x.Length && high.Length == x.Length;
        var plot = new Plot(
            category
                ? Axis.Categories(label, levels, Math.Max(4, 36 / levels.Count))
                : Axis.Between(label, Smallest(x), Greatest(x), 4),
            Axis.Share("", reach),
            width: 300,
            height: 150
        );
        if (category)
        {
            for (int i = 0; interval && i < x.Length; i++)
                plot.Upright(x[i], low[i], high[i], Ink.Network);
            plot.Points(x, mean, Ink.Network, 4);
        }
        else
        {
            if (interval)
                plot.Band(x, low, high, Ink.Network);
            plot.Line(x, mean, Ink.Network);
            foreach (double decile in deciles)
                plot.Upright(decile, 0, reach * 0.035, Ink.Reference);
        }
        return plot.Finish(x.Length == 0 ? "no value to show" : null);
    }

    private static double Smallest(ReadOnlySpan<double> values)
    {
        double smallest = double.PositiveInfinity;
        foreach (double value in values)
            if (double.IsFinite(value))
                smallest = Math.Min(smallest, value);
        return smallest;
    }

    private static double Greatest(ReadOnlySpan<double> values)
    {
        double greatest = double.NegativeInfinity;
        foreach (double value in values)
            if (double.IsFinite(value))
                greatest = Math.Max(greatest, value);
        return greatest;
    }

    /// <summary>Epoch numbers 1 to n.</summary>
    private static double[] Numbers(int count)
    {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++)
            numbers[i] = i + 1;
        return numbers;
    }

    /// <summary>The values without a first few that tower over the rest, which would flatten all that matters.</summary>
    private static List<double> MostOf(IEnumerable<double> values)
    {
        List<double> finite = [.. values.Where(double.IsFinite).Order()];
        if (finite.Count < 20)
            return finite;
        double middle = finite[finite.Count / 2];
        double ninety = finite[(int)(finite.Count * 0.97)];
        double cut = ninety + 2 * (ninety - middle);
        finite.RemoveAll(value => value > cut);
        return finite;
    }
}
