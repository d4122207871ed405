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
        var refused = new List<Refused>();
        PredictionJson.Head(output, predictor.Card, null);
        PredictionJson.List(
            output,
            "predictions",
            Predicted(answers, refused),
            ServingJson.Default.AnsweredText
        );
        output.Write(",\n");
        PredictionJson.List(output, "refused", refused, ServingJson.Default.RefusedText);
        output.Write("\n}\n");
    }

    private static IEnumerable<Answered> Predicted(IEnumerable<TextAnswer> answers, List<Refused> refused)
    {
        foreach (var (text, prediction, reason) in answers)
            if (prediction is null)
                refused.Add(new(text, reason!));
            else
                yield return new(text, prediction.Verdict, prediction.Outcomes, prediction.Remarks);
    }

    internal sealed record Answered(
        string Text,
        TextVerdict Verdict,
        ImmutableArray<TextOutcome> Outcomes,
        ImmutableArray<string> Remarks
    );

    internal sealed record Refused(string Text, string Reason);
}
