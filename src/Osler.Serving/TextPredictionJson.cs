using System.Collections.Immutable;

namespace Osler.Serving;

/// <summary>
/// Predictions for texts as JSON: the head of <see cref="PredictionJson"/>, then <c>"predictions": [{"text", "verdict", "outcomes": [{"name",
/// "label", "probability"}], "remarks"}]</c> and <c>"refused": [{"text", "reason"}]</c>.
/// </summary>
public static class TextPredictionJson
{
    /// <summary>Writes predictions one by one.</summary>
    /// <param name="output">Where to; indented, ending in a line feed.</param>
    /// <param name="predictor">Whose card goes with them.</param>
    /// <param name="answers">In the order of the texts.</param>
    public static void Write(TextWriter output, TextPredictor predictor, IEnumerable<TextAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(predictor);
        PredictionJson.Head(output, predictor.Card, null);
        PredictionJson.Answers(
            output,
            "predictions",
            answers.Select(answer => (answer.Text, Answered.Of(answer), answer.Reason)),
            ServingJson.Default.AnsweredText,
            "text"
        );
    }

    internal sealed record Answered(
        string Text,
        TextVerdict Verdict,
        ImmutableArray<TextOutcome> Outcomes,
        ImmutableArray<string> Remarks
    )
    {
        public static Answered? Of(TextAnswer answer) =>
            answer.Prediction is { } given
                ? new(answer.Text, given.Verdict, given.Outcomes, given.Remarks)
                : null;
    }
}
