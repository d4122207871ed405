using System.Globalization;
using Osler.Core.Bundles;
using Osler.Core.Metrics;
using Osler.Core.Words;

namespace Osler.Cli.Terminal;

/// <summary>Measures for a reader at a terminal: value, 95 % interval, counts.</summary>
internal static class MeasureText
{
    /// <summary>An evaluation's measures.</summary>
    public static void Write(TextWriter output, Results results)
    {
        if (results.Measures.IsEmpty)
            return;
        var first = results.Measures[0];
        // Of several outcomes each has its own number.
        bool isOne = results.Measures.All(measure => measure.Outcome == first.Outcome);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{first.Outcome}: {Counted.Of(first.Cases, "case")}{(isOne ? $", {first.Positives:N0} with the outcome" : "")}"
            )
        );
        output.WriteLine();
        WriteByPoint(output, results.Measures);
    }

    /// <summary>
    /// Measures under the operating point that they were counted at, those that need none first; of several outcomes
    /// under the outcome's name too.
    /// </summary>
    public static void WriteByPoint(TextWriter output, IEnumerable<Measure> measures)
    {
        var groups = measures.GroupBy(measure => (measure.Outcome, measure.OperatingPoint)).ToArray();
        bool isOne = groups.Select(group => group.Key.Outcome).Distinct().Count() < 2;
        foreach (var (i, group) in groups.Index())
        {
            if (i > 0)
                output.WriteLine();
            var (outcome, point) = group.Key;
            if (point is not null)
                output.WriteLine(isOne ? $"At {point}:" : $"{outcome}, at {point}:");
            else if (!isOne)
                output.WriteLine($"{outcome}:");
            foreach (var measure in group)
                output.WriteLine(Line(measure));
        }
    }

    private static string Line(Measure measure)
    {
        var estimate = measure.Estimate;
        string name =
            measure.Model == "class_activation" ? $"{measure.Name} by class activation" : measure.Name;
        if (estimate.Value is not { } value)
            return $"  {name, -22}  -      ({estimate.Undefined ?? "undefined"})";
        string interval = estimate is { Low: { } low, High: { } high }
            ? $"  ({Number(low)} to {Number(high)})"
            : "";
        return $"  {name, -22}  {Number(value), 7}{interval}";
    }

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
