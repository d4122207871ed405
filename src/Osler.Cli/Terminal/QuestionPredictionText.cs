using Osler.Core.Bundles;
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
                output.WriteLine($"  refused: {reason}");
            else
                WriteOne(output, predictor, prediction);
        }
        output.WriteLine();
        PredictionText.WriteMeaning(output, predictor.Card, null);
    }

    /// <summary>One prediction: whether there is an answer, the options, the remarks.</summary>
    public static void WriteOne(TextWriter output, QuestionPredictor predictor, QuestionPrediction prediction)
    {
        if (prediction.Verdict == TextVerdict.CannotTell)
            output.WriteLine($"  {CannotTell(predictor.Reading)} The ranking:");
        int width = prediction.Options.Max(option => Short(option.Text).Length);
        foreach (var option in prediction.Options)
            output.WriteLine(
                $"  {option.Option, 2}  {Short(option.Text).PadRight(width)}  {PerCent.Of(option.Probability), 7}"
            );
        foreach (string remark in prediction.Remarks)
            output.WriteLine($"  {remark}");
    }

    /// <summary>Why there is no answer.</summary>
    public static string CannotTell(CardQuestions reading) =>
        $"Cannot tell: {NoneReaches("option", reading.Threshold)}.";

    /// <summary>That nothing is sure enough, in words.</summary>
    /// <param name="what">What is ranked: "option".</param>
    /// <param name="threshold">From which probability on an answer is given; 1 where none that was sure was right often enough.</param>
    public static string NoneReaches(string what, double threshold) =>
        threshold < 1
            ? $"no {what} reaches {PerCent.Of(threshold)}"
            : "on validation the answers were wrong too often, however sure";

    /// <summary>An option in one line.</summary>
    public static string Short(string text) => Cited.Start(text.ReplaceLineEndings(" "), Longest);
}
