using Osler.Core.Variants.Isolates;

namespace Osler.Serving;

/// <summary>
/// Isolates' reports as JSON, with what one must know of them: <c>{"study", "question", "intended_use", "not_for",
/// "range_meaning", "caution", "isolates": [{"isolate", "drugs": [{"drug", "verdict", "probability", …}], …}]}</c>.
/// </summary>
public static class IsolateJson
{
    /// <summary>Writes reports one by one.</summary>
    /// <param name="output">Where to; indented, ending in a line feed.</param>
    /// <param name="predictor">Whose card goes with them.</param>
    /// <param name="isolates">In the order of the files.</param>
    public static void Write(
        TextWriter output,
        IsolatePredictor predictor,
        IEnumerable<IsolateFindings> isolates
    )
    {
        PredictionJson.Head(output, predictor.Card, predictor.Members > 1 ? Predictor.RangeMeaning : null);
        PredictionJson.Field(output, "caution", IsolateFindings.Caution);
        PredictionJson.List(output, "isolates", isolates, ServingJson.Default.IsolateFindings);
        output.Write("\n}\n");
    }
}
