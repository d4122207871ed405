using System.Globalization;
using Osler.Core.Metrics;
using Osler.Core.Words;

namespace Osler.Reports;

/// <summary>Numbers as the report writes them: the same everywhere, with a true minus sign.</summary>
public static class Numerals
{
    /// <summary>Stands where a value is undefined; the reason stands beside it.</summary>
    public const string Undefined = "—";

    /// <summary>Fixed decimals; an em dash for a value that is not finite, a power of ten for one of more than 15 digits.</summary>
    public static string Fixed(double? value, int decimals = 3)
    {
        if (value is not { } number || !double.IsFinite(number))
            return Undefined;
        if (Math.Abs(number) >= 1e15)
            return Signed(Cited.Number(number));
        double rounded = Math.Round(number, decimals, MidpointRounding.AwayFromZero);
        // Minus zero would read as a sign that means nothing.
        return Signed((rounded == 0 ? 0 : rounded).ToString("N" + decimals, CultureInfo.InvariantCulture));
    }

    /// <summary>A share as a percentage, never a false 0 or 100 (<see cref="PerCent"/>).</summary>
    public static string Percent(double? share, int decimals = 1) =>
        share is { } number && double.IsFinite(number)
            ? Signed(PerCent.Number(number, decimals)) + "\u202F%"
            : Undefined;

    /// <summary>A whole number with thousands.</summary>
    public static string Count(long count) => Signed(count.ToString("N0", CultureInfo.InvariantCulture));

    /// <summary>A number of unknown size, to about three significant digits.</summary>
    public static string Plain(double? value)
    {
        if (value is not { } number || !double.IsFinite(number))
            return Undefined;
        double size = Math.Abs(number);
        if (size != 0 && (size < 0.001 || size >= 1e7))
            return Signed(number.ToString("0.##e+0", CultureInfo.InvariantCulture));
        int decimals =
            size >= 1000 || size == 0 ? 0
            : size >= 10 ? 1
            : size >= 1 ? 2
            : 3;
        string text = Fixed(number, decimals);
        return text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
    }

    /// <summary>A p-value: "0.034", "&lt; 0.001".</summary>
    public static string P(double? p) =>
        p is not { } value || !double.IsFinite(value) ? Undefined
        : value < 0.001 ? "<\u202F0.001"
        : Fixed(value, 3);

    /// <summary>Seconds in the unit that suits them.</summary>
    public static string Duration(double seconds) =>
        !double.IsFinite(seconds) ? Undefined
        : seconds < 0.1 ? Fixed(seconds * 1000, 0) + " ms"
        : seconds < 120 ? Fixed(seconds, 1) + " s"
        : seconds < 7200 ? Fixed(seconds / 60, 1) + " min"
        : Fixed(seconds / 3600, 1) + " h";

    /// <summary>The interval of an estimate, "0.711–0.752"; "to" where a limit is negative; empty where there is none.</summary>
    public static string Interval(Estimate estimate, Func<double?, string> format)
    {
        if (estimate.Low is not { } low || estimate.High is not { } high)
            return "";
        return low < 0 || high < 0
            ? $"{format(low)} to {format(high)}"
            : $"{Bare(format(low))}–{format(high)}";
    }

    /// <summary>Value and interval, "0.732 (0.711–0.752)"; an em dash where there is no value.</summary>
    public static string WithInterval(Estimate estimate, Func<double?, string> format)
    {
        string interval = Interval(estimate, format);
        return format(estimate.Value) + (interval.Length == 0 ? "" : $" ({interval})");
    }

    /// <summary>How a measure is written: percentages for shares that clinicians read so, else three decimals.</summary>
    public static Func<double?, string> FormatOf(string measure) =>
        measure switch
        {
            "accuracy"
            or "balanced_accuracy"
            or "sensitivity"
            or "specificity"
            or "ppv"
            or "npv"
            or "top1_error"
            or "top5_error"
            or "localisation_error" => share => Percent(share),
            "calibration_slope" or "calibration_intercept" => value => Fixed(value, 2),
            _ => value => Fixed(value),
        };

    private static string Bare(string text) => text.Replace("\u202F%", "", StringComparison.Ordinal);

    private static string Signed(string text) => text.Replace('-', '−');
}
