using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Osler.Serving;

/// <summary>
/// Predictions for images as JSON: the fields of <see cref="PredictionJson"/>, with <c>"image"</c> in each prediction, <c>"box"</c>
/// where the network gives one (columns and rows in pixels of the image, the last included), and
/// <c>"refused": [{"image", "reason"}]</c> after them.
/// </summary>
public static class ImagePredictionJson
{
    /// <summary>Writes predictions one by one, so that many need no memory.</summary>
    /// <param name="output">Where to; indented, ending in a line feed.</param>
    /// <param name="predictor">Whose card goes with them.</param>
    /// <param name="answers">In the order of the images.</param>
    public static void Write(TextWriter output, ImagePredictor predictor, IEnumerable<ImageAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(predictor);
        var refused = new List<Refused>();
        PredictionJson.Head(
            output,
            predictor.Card,
            predictor.Members > 1 ? ImagePredictor.RangeMeaning : null
        );
        PredictionJson.List(output, "predictions", Predicted(answers, refused), ServingJson.Default.Answered);
        output.Write(",\n");
        PredictionJson.List(output, "refused", refused, ServingJson.Default.Refused);
        output.Write("\n}\n");
    }

    private static IEnumerable<Answered> Predicted(IEnumerable<ImageAnswer> answers, List<Refused> refused)
    {
        foreach (var (image, prediction, reason) in answers)
            if (prediction is null)
                refused.Add(new(image, reason!));
            else
                yield return new(image, prediction.Outcomes, prediction.Warnings)
                {
                    Box = prediction.Box is { } box ? new(box.Left, box.Top, box.Right, box.Bottom) : null,
                };
    }

    internal sealed record Answered(
        string Image,
        ImmutableArray<PredictedOutcome> Outcomes,
        ImmutableArray<string> Warnings
    )
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public Place? Box { get; init; }
    }

    internal sealed record Place(double Left, double Top, double Right, double Bottom);

    internal sealed record Refused(string Image, string Reason);
}
