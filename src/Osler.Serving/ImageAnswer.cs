namespace Osler.Serving;

/// <summary>What became of one image: a prediction, or the reason why there is none.</summary>
/// <param name="Image">What its owner calls it.</param>
/// <param name="Prediction">The prediction; null where it was refused.</param>
/// <param name="Reason">Why it was refused, without the image's name; null where it was not.</param>
public sealed record ImageAnswer(string Image, Prediction? Prediction, string? Reason);
