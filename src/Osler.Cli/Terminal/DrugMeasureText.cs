using System.Globalization;
using Osler.Core.Bundles;
using Osler.Core.Metrics;

namespace Osler.Cli.Terminal;

/// <summary>Measures of many drugs for a reader at a terminal: a line a drug.</summary>
internal static class DrugMeasureText
{
    private const string Network = "network";

    private static readonly (string Name, string Head)[] s_shown =
    [
        ("auroc", "AUROC"),
        ("sensitivity", "sensitivity"),
        ("specificity", "specificity"),
    ];

    /// <summary>A table: isolates with a label, resistant ones, AUROC, sensitivity and specificity at the frozen threshold.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="results">Of a network, and perhaps of a catalogue beside it, which has a table of its own.</param>
    /// <param name="catalogue">The catalogue's name; null where none was asked.</param>
    public static void Write(TextWriter output, Results results, string? catalogue)
    {
        Write(output, results.Measures.Where(measure => measure.Model == Network), s_shown);
        if (catalogue is null)
            return;
        output.WriteLine();
        output.WriteLine($"By looking up {catalogue}, on the isolates of which it can tell:");
        Write(output, results.Measures.Where(measure => measure.Model != Network), s_shown[1..]);
    }

    private static void Write(
        TextWriter output,
        IEnumerable<Measure> measures,
        (string Name, string Head)[] shown
    )
    {
        output.WriteLine(
            $"{"", -17}{"isolates", 9}{"resistant", 11}  {string.Join("  ", shown.Select(one => $"{one.Head, -23}"))}".TrimEnd()
        );
        foreach (var outcome in measures.GroupBy(measure => measure.Outcome))
        {
            var first = outcome.First();
            bool isMean = first.Outcome.StartsWith(MultiLabelJudge.Mean, StringComparison.Ordinal);
            output.WriteLine(
                string.Create(
                        CultureInfo.InvariantCulture,
                        $"{first.Outcome, -17}{first.Cases, 9:N0}{(isMean ? "" : first.Positives.ToString("N0", CultureInfo.InvariantCulture)), 11}  {string.Join("  ", shown.Select(one => $"{Shown(outcome, one.Name), -23}"))}"
                    )
                    .TrimEnd()
            );
        }
        string[] undefined =
        [
            .. measures
                .Where(measure => measure is { Name: "auroc", Estimate.Value: null })
                .Select(measure => $"{measure.Outcome} ({measure.Estimate.Undefined})"),
        ];
        if (undefined.Length > 0)
            output.WriteLine($"No AUROC: {string.Join(", ", undefined)}.");
    }

    private static string Shown(IEnumerable<Measure> measures, string name) =>
        measures.FirstOrDefault(measure => measure.Name == name)?.Estimate switch
        {
            null => "",
            { Value: { } value, Low: { } low, High: { } high } =>
                $"{Number(value)} ({Number(low)} to {Number(high)})",
            { Value: { } value } => Number(value),
            _ => "-",
        };

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
