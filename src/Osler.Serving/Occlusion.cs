namespace Osler.Serving;

/// <summary>A word of a text with how much it speaks for an outcome.</summary>
/// <param name="Start">Index of its first letter.</param>
/// <param name="Length">Its letters.</param>
/// <param name="Weight">By how much the outcome's log-odds fall without it; negative where it speaks against.</param>
public readonly record struct ShadedWord(int Start, int Length, double Weight);

/// <summary>What each word of a text adds to some log-odds: it is left out, and they are compared.</summary>
/// <remarks>
/// Zeiler and Fergus, ECCV 2014; Li et al., arXiv:1612.08220. What a word adds only together with another is counted
/// with both, so weights need not sum to anything.
/// </remarks>
internal static class Occlusion
{
    // Words of a longer text are left out in runs.
    private const int MostRuns = 400;

    /// <summary>Weights of the words for each outcome.</summary>
    /// <param name="words">The places of the words, in order.</param>
    /// <param name="whole">[outcomes] log-odds of the whole text.</param>
    /// <param name="without">[outcomes] log-odds without the letters from a start to an end.</param>
    /// <returns>[outcomes][words]; of words that are left out together each has an equal part.</returns>
    public static ShadedWord[][] Of(
        (int Start, int Length)[] words,
        double[] whole,
        Func<int, int, double[]> without
    )
    {
        ShadedWord[][] shaded = Array.ConvertAll(whole, _ => new ShadedWord[words.Length]);
        int run = Math.Max(1, (words.Length + MostRuns - 1) / MostRuns);
        for (int first = 0; first < words.Length; first += run)
        {
            int end = Math.Min(words.Length, first + run);
            double[] left = without(words[first].Start, words[end - 1].Start + words[end - 1].Length);
            for (int outcome = 0; outcome < whole.Length; outcome++)
            for (int i = first; i < end; i++)
                shaded[outcome][i] = new ShadedWord(
                    words[i].Start,
                    words[i].Length,
                    (whole[outcome] - left[outcome]) / (end - first)
                );
        }
        return shaded;
    }
}
