using System.Collections.Immutable;

namespace Osler.Serving;

/// <summary>
/// Predictions for questions as JSON: the head of <see cref="PredictionJson"/>, then <c>"predictions": [{"question", "verdict", "options": [{"option",
/// "text", "probability"}], "remarks"}]</c> and <c>"refused": [{"question", "reason"}]</c>.
/// </summary>
public static class QuestionPredictionJson
{
    /// <summary>Writes predictions one by one.</summary>
    /// <param name="output">Where to; indented, ending in a line feed.</param>
    /// <param name="predictor">Whose card goes with them.</param>
    /// <param name="answers">In the order of the questions.</param>
    public static void Write(
        TextWriter output,
        QuestionPredictor predictor,
        IEnumerable<QuestionAnswer> answers
    )
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(predictor);
        PredictionJson.Head(output, predictor.Card, null);
        PredictionJson.Answers(
            output,
            "predictions",
            answers.Select(answer => (answer.Question, Answered.Of(answer), answer.Reason)),
            ServingJson.Default.AnsweredQuestion,
            "question"
        );
    }

    internal sealed record Answered(
        string Question,
        TextVerdict Verdict,
        ImmutableArray<RankedOption> Options,
        ImmutableArray<string> Remarks
    )
    {
        public static Answered? Of(QuestionAnswer answer) =>
            answer.Prediction is { } given
                ? new(answer.Question, given.Verdict, given.Options, given.Remarks)
                : null;
    }
}
