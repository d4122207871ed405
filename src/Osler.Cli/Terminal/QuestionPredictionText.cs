using Osler.Core.Words;
using Osler.Serving;

namespace Osler.Cli.Terminal;

/// <summary>Predictions for questions, for a reader at a terminal: the most probable option first.</summary>
internal static class QuestionPredictionText
{
    private const int Longest = 70;

    /// <summary>Each question's options.</summary>
    public static void Write(
        TextWriter output,
        QuestionPredictor predictor,
        IReadOnlyList<QuestionAnswer> answers
    )
    {
        output.WriteLine(predictor.Card.Question);
        foreach (var (question, prediction, reason) in answers)
        {
            output.WriteLine();
            if (answers.Count > 1)
                output.WriteLine(question);
            if (prediction is null)
            {
                output.WriteLine($"  refused: {reason}");
                continue;
            }
            int width = prediction.Options.Max(option => Short(option.Text).Length);
            foreach (var option in prediction.Options)
                output.WriteLine(
                    $"  {option.Option, 2}  {Short(option.Text).PadRight(width)}  {PerCent.Of(option.Probability), 7}"
                );
            foreach (string remark in prediction.Remarks)
                output.WriteLine($"  {remark}");
        }
        output.WriteLine();
        PredictionText.WriteMeaning(output, predictor.Card, null);
    }

    private static string Short(string text) => Cited.Start(text.ReplaceLineEndings(" "), Longest);
}
