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
        var refused = new List<Refused>();
        PredictionJson.Head(output, predictor.Card, predictor.Members > 1 ? Predictor.RangeMeaning : null);
        PredictionJson.Field(output, "caution", IsolateFindings.Caution);
        PredictionJson.List(
            output,
            "isolates",
            Judged(answers, refused),
            ServingJson.Default.IsolateFindings
        );
        output.Write(",\n");
        PredictionJson.List(output, "refused", refused, ServingJson.Default.RefusedIsolate);
        output.Write("\n}\n");
    }

    private static IEnumerable<IsolateFindings> Judged(
        IEnumerable<IsolateAnswer> answers,
        List<Refused> refused
    )
    {
        foreach (var (isolate, findings, reason) in answers)
            if (findings is null)
                refused.Add(new(isolate, reason!));
            else
                yield return findings;
    }

    internal sealed record Refused(string Isolate, string Reason);
}
