using Osler.Core.Words;
using Osler.Imaging.Sources;

namespace Osler.Serving;

/// <summary>What makes the figures of an evaluation on images doubtful.</summary>
/// <param name="SameData">Whether these are the data that the model was made from.</param>
/// <param name="Parts">The parts that were judged, in words; null where the images are in none.</param>
/// <param name="Known">The judged images that the model was made from.</param>
/// <param name="MayLack">Whether the bundle may know more images than it has marks of.</param>
/// <param name="Doubtful">The judged images whose answer is doubtful.</param>
/// <param name="Refused">How many images were refused.</param>
/// <param name="Images">How many were to be judged.</param>
internal sealed record ImageSuspicions(
    bool SameData,
    string? Parts,
    ImageAnswer[] Known,
    bool MayLack,
    ImageAnswer[] Doubtful,
    int Refused,
    int Images
)
{
    private const int MostNamed = 5;

    // Their own test part alone was judged.
    private bool TestPart => Parts == GivenParts.Word(GivenPart.Test);

    /// <summary>A sentence or two for each that there is, the most serious first.</summary>
    public IEnumerable<string> Sentences()
    {
        int judged = Images - Refused;
        if (!TestPart && Parts is not null)
            yield return $"These images have no test part, or it is empty: what is judged is their {Parts} part{(Parts.Contains(" and ", StringComparison.Ordinal) ? "s" : "")}.";
        if (SameData)
            yield return TestPart
                ? "These are the images that the model was made from; their test part is the one that it was judged on already."
                : Evaluation.SameData("images");
        if (Known.Length > 0 && (TestPart || !SameData))
            yield return $"{(MayLack ? "At least " : "")}{Counted.Of(Known.Length, "image")} of {judged:N0} judged {(Known.Length == 1 ? "is one" : "are ones")} that the model was made from, pixel by pixel the same: {Named(Known)}. The figures are too good; leave {(Known.Length == 1 ? "it" : "them")} out.";
        if (Refused > 0)
            yield return $"{Refused:N0} of {Counted.Of(Images, "image was", "images were")} refused and {(Refused == 1 ? "is" : "are")} not counted.";
        if (Doubtful.Length > 0)
            yield return $"{Counted.Of(Doubtful.Length, "image")} of {judged:N0} judged {(Doubtful.Length == 1 ? "gets an answer that is" : "get answers that are")} doubtful: {Named(Doubtful)}. Of the first: {Doubtful[0].Prediction!.Warnings[0]}";
    }

    private static string Named(ImageAnswer[] answers) =>
        Some.Of([.. answers.Select(answer => answer.Image)], MostNamed);
}
