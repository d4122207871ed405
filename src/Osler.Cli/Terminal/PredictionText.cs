using Osler.Core.Bundles;
using Osler.Core.Words;
using Osler.Serving;

namespace Osler.Cli.Terminal;

/// <summary>Predictions for a reader at a terminal.</summary>
internal static class PredictionText
{
    /// <summary>One patient, in full.</summary>
    public static void WriteOne(TextWriter output, Predictor predictor, Prediction prediction)
    {
        var card = predictor.Card;
        output.WriteLine(card.Question);
        foreach (var outcome in prediction.Outcomes)
        {
            output.WriteLine();
            output.WriteLine($"  {outcome.Label}: {PerCent.Of(outcome.Probability)}{Range(outcome)}");
            int width = outcome
                .Decisions.Select(decision => decision.OperatingPoint.Length)
                .DefaultIfEmpty()
                .Max();
            foreach (var decision in outcome.Decisions)
                output.WriteLine(
                    $"    {decision.OperatingPoint.PadRight(width)}  {(decision.Positive ? "positive" : "negative")}"
                        + $"  (threshold {PerCent.Of(decision.Threshold)})"
                );
        }
        output.WriteLine();
        foreach (string warning in prediction.Warnings)
            output.WriteLine($"Warning: {warning}");
        WriteMeaning(output, predictor);
    }

    /// <summary>Many patients, one line each.</summary>
    public static void WriteMany(TextWriter output, Predictor predictor, IEnumerable<Prediction> predictions)
    {
        int row = 0;
        foreach (var prediction in predictions)
        {
            row++;
            foreach (var outcome in prediction.Outcomes)
                output.WriteLine(
                    $"{row, 6}  {outcome.Name}  {PerCent.Of(outcome.Probability), 7}{Range(outcome)}{Decisions(outcome)}"
                );
            foreach (string warning in prediction.Warnings)
                output.WriteLine($"        Warning: {warning}");
        }
        output.WriteLine();
        WriteMeaning(output, predictor);
    }

    /// <summary>The ensemble's range in brackets; nothing of one network.</summary>
    public static string Range(PredictedOutcome outcome) =>
        outcome is { Low: { } low, High: { } high }
            ? $"  (range {PerCent.Of(low)} to {PerCent.Of(high)})"
            : "";

    /// <summary>The decisions within a line: "  youden +".</summary>
    public static string Decisions(PredictedOutcome outcome) =>
        string.Concat(
            outcome.Decisions.Select(decision =>
                $"  {decision.OperatingPoint} {(decision.Positive ? "+" : "-")}"
            )
        );

    /// <summary>What one must know of every answer.</summary>
    public static void WriteMeaning(TextWriter output, Card card, string? rangeMeaning)
    {
        if (rangeMeaning is not null)
            output.WriteLine(rangeMeaning);
        output.WriteLine($"Meant for: {card.IntendedUse}");
        output.WriteLine($"Not for: {string.Join(' ', card.NotFor)}");
    }

    private static void WriteMeaning(TextWriter output, Predictor predictor) =>
        WriteMeaning(output, predictor.Card, predictor.Members > 1 ? Predictor.RangeMeaning : null);
}
