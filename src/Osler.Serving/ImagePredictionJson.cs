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
        PredictionJson.Head(
            output,
            predictor.Card,
            predictor.Members > 1 ? ImagePredictor.RangeMeaning : null
        );
        PredictionJson.Answers(
            output,
            "predictions",
            answers.Select(answer => (answer.Image, Answered.Of(answer), answer.Reason)),
            ServingJson.Default.Answered,
            "image"
        );
    }

    internal sealed record Answered(
        string Image,
        ImmutableArray<PredictedOutcome> Outcomes,
        ImmutableArray<string> Warnings
    )
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public Place? Box { get; init; }

        public static Answered? Of(ImageAnswer answer) =>
            answer.Prediction is { } given
                ? new(answer.Image, given.Outcomes, given.Warnings)
                {
                    Box = given.Box is { } box ? new(box.Left, box.Top, box.Right, box.Bottom) : null,
                }
                : null;
    }

    internal sealed record Place(double Left, double Top, double Right, double Bottom);
}
