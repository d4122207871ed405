namespace Osler.Serving;

/// <summary>Whether a verdict stands whatever is not determined: knowing less must not make it more certain.</summary>
internal static class UndeterminedRule
{
    private const int MostNamed = 3;

    /// <summary>Why it can't be told; null where the verdict stands.</summary>
    /// <param name="threshold">Resistant from here on.</param>
    /// <param name="own">The isolate as it was read.</param>
    /// <param name="bare">Were nothing present of what is not determined; equal to its own where everything is.</param>
    /// <param name="tried">Were one input present that is not determined, and what it is.</param>
    /// <param name="unknown">How many inputs are not determined.</param>
    /// <param name="inputs">Of how many.</param>
    public static string? Doubt(
        double threshold,
        OutcomeRange own,
        OutcomeRange bare,
        IReadOnlyList<(string Words, OutcomeRange Range)> tried,
        int unknown,
        int inputs
    )
    {
        if (unknown == inputs)
            return "Nothing is known of this isolate: no input is determined.";
        if (own.Low < threshold && own.High >= threshold)
            return "One more network, trained alike, might decide otherwise.";
        bool resistant = own.Probability >= threshold;
        if (!resistant && Turning(threshold, tried) is { } turning)
            return turning;
        if (resistant ? bare.Low >= threshold : bare.High < threshold)
            return null;
        string otherwise =
            bare.Probability >= threshold == resistant
                ? "one more network, trained alike, might decide otherwise"
            : resistant ? "it would be susceptible"
            : "it would be resistant";
        return $"It rests on what was not determined ({unknown} of {inputs} inputs): were nothing of it present, {otherwise}.";
    }

    private static string? Turning(double threshold, IReadOnlyList<(string Words, OutcomeRange Range)> tried)
    {
        (string Words, OutcomeRange Range)[] turning =
        [
            .. tried
                .Where(one => one.Range.High >= threshold)
                .OrderBy(one => one.Range.Probability < threshold),
        ];
        if (turning.Length == 0)
            return null;
        string perhaps = turning[^1].Range.Probability < threshold ? "perhaps " : "";
        return $"Not determined, and {perhaps}resistant if present: {string.Join(", ", turning.Take(MostNamed).Select(one => one.Words))}"
            + (turning.Length > MostNamed ? $" and {turning.Length - MostNamed} more." : ".");
    }
}
