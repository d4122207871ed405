using System.Collections.Immutable;
using System.Globalization;

namespace Osler.Reports.Plots;

/// <summary>One axis of a plot: its label, its range and its marks.</summary>
public sealed class Axis
{
    private Axis(string label, double low, double high, ImmutableArray<(double Place, string Text)> ticks)
    {
        Label = label;
        Low = low;
        High = high;
        Ticks = ticks;
    }

    /// <summary>What the axis shows, with unit.</summary>
    public string Label { get; }

    /// <summary>Lower end; finite and below <see cref="High"/>.</summary>
    public double Low { get; }

    /// <summary>Upper end; finite.</summary>
    public double High { get; }

    /// <summary>Where marks stand and what they say, ascending, all within the range.</summary>
    public ImmutableArray<(double Place, string Text)> Ticks { get; }

    /// <summary>From one value to another, with marks at round numbers.</summary>
    /// <param name="label">What the axis shows, with unit.</param>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end; a range that is empty or not finite is widened to one that can be drawn.</param>
    /// <param name="count">About how many marks.</param>
    public static Axis Between(string label, double low, double high, int count = 6)
    {
        (low, high) = Drawable(low, high);
        double step = RoundStep((high - low) / Math.Max(1, count - 1));
        return new Axis(label, low, high, Marks(low, high, step));
    }

    /// <summary>Around the finite ones of some values, widened to round ends.</summary>
    /// <param name="label">What the axis shows, with unit.</param>
    /// <param name="values">The values to hold; those that are not finite don't count.</param>
    /// <param name="count">About how many marks.</param>
    public static Axis Around(string label, IEnumerable<double> values, int count = 6)
    {
        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        foreach (double value in values)
            if (double.IsFinite(value))
            {
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }
        (low, high) = Drawable(low, high);
        double step = RoundStep((high - low) / Math.Max(1, count - 1));
        low = Math.Floor(low / step + 1e-9) * step;
        high = Math.Ceiling(high / step - 1e-9) * step;
        return new Axis(label, low, high, Marks(low, high, step));
    }

    /// <summary>A share from 0 to 1, marked in per cent.</summary>
    public static Axis Share(string label, double high = 1)
    {
        (double low, high) = Drawable(0, high);
        double step = RoundStep(high / 5);
        string format =
            step >= 0.0099 ? "0"
            : step >= 0.00099 ? "0.0"
            : "0.###";
        return new Axis(label, low, high, [.. Places(low, high, step).Select(p => (p, Percent(p, format)))]);
    }

    /// <summary>Named places 0, 1, 2 ... for categories; long names are shortened.</summary>
    public static Axis Categories(string label, IReadOnlyList<string> names, int longest = 14) =>
        new(
            label,
            -0.5,
            Math.Max(1, names.Count) - 0.5,
            [.. names.Select((name, i) => ((double)i, Shorten(name, longest)))]
        );

    /// <summary>No marks.</summary>
    internal static Axis Bare(string label, double low, double high)
    {
        (low, high) = Drawable(low, high);
        return new Axis(label, low, high, []);
    }

    /// <summary>A text cut to a length that fits, ending in an ellipsis.</summary>
    internal static string Shorten(string text, int length)
    {
        if (text.Length <= length)
            return text;
        int end = length - 1;
        if (char.IsHighSurrogate(text[end - 1]))
            end--;
        return text[..end].TrimEnd() + "…";
    }

    private static (double Low, double High) Drawable(double low, double high)
    {
        // Beyond this range the arithmetic of marks would overflow; no quantity of medicine lies there.
        const double limit = 1e15;
        if (!double.IsFinite(low) || !double.IsFinite(high) || low > high)
            return (0, 1);
        low = Math.Clamp(low, -limit, limit);
        high = Math.Clamp(high, -limit, limit);
        double room = Math.Max(Math.Abs(low), Math.Abs(high)) * 1e-6;
        if (high - low > Math.Max(room, 1e-12))
            return (low, high);
        double half = low == 0 ? 0.5 : Math.Abs(low) * 0.1;
        return (low - half, high + half);
    }

    private static double RoundStep(double rough)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double lead = rough / power;
        return power
            * (
                lead < 1.5 ? 1
                : lead < 3.5 ? 2
                : lead < 7.5 ? 5
                : 10
            );
    }

    private static IEnumerable<double> Places(double low, double high, double step)
    {
        long first = (long)Math.Ceiling(low / step - 1e-9);
        long last = (long)Math.Floor(high / step + 1e-9);
        for (long i = first; i <= last && i - first < 50; i++)
            yield return i * step;
    }

    private static ImmutableArray<(double, string)> Marks(double low, double high, double step)
    {
        int decimals = (int)Math.Clamp(-Math.Floor(Math.Log10(step) + 1e-9), 0, 12);
        string format = "#,0" + (decimals > 0 ? "." + new string('0', decimals) : "");
        return [.. Places(low, high, step).Select(place => (place, Number(place, format)))];
    }

    private static string Number(double value, string format) =>
        value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');

    private static string Percent(double share, string format) => Number(share * 100, format) + "\u202F%";
}
