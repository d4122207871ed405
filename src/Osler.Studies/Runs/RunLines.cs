using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Metrics;

namespace Osler.Studies;

/// <summary>The lines that a terminal shows when a run has ended.</summary>
internal static class RunLines
{
    /// <summary>What was judged, then measures, then where report and bundle lie.</summary>
    /// <param name="judged">In a sentence, without a full stop.</param>
    /// <param name="measures">One a line.</param>
    /// <param name="folder">The run's.</param>
    public static ImmutableArray<string> Of(string judged, IEnumerable<string> measures, string folder) =>
        [
            judged,
            .. measures,
            $"Report: {Path.Combine(folder, "report.html")}",
            $"Bundle: {Path.Combine(folder, "bundle")}",
        ];

    /// <summary>A measure's title and its value, in columns.</summary>
    public static string Titled(string title, Estimate estimate) => Titled(title, Shown(estimate));

    /// <summary>A measure's title and its value as it is written, in columns.</summary>
    public static string Titled(string title, string value) => $"{title, -44} {value}";

    /// <summary>"0.9802 (0.9774 to 0.9830)"; where it is undefined, why.</summary>
    public static string Shown(Estimate estimate) =>
        estimate.Value is not { } value ? $"undefined: {estimate.Undefined}"
        : estimate is { Low: { } low, High: { } high }
            ? string.Create(CultureInfo.InvariantCulture, $"{value:F4} ({low:F4} to {high:F4})")
        : string.Create(CultureInfo.InvariantCulture, $"{value:F4}");
}
