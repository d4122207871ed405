using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Osler.Core.Bundles;

namespace Osler.Serving;

/// <summary>The answer of <c>osler predict --json</c> and of the server: predictions with what one must know of them.</summary>
/// <param name="Study">Slug of the study.</param>
/// <param name="Question">The question that the model answers.</param>
/// <param name="IntendedUse">Whom and what it is meant for.</param>
/// <param name="NotFor">What it must not be used for.</param>
/// <param name="RangeMeaning">What <c>low</c> and <c>high</c> mean; null where the bundle holds a single network.</param>
/// <param name="Predictions">One entry a patient, in the order they came.</param>
public sealed record PredictionAnswer(
    string Study,
    string Question,
    string IntendedUse,
    ImmutableArray<string> NotFor,
    string? RangeMeaning,
    ImmutableArray<Prediction> Predictions
)
{
    /// <summary>Joins predictions with the model's card.</summary>
    public static PredictionAnswer Of(Predictor predictor, IEnumerable<Prediction> predictions)
    {
        Card card = predictor.Card;
        return new(
            card.Study,
            card.Question,
            card.IntendedUse,
            card.NotFor,
            predictor.Members > 1 ? Predictor.RangeMeaning : null,
            [.. predictions]
        );
    }

    /// <summary>Indented JSON, UTF-8, ending in a line feed.</summary>
    public byte[] ToJson() =>
        [.. JsonSerializer.SerializeToUtf8Bytes(this, ServingJson.Default.PredictionAnswer), (byte)'\n'];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    NewLine = "\n"
)]
[JsonSerializable(typeof(PredictionAnswer))]
internal sealed partial class ServingJson : JsonSerializerContext;
