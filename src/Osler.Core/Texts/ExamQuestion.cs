using System.Collections.Immutable;

namespace Osler.Core.Texts;

/// <summary>A question with options of which one is right.</summary>
/// <param name="Stem">What is asked, as of <see cref="ReadText"/>.</param>
/// <param name="Options">Two to <see cref="MostOptions"/> different texts, in the file's order.</param>
/// <param name="Answer">Index of the right one; -1 where nobody says.</param>
/// <param name="Line">1-based line of the file; 0 for a question of no file.</param>
public sealed record ExamQuestion(string Stem, ImmutableArray<string> Options, int Answer, long Line = 0)
{
    /// <summary>More options than this are refused.</summary>
    public const int MostOptions = 10;

    /// <summary>Which examination or subject it is of, e.g. <c>step1</c>; null where the file does not tell.</summary>
    public string? Kind { get; init; }

    /// <summary>
    /// The option of the highest score; of equal ones that which comes first in the alphabet, so that the order of the options
    /// never decides.
    /// </summary>
    /// <param name="scores">[options].</param>
    public int Best(ReadOnlySpan<double> scores)
    {
        int best = 0;
        for (int i = 1; i < Options.Length; i++)
            if (
                scores[i] > scores[best]
                || scores[i] == scores[best] && string.CompareOrdinal(Options[i], Options[best]) < 0
            )
                best = i;
        return best;
    }
}
