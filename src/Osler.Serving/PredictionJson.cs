using System.Text.Json;
using System.Text.Json.Serialization;

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
        var card = predictor.Card;
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
        Field(output, "range_meaning", predictor.Members > 1 ? Predictor.RangeMeaning : null);
        output.Write("  \"predictions\": [");
        string separator = "\n    ";
        foreach (var prediction in predictions)
        {
            output.Write(separator);
            string json = JsonSerializer.Serialize(prediction, ServingJson.Default.Prediction);
            output.Write(json.Replace("\n", "\n    ", StringComparison.Ordinal));
            separator = ",\n    ";
        }
        output.Write("\n  ]\n}\n");
    }

    private static void Field(TextWriter output, string name, string? value)
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
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ServingJson : JsonSerializerContext;
