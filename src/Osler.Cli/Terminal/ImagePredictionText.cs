using System.Globalization;
using Osler.Core.Words;
using Osler.Serving;

namespace Osler.Cli.Terminal;

/// <summary>Predictions for images, for a reader at a terminal: the most probable outcome first.</summary>
internal static class ImagePredictionText
{
    private const int MostShown = 10;
    private const int MostInALine = 3;

    /// <summary>One image, in full.</summary>
    public static void WriteOne(TextWriter output, ImagePredictor predictor, ImageAnswer answer)
    {
        output.WriteLine(predictor.Card.Question);
        output.WriteLine();
        var ranked = Ranked(answer.Prediction!);
        int width = ranked.Take(MostShown).Max(outcome => outcome.Label.Length);
        foreach (var outcome in ranked.Take(MostShown))
        {
            output.WriteLine(
                $"  {outcome.Label.PadRight(width)}  {PerCent.Of(outcome.Probability), 7}{PredictionText.Range(outcome)}"
            );
            foreach (var decision in outcome.Decisions)
                output.WriteLine(
                    $"    {decision.OperatingPoint}  {(decision.Positive ? "positive" : "negative")}"
                        + $"  (threshold {PerCent.Of(decision.Threshold)})"
                );
        }
        if (ranked.Length > MostShown)
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  and {ranked.Length - MostShown:N0} less probable ones; --json has them all"
                )
            );
        if (answer.Prediction!.Box is { } box)
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  in columns {box.Left:0} to {box.Right:0}, rows {box.Top:0} to {box.Bottom:0} of the image"
                )
            );
        output.WriteLine();
        foreach (string warning in answer.Prediction.Warnings)
            output.WriteLine($"Warning: {warning}");
        WriteMeaning(output, predictor);
    }

    /// <summary>Many images: a line each where classes exclude each other, else a line for each finding.</summary>
    public static void WriteMany(
        TextWriter output,
        ImagePredictor predictor,
        IEnumerable<ImageAnswer> answers
    )
    {
        foreach (var (image, prediction, _) in answers)
        {
            if (prediction is null)
                output.WriteLine($"{image}  refused");
            else if (predictor.Exclusive)
                output.WriteLine(
                    $"{image}  {string.Join(", ", Ranked(prediction).Take(MostInALine).Select(Short))}"
                        + string.Concat(prediction.Outcomes.Select(PredictionText.Decisions))
                );
            else
                foreach (var outcome in Ranked(prediction))
                    output.WriteLine($"{image}  {Short(outcome)}{PredictionText.Decisions(outcome)}");
            foreach (string warning in prediction?.Warnings ?? [])
                output.WriteLine($"        Warning: {warning}");
        }
        output.WriteLine();
        WriteMeaning(output, predictor);
    }

    private static PredictedOutcome[] Ranked(Prediction prediction) =>
        [.. prediction.Outcomes.OrderByDescending(outcome => outcome.Probability)];

    private static string Short(PredictedOutcome outcome) =>
        $"{outcome.Name} {PerCent.Of(outcome.Probability)}{PredictionText.Range(outcome)}";

    private static void WriteMeaning(TextWriter output, ImagePredictor predictor) =>
        PredictionText.WriteMeaning(
            output,
            predictor.Card,
            predictor.Members > 1 ? ImagePredictor.RangeMeaning : null
        );
}
