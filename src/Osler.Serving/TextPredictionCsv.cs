namespace Osler.Serving;

/// <summary>
/// Predictions for texts as CSV: <c>text</c>, <c>verdict</c> (<c>answer</c>, <c>cannot_tell</c>, <c>none_of_these</c>),
/// <c>first</c> (the most probable outcome's name, whatever the verdict), then each outcome's probability, then
/// <c>remarks</c> and <c>refused</c>: why there is no prediction, its cells then empty.
/// </summary>
public static class TextPredictionCsv
{
    /// <summary>Writes predictions one by one.</summary>
    /// <param name="output">Where to; a header first, lines end in a line feed.</param>
    /// <param name="predictor">Whose outcomes make the columns.</param>
    /// <param name="answers">In the order of the texts.</param>
    public static void Write(TextWriter output, TextPredictor predictor, IEnumerable<TextAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(answers);
        string[] names = [.. predictor.Card.Outcomes.Select(outcome => outcome.Name)];
        PredictionCsv.Line(output, ["text", "verdict", "first", .. names, "remarks", "refused"]);
        foreach (var (text, prediction, reason) in answers)
            PredictionCsv.Line(
                output,
                [
                    text,
                    .. prediction is null
                        ? Enumerable.Repeat("", 2 + names.Length)
                        : Cells(prediction, names),
                    prediction is null ? "" : string.Join(' ', prediction.Remarks),
                    reason ?? "",
                ]
            );
    }

    private static IEnumerable<string> Cells(TextPrediction prediction, string[] names)
    {
        var probabilities = prediction.Outcomes.ToDictionary(one => one.Name, one => one.Probability);
        return
        [
            prediction.Verdict switch
            {
                TextVerdict.CannotTell => "cannot_tell",
                TextVerdict.NoneOfThese => "none_of_these",
                _ => "answer",
            },
            prediction.Outcomes[0].Name,
            .. names.Select(name => PredictionCsv.Number(probabilities[name])),
        ];
    }
}
