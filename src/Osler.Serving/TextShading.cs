using Osler.Core.Ensembles;
using Osler.Core.Texts;

namespace Osler.Serving;

/// <summary>A word of a text with how much it speaks for an outcome.</summary>
/// <param name="Start">Index of its first letter.</param>
/// <param name="Length">Its letters.</param>
/// <param name="Weight">By how much the outcome's log-odds fall without it; negative where it speaks against.</param>
public readonly record struct ShadedWord(int Start, int Length, double Weight);

/// <summary>Which words a prediction rests on: each is left out in turn, and the outcome's log-odds are compared.</summary>
/// <remarks>
/// Occlusion after Zeiler and Fergus, ECCV 2014, and Li et al., arXiv:1612.08220. What a word adds only together with
/// another is shared out to both and counted twice, so weights need not sum to anything.
/// </remarks>
public static class TextShading
{
    // Words of a longer text are left out in runs.
    private const int MostRuns = 400;

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
        var words = tokens.Select(token => (token.Start, token.Length)).Distinct().ToArray();
        if (words.Length == 0)
            return [];
        int run = (words.Length + MostRuns - 1) / MostRuns;
        double whole = LogOdds(predictor, tokens, null, outcome);
        var shaded = new List<ShadedWord>();
        for (int first = 0; first < words.Length; first += run)
        {
            var left = words[first..Math.Min(words.Length, first + run)];
            int start = left[0].Start;
            int end = left[^1].Start + left[^1].Length;
            double weight = whole - LogOdds(predictor, tokens, (start, end), outcome);
            shaded.AddRange(
                left.Select(word => new ShadedWord(word.Start, word.Length, weight / left.Length))
            );
        }
        return shaded;
    }

    private static double LogOdds(
        TextPredictor predictor,
        List<TextToken> tokens,
        (int Start, int End)? without,
        int outcome
    )
    {
        var left = tokens.FindAll(token =>
            without is not var (start, end) || token.Start < start || token.Start >= end
        );
        return Ensemble.LogOdds(predictor.Probabilities(left)[outcome]);
    }
}
