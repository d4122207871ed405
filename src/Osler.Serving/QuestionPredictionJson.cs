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
        var refused = new List<Refused>();
        PredictionJson.Head(output, predictor.Card, null);
        PredictionJson.List(
            output,
            "predictions",
            Predicted(answers, refused),
            ServingJson.Default.AnsweredQuestion
        );
        output.Write(",\n");
        PredictionJson.List(output, "refused", refused, ServingJson.Default.RefusedQuestion);
        output.Write("\n}\n");
    }

    private static IEnumerable<Answered> Predicted(IEnumerable<QuestionAnswer> answers, List<Refused> refused)
    {
        foreach (var (question, prediction, reason) in answers)
            if (prediction is null)
                refused.Add(new(question, reason!));
            else
                yield return new(question, prediction.Verdict, prediction.Options, prediction.Remarks);
    }

    internal sealed record Answered(
        string Question,
        TextVerdict Verdict,
        ImmutableArray<RankedOption> Options,
        ImmutableArray<string> Remarks
    );

    internal sealed record Refused(string Question, string Reason);
}
