using Osler.Core.Words;
using Osler.Serving;

namespace Osler.Cli.Terminal;

/// <summary>Predictions for texts, for a reader at a terminal: the most probable outcome first.</summary>
internal static class TextPredictionText
{
    private const int MostShown = 5;

    /// <summary>Each text in full.</summary>
    public static void Write(TextWriter output, TextPredictor predictor, IReadOnlyList<TextAnswer> answers)
    {
        output.WriteLine(predictor.Card.Question);
        foreach (var (text, prediction, reason) in answers)
        {
            output.WriteLine();
            if (answers.Count > 1)
                output.WriteLine(text);
            if (prediction is null)
                output.WriteLine($"  refused: {reason}");
            else
                WriteOne(output, predictor, prediction);
        }
        output.WriteLine();
        PredictionText.WriteMeaning(output, predictor.Card, null);
    }

    /// <summary>One prediction: the verdict, the first outcomes, the remarks.</summary>
    public static void WriteOne(TextWriter output, TextPredictor predictor, TextPrediction prediction)
    {
        if (prediction.Missing is { } missing)
        {
            // A ranking would rest on what the text denies.
            output.WriteLine($"  Cannot tell. {missing}");
            foreach (string remark in prediction.Remarks.Remove(missing))
                output.WriteLine($"  {remark}");
            return;
        }
        output.WriteLine(
            prediction.Verdict switch
            {
                TextVerdict.CannotTell =>
                    $"  Cannot tell: {QuestionPredictionText.NoneReaches("outcome", predictor.Reading.Threshold)}. The nearest:",
                TextVerdict.NoneOfThese => "  None of these. The ranking:",
                _ => $"  {prediction.Outcomes[0].Label}",
            }
        );
        var shown = prediction.Outcomes.Take(MostShown).ToArray();
        int width = shown.Max(outcome => outcome.Label.Length);
        foreach (var outcome in shown)
            output.WriteLine($"    {outcome.Label.PadRight(width)}  {PerCent.Of(outcome.Probability), 7}");
        foreach (string remark in prediction.Remarks)
            output.WriteLine($"  {remark}");
    }
}
