namespace Osler.Core.Faults;

/// <summary>The known name that a misspelt one most likely meant.</summary>
public static class Nearest
{
    /// <summary>
    /// The closest of <paramref name="known"/> by edit distance without regard to case (Levenshtein, 1966), or null
    /// where none is near: more than a third of the letters would have to change (at least two may), and neither
    /// name contains the other.
    /// </summary>
    /// <param name="wanted">What the user wrote.</param>
    /// <param name="known">The names that exist; ties go to the first.</param>
    public static string? Of(string wanted, IEnumerable<string> known)
    {
        string lower = wanted.Trim().ToLowerInvariant();
        string? best = null;
        double least = double.PositiveInfinity;
        foreach (string name in known)
        {
            string candidate = name.ToLowerInvariant();
            double distance = Distance(lower, candidate);
            bool contained =
                lower.Length >= 2
                && candidate.Length >= 2
                && (
                    candidate.Contains(lower, StringComparison.Ordinal)
                    || lower.Contains(candidate, StringComparison.Ordinal)
                );
            if (contained)
                distance = Math.Min(distance, 1.5);
            if (distance <= Math.Max(2, lower.Length / 3) && distance < candidate.Length && distance < least)
                (best, least) = (name, distance);
        }
        return best;
    }

    /// <summary>A sentence that offers the nearest name, or lists what exists where none is near.</summary>
    /// <param name="wanted">What the user wrote.</param>
    /// <param name="known">The names that exist; at most twelve are listed.</param>
    public static string Suggestion(string wanted, IReadOnlyCollection<string> known)
    {
        if (Of(wanted, known) is { } nearest)
            return $"Did you mean '{nearest}'?";
        string listed = string.Join(", ", known.Take(12));
        return known.Count switch
        {
            0 => "There is none.",
            <= 12 => $"There are: {listed}.",
            _ => $"There are {known.Count}, such as: {listed}.",
        };
    }

    private static int Distance(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        int[] current = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int changed = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(changed, Math.Min(previous[j], current[j - 1]) + 1);
            }
            (previous, current) = (current, previous);
        }
        return previous[b.Length];
    }
}
