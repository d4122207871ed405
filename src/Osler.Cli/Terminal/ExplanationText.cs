using System.Globalization;
using Osler.Core.Explanation;
using Osler.Core.Metrics;
using Osler.Core.Words;
using Osler.Serving;

namespace Osler.Cli.Terminal;

/// <summary>Explanations for a reader at a terminal.</summary>
internal static class ExplanationText
{
    /// <summary>What one patient's prediction rests on.</summary>
    public static void Write(TextWriter output, PredictionExplanation explanation)
    {
        var parts = explanation.Explanation;
        output.WriteLine($"{explanation.Label}: {PerCent.Of(parts.Prediction)}");
        output.WriteLine(
            $"The mean of {explanation.Background} made-up patients is {PerCent.Of(parts.Base)}. Each input adds, in percentage points:"
        );
        var shown = parts
            .Attributions.Zip(explanation.Shown)
            .OrderByDescending(pair => Math.Abs(pair.First.Contribution))
            .ToList();
        int width = shown.Max(pair => pair.First.InputName.Length);
        int valueWidth = shown.Max(pair => pair.Second.Length);
        foreach (var (attribution, value) in shown)
        {
            string doubt = attribution is { Low: { } low, High: { } high }
                ? $"  ({Points(low)} to {Points(high)})"
                : "";
            output.WriteLine(
                $"  {attribution.InputName.PadRight(width)}  {value.PadRight(valueWidth)}  {Points(attribution.Contribution), 6}{doubt}"
            );
        }
        double missed = Math.Max(0.01, Math.Ceiling(Math.Abs(explanation.Gap) * 10_000) / 100);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Together they add {Points(explanation.Sum)}: the prediction less the mean, to within {missed:0.00}."
            )
        );
        output.WriteLine("This is what the model does with the inputs, not what they do to the patient.");
    }

    /// <summary>What a cohort's predictions rest on.</summary>
    public static void Write(TextWriter output, TableExplanation explanation)
    {
        string positives = explanation.Positives is { } count
            ? string.Create(CultureInfo.InvariantCulture, $", {count:N0} with the outcome")
            : "";
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{explanation.Outcome.Label}: {explanation.Cases:N0} of {Counted.Of(explanation.Rows, "row")}{positives}"
            )
        );
        var cohort = explanation.Cohort;
        int width = cohort.Curves.Max(curve => curve.Input.Name.Length);
        if (!cohort.Importance.IsEmpty)
        {
            output.WriteLine();
            output.WriteLine("AUROC lost when an input is shuffled among the patients (95 % interval):");
            foreach (
                var input in cohort.Importance.OrderByDescending(input =>
                    input.Drop.Value ?? double.NegativeInfinity
                )
            )
                output.WriteLine($"  {input.Group.Name.PadRight(width)}  {Drop(input.Drop)}");
        }
        output.WriteLine();
        output.WriteLine(
            "Mean probability when an input is set to a value, all else as it is (95 % interval):"
        );
        foreach (var curve in cohort.Curves)
        foreach (var (i, point) in Shown(curve).Index())
            output.WriteLine(
                $"  {(i == 0 ? curve.Input.Name : "").PadRight(width)}  {Value(curve, point), 12}  {Share(curve.Curve.Mean[point])}"
            );
        output.WriteLine();
        output.WriteLine("This is what the model does with the inputs, not what they do to patients.");
    }

    // Every level of a category; of a number the ends and the middle of what is observed.
    private static IEnumerable<int> Shown(InputCurve curve)
    {
        int points = curve.Curve.Values.Length;
        return curve.Input.Levels.IsEmpty && points > 3
            ? [0, points / 2, points - 1]
            : Enumerable.Range(0, points);
    }

    private static string Value(InputCurve curve, int point) =>
        PredictionExplanation.Value(curve.Input, ThreeDigits(curve.Curve.Values[point]));

    private static double ThreeDigits(double value)
    {
        int before = value == 0 ? 1 : 1 + (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return before >= 3 ? Math.Round(value) : Math.Round(value, Math.Clamp(3 - before, 0, 15));
    }

    private static string Drop(Estimate drop) =>
        drop.Value is { } value
            ? $"{Three(value), 6}{(drop is { Low: { } low, High: { } high } ? $"  ({Three(low)} to {Three(high)})" : "")}"
            : $"     -  ({drop.Undefined ?? "undefined"})";

    private static string Share(Estimate mean) =>
        mean.Value is { } value
            ? $"{PerCent.Of(value), 7}{(mean is { Low: { } low, High: { } high } ? $"  ({PerCent.Of(low)} to {PerCent.Of(high)})" : "")}"
            : "-";

    private static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Points(double share) =>
        (share * 100).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
}
