using static Osler.Core.Texts.WordLists;

namespace Osler.Core.Texts;

/// <summary>Words that say of what stands before them that it is not there, or may not be.</summary>
internal static class Denials
{
    /// <summary>"fever was absent", "pneumonia is ruled out", "effusion cannot be excluded": how what stands before is meant, and of how many words; none of another word.</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    /// <param name="at">The word.</param>
    public static (Scope Scope, int Words) Closes(IReadOnlyList<Word> words, int at)
    {
        string next = Text(words, at + 1);
        return words[at].Text switch
        {
            "ruled" or "excluded" when next == "out" || words[at].Text == "excluded" => Text(words, at - 1)
                is "be"
            && Text(words, at - 2) is "cannot" or "not"
                ? (Scope.Uncertain, 1)
                : (Scope.Negated, 1),
            "absent"
                when Text(words, at - 1) is "is" or "are" or "was" or "were"
                    || (!Begins(words, at) && Ends(words, at)) => (Scope.Negated, 1),
            "unlikely" => (Scope.Negated, 1),
            "resolved"
                when Text(words, at - 1)
                    is "has"
                        or "have"
                        or "had"
                        or "is"
                        or "since"
                        or "now"
                        or "completely" => (Scope.Negated, 1),
            "not"
                when next
                    is "seen"
                        or "identified"
                        or "present"
                        or "visualized"
                        or "visualised"
                        or "visible"
                        or "detected"
                        or "appreciated"
                        or "demonstrated"
                        or "evident" => (Scope.Negated, 1),
            "questioned" or "suspected" => (Scope.Uncertain, 1),
            "differential" when Text(words, at - 1) is "the" && Text(words, at - 2) is "in" => (
                Scope.Uncertain,
                1
            ),
            _ => default,
        };
    }

    /// <summary>"Fever: no", "fever - no", "fever (-)", "fever -ve": the sign before the answer, behind which nothing else is told; null elsewhere.</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    /// <param name="at">The word.</param>
    public static int? AnswersNo(IReadOnlyList<Word> words, int at)
    {
        string before = Text(words, at - 1);
        bool isNo = words[at].Text switch
        {
            "no" or "none" or "nil" or "negative" or "absent" => before is ":" or "-" or "–" or "—" or "=",
            "ve" => before == "-",
            "-" or "–" => before == "(" && Text(words, at + 1) == ")",
            _ => false,
        };
        return isNo && !Begins(words, at - 1) && (before == "(" || Ends(words, at)) ? at - 1 : null;
    }

    /// <summary>Whether a sentence begins with a word.</summary>
    public static bool Begins(IReadOnlyList<Word> words, int at) =>
        at <= 0 || words[at - 1].Sentence != words[at].Sentence;

    private static bool Ends(IReadOnlyList<Word> words, int at) =>
        at + 1 >= words.Count
        || words[at + 1].Sentence != words[at].Sentence
        || words[at + 1].Text is "." or "," or ";";
}
