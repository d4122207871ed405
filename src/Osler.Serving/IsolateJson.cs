using Osler.Core.Variants.Isolates;

namespace Osler.Serving;

/// <summary>
/// Isolates' reports as JSON, with what one must know of them: <c>{"study", "question", "intended_use", "not_for",
/// "range_meaning", "caution", "isolates": [{"isolate", "drugs": [{"drug", "verdict", "probability", …}], …}],
/// "refused": [{"isolate", "reason"}]}</c>.
/// </summary>
public static class IsolateJson
{
    /// <summary>Writes reports one by one, so that many need no memory.</summary>
    /// <param name="output">Where to; indented, ending in a line feed.</param>
    /// <param name="predictor">Whose card goes with them.</param>
    /// <param name="answers">In the order of the files or rows.</param>
    public static void Write(
        TextWriter output,
        IsolatePredictor predictor,
        IEnumerable<IsolateAnswer> answers
    )
    {
        ArgumentNullException.ThrowIfNull(predictor);
        PredictionJson.Head(output, predictor.Card, predictor.Members > 1 ? Predictor.RangeMeaning : null);
        PredictionJson.Field(output, "caution", IsolateFindings.Caution);
        PredictionJson.Answers(
            output,
            "isolates",
            answers.Select(answer => (answer.Isolate, answer.Findings, answer.Reason)),
            ServingJson.Default.IsolateFindings,
            "isolate"
        );
    }
}
