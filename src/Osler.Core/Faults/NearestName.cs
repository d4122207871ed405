using Osler.Core.Words;

namespace Osler.Core.Faults;

/// <summary>The known name that a mistyped one most likely meant, for "did you mean ...?".</summary>
public static class NearestName
{
    /// <summary>The nearest of the known names, or null where none is near.</summary>
    /// <param name="given">What was written.</param>
    /// <param name="known">What could have been meant.</param>
    /// <returns>
    /// The first of the known names with the smallest distance, when that is at most a third of the longer name's
    /// length (at least 1, so that one slip in a short name still counts); else the first of those that contain what
    /// was written, or are contained in it, where both have three letters or more ("chol" for "cholesterol"); null
    /// otherwise.
    /// </returns>
    /// <remarks>
    /// Distance: insertions, deletions, replacements and swaps of neighbours, each 1 (optimal string alignment,
    /// Damerau, Commun. ACM 7(3), 1964, doi:10.1145/363958.363994). Case, hyphens, blanks and underscores make no
    /// difference. A name longer than 64 characters is near to nothing.
    /// </remarks>
    public static string? Of(string given, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(known);
        string plain = Plain(given);
        if (plain.Length is 0 or > 64)
            return null;

        string? nearest = null;
        string? part = null;
        int smallest = int.MaxValue;
        foreach (string name in known)
        {
            string candidate = Plain(name);
            if (candidate.Length > 64)
                continue;
            int distance = Distance(plain, candidate);
            if (distance < smallest && distance <= Math.Max(1, Math.Max(plain.Length, candidate.Length) / 3))
                (nearest, smallest) = (name, distance);
            if (
                part is null
                && Math.Min(plain.Length, candidate.Length) >= 3
                && (
                    candidate.Contains(plain, StringComparison.Ordinal)
                    || plain.Contains(candidate, StringComparison.Ordinal)
                )
            )
                part = name;
        }
        return nearest ?? part;
    }

    /// <summary>"Did you mean 'units'?", or the list of known names where none is near.</summary>
    /// <param name="given">What was written.</param>
    /// <param name="known">What could have been meant; at most the first 12 are listed, and of each 40 letters.</param>
    public static string Hint(string given, IEnumerable<string> known)
    {
        string[] names = [.. known];
        if (Of(given, names) is { } nearest)
            return $"Did you mean '{Cited.Start(nearest, MostLetters)}'?";
        if (names.Length == 0)
            return "None is allowed here.";
        return $"Known: {string.Join(", ", names.Take(12).Select(name => Cited.Start(name, MostLetters)))}{(names.Length > 12 ? ", ..." : ".")}";
    }

    // What a file gives as names may be anything, a whole table of patients even.
    private const int MostLetters = 40;

    private static string Plain(string name) =>
        string.Concat(name.Where(c => c is not ('-' or '_' or ' ')).Select(char.ToLowerInvariant));

    private static int Distance(string a, string b)
    {
        int[,] d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (int j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        for (int j = 1; j <= b.Length; j++)
        {
            int change = a[i - 1] == b[j - 1] ? 0 : 1;
            d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + change);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
        }
        return d[a.Length, b.Length];
    }
}
