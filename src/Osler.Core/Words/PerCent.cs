using System.Globalization;

namespace Osler.Core.Words;

/// <summary>Shares in per cent, as every page, table and message writes them: never a false 0 or 100.</summary>
/// <remarks>One of 3,380 is 0.03 %: as "0.0 %" it would read as nobody, so it is written as "&lt;0.1 %".</remarks>
public static class PerCent
{
    /// <summary>The number alone: "12.3", "&lt;0.1", "&gt;99.9"; "0.0" and "100.0" only of a share that is 0 or 1.</summary>
    /// <param name="share">A share, 0.123 for 12.3 %; also outside [0, 1], where it is a difference of shares.</param>
    /// <param name="decimals">Decimals, 0 to 6.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not finite, or the decimals are out of range.</exception>
    public static string Number(double share, int decimals = 1)
    {
        if (!double.IsFinite(share))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share is finite.");
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, 6);
        double rounded = Math.Round(share * 100, decimals, MidpointRounding.AwayFromZero);
        double least = Math.Pow(10, -decimals);
        return (share, rounded) switch
        {
            (> 0, <= 0) => "<" + Text(least, decimals),
            (< 1, >= 100) => ">" + Text(100 - least, decimals),
            // Minus zero would read as a sign that means nothing.
            _ => Text(rounded == 0 ? 0 : rounded, decimals),
        };
    }

    /// <summary>With its sign: "12.3 %".</summary>
    /// <param name="share">As of <see cref="Number"/>.</param>
    /// <param name="decimals">As of <see cref="Number"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">As of <see cref="Number"/>.</exception>
    public static string Of(double share, int decimals = 1) => Number(share, decimals) + " %";

    private static string Text(double number, int decimals) =>
        number.ToString("N" + decimals, CultureInfo.InvariantCulture);
}
