using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Osler.Core.Bundles;
using Osler.Core.Variants.Isolates;

namespace Osler.Serving;

/// <summary>
/// Predictions as JSON, with what one must know of them: <c>{"study", "question", "intended_use", "not_for",
/// "range_meaning", "predictions": [{"outcomes": [{"name", "label", "probability", "low", "high", "decisions"}],
/// "warnings"}]}</c>.
/// </summary>
public static class PredictionJson
{
    /// <summary>Writes predictions one by one, so that a large table's need no memory.</summary>
    /// <param name="output">Where to; indented, ending in a line feed.</param>
    /// <param name="predictor">Whose card goes with them.</param>
    /// <param name="predictions">In the order of the patients.</param>
    public static void Write(TextWriter output, Predictor predictor, IEnumerable<Prediction> predictions)
    {
        Head(output, predictor.Card, predictor.Members > 1 ? Predictor.RangeMeaning : null);
        List(output, "predictions", predictions, ServingJson.Default.Prediction);
        output.Write("\n}\n");
    }

    /// <summary>The opening brace and what one must know of the predictions.</summary>
    internal static void Head(TextWriter output, Card card, string? rangeMeaning)
    {
        output.Write("{\n");
        Field(output, "study", card.Study);
        Field(output, "question", card.Question);
        Field(output, "intended_use", card.IntendedUse);
        output.Write("  \"not_for\": ");
        output.Write(
            JsonSerializer
                .Serialize([.. card.NotFor], ServingJson.Default.StringArray)
                .Replace("\n", "\n  ", StringComparison.Ordinal)
        );
        output.Write(",\n");
        Field(output, "range_meaning", rangeMeaning);
    }

    /// <summary>
    /// The end of a file of answers: what was given, then <c>"refused"</c>, each with its case and the reason; each answer is written when it comes,
    /// the refused ones are kept until then.
    /// </summary>
    /// <param name="output">Where to, after the head.</param>
    /// <param name="name">Name of the list of what was given.</param>
    /// <param name="given">The answers; null where one was refused.</param>
    /// <param name="type">How what was given is written.</param>
    /// <param name="kind">What a case is: image, isolate, text, question.</param>
    internal static void Answers<T>(
        TextWriter output,
        string name,
        IEnumerable<(string Case, T? Given, string? Reason)> given,
        JsonTypeInfo<T> type,
        string kind
    )
        where T : class
    {
        var refused = new List<Dictionary<string, string>>();
        List(output, name, Given(), type);
        output.Write(",\n");
        List(output, "refused", refused, ServingJson.Default.DictionaryStringString);
        output.Write("\n}\n");

        IEnumerable<T> Given()
        {
            foreach (var (one, answer, reason) in given)
                if (answer is null)
                    refused.Add(new() { [kind] = one, ["reason"] = reason! });
                else
                    yield return answer;
        }
    }

    /// <summary>A field that is a list, written item by item, without what follows it.</summary>
    internal static void List<T>(TextWriter output, string name, IEnumerable<T> items, JsonTypeInfo<T> type)
    {
        output.Write($"  \"{name}\": [");
        string separator = "\n    ";
        foreach (var item in items)
        {
            output.Write(separator);
            string json = JsonSerializer.Serialize(item, type);
            output.Write(json.Replace("\n", "\n    ", StringComparison.Ordinal));
            separator = ",\n    ";
        }
        output.Write(separator[0] == ',' ? "\n  ]" : "]");
    }

    /// <summary>A field that is a text, and the comma behind it.</summary>
    internal static void Field(TextWriter output, string name, string? value)
    {
        string json = value is null ? "null" : JsonSerializer.Serialize(value, ServingJson.Default.String);
        output.Write($"  \"{name}\": {json},\n");
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    NewLine = "\n"
)]
[JsonSerializable(typeof(Prediction))]
[JsonSerializable(typeof(IsolateFindings))]
[JsonSerializable(typeof(ImagePredictionJson.Answered))]
[JsonSerializable(typeof(TextPredictionJson.Answered), TypeInfoPropertyName = "AnsweredText")]
[JsonSerializable(typeof(QuestionPredictionJson.Answered), TypeInfoPropertyName = "AnsweredQuestion")]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ServingJson : JsonSerializerContext;
