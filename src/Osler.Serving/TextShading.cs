using Osler.Core.Ensembles;
using Osler.Core.Texts;

namespace Osler.Serving;

/// <summary>Which words a prediction rests on: each is left out in turn, and the outcome's log-odds are compared.</summary>
/// <remarks>Occlusion after Zeiler and Fergus, ECCV 2014, and Li et al., arXiv:1612.08220. Weights need not sum to anything.</remarks>
public static class TextShading
{
    /// <summary>Weights of a text's words, in order.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="text">As read; one that <see cref="TextPredictor.Predict"/> accepts.</param>
    /// <param name="outcome">Index in the card's outcomes.</param>
    public static IReadOnlyList<ShadedWord> Of(TextPredictor predictor, ReadText text, int outcome)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(text);
        var all = predictor.Preprocessing.Cut(text.Text);
        var tokens = all.GetRange(0, Math.Min(all.Count, predictor.Preprocessing.Length));
        return Occlusion.Of(
            [.. tokens.Select(token => (token.Start, token.Length)).Distinct()],
            LogOdds(tokens),
            (start, end) => LogOdds(tokens.FindAll(token => token.Start < start || token.Start >= end))
        )[0];

        double[] LogOdds(List<TextToken> left) => [Ensemble.LogOdds(predictor.Probabilities(left)[outcome])];
    }
}
