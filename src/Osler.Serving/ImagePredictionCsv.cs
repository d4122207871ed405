using System.Globalization;

namespace Osler.Serving;

/// <summary>
/// Predictions for images as CSV: <c>image</c>, then the outcomes' columns as of <see cref="PredictionCsv"/>, then of a
/// network that gives boxes <c>left</c>, <c>top</c>, <c>right</c> and <c>bottom</c>, then <c>refused</c>: why there is no prediction, its cells then empty.
/// </summary>
public static class ImagePredictionCsv
{
    /// <summary>Writes predictions one by one.</summary>
    /// <param name="output">Where to; a header first, lines end in a line feed.</param>
    /// <param name="predictor">Whose outcomes and operating points make the columns.</param>
    /// <param name="answers">In the order of the images.</param>
    public static void Write(TextWriter output, ImagePredictor predictor, IEnumerable<ImageAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(answers);
        string[] names = [.. PredictionCsv.Names(predictor.Card)];
        string[] box = predictor.GivesBox ? ["left", "top", "right", "bottom"] : [];
        PredictionCsv.Line(output, ["image", .. names, .. box, "refused"]);
        foreach (var (image, prediction, reason) in answers)
            PredictionCsv.Line(
                output,
                [
                    image,
                    .. prediction is null ? names.Select(_ => "") : PredictionCsv.Cells(prediction),
                    .. prediction?.Box is { } place
                        ? new[] { place.Left, place.Top, place.Right, place.Bottom }.Select(edge =>
                            edge.ToString("0.0", CultureInfo.InvariantCulture)
                        )
                        : box.Select(_ => ""),
                    reason ?? "",
                ]
            );
    }
}
