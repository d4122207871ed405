using System.Collections.Frozen;
using static Osler.Core.Texts.WordLists;

namespace Osler.Core.Texts;

/// <summary>Tells of each word whether it is affirmed, negated, uncertain or of a relative.</summary>
/// <remarks>
/// By words that open a scope and words that close it, after NegEx (Chapman et al., J. Biomed. Inform. 34:301-310,
/// 2001, doi:10.1006/jbin.2001.1029) and ConText (Harkema et al., J. Biomed. Inform. 42:839-851, 2009,
/// doi:10.1016/j.jbi.2009.05.002). A scope ends with its sentence, at a word such as "but", where a new subject
/// begins (", he has", "and her neck"), or after eighteen words. What a relative has goes on in the next sentence where its first word
/// is "she" or "he", the relative is one, and nobody else who is one was told of. Departures: a finding that is itself an absence ("no
/// appetite", "can't bear the light", "not vaccinated") is no negation, and a relative opens a scope only where a
/// verb says that the relative has or had something ("mother had", not "mother says"), and is not the patient (<see cref="People"/>).
/// </remarks>
public static class Scopes
{
    private const int Longest = 18;
    private const int AfterNot = 4;

    private static readonly FrozenSet<string> s_closing = Set(
        "but however although though except yet whereas while which because then instead apart otherwise until since when after before now"
    );

    private static readonly FrozenSet<string> s_subjects = Set(
        "he she they it i we you his her my the their there this that these those its patient mother father has have had is was are"
    );

    // After "no": what is missing is the finding.
    private static readonly FrozenSet<string> s_absences = Set(
        "appetite energy interest pleasure joy strength period periods vaccine vaccines vaccination vaccinations immunisation eye relief improvement better change cause reason longer "
            + "stool stools gas wind urine breath breathing knee reflex reflexes children need matter one warning trigger idea doubt more vitamin sun fruit p sleep"
    );

    private static readonly FrozenSet<string> s_doubtful = Set(
        "possible possibly probable probably suspected suspicious questionable equivocal versus vs may might could suggesting suggest suggests suggestive presumed likely"
    );

    private static readonly FrozenSet<string> s_notAfterBe = Set(
        "vaccinated immunised immunized gaining growing eating drinking able sleeping working healing improving responding herself himself myself moving walking feeding sure right well hungry talking answering making"
    );

    /// <summary>The scope of each word.</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    public static Scope[] Of(IReadOnlyList<Word> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return Of(words, People.Of(words));
    }

    /// <summary>The scope of each word, where it is known who is the patient.</summary>
    internal static Scope[] Of(IReadOnlyList<Word> words, People people)
    {
        var scopes = new Scope[words.Count];
        for (int i = 0; i < words.Count; i++)
        {
            var (scope, first, longest) = Opens(words, i, people);
            if (words[i].Text == "not" && scope == Scope.Affirmed && GoesOn(words, scopes, i))
                (scope, first, longest) = (Scope.Negated, i + 1, AfterNot);
            if (scope != Scope.Affirmed)
                Mark(words, scopes, first, longest, scope);
            if (Denials.AnswersNo(words, i) is { } sign)
                MarkBefore(words, scopes, sign, Scope.Negated);
            else if (Denials.Closes(words, i) is var (behind, length) && length > 0)
                MarkBefore(words, scopes, i, behind);
        }
        Relatives.CarryOver(
            words,
            scopes,
            people,
            first => Mark(words, scopes, first, Longest, Scope.Family)
        );
        people.Mark(words, scopes);
        return scopes;
    }

    // "Not red, not swollen and not painful": a denial that is joined to the one before.
    private static bool GoesOn(IReadOnlyList<Word> words, Scope[] scopes, int at)
    {
        int before = at - 1;
        while (before >= 0 && words[before].Text is "," or "and" or "or" or "nor")
            before--;
        return before >= 0
            && before < at - 1
            && words[before].Sentence == words[at].Sentence
            && scopes[before] == Scope.Negated
            && !s_notAfterBe.Contains(Text(words, at + 1));
    }

    // What a word opens, at which word it begins, and how far it may reach.
    private static (Scope Scope, int First, int Longest) Opens(
        IReadOnlyList<Word> words,
        int at,
        People people
    )
    {
        string word = words[at].Text;
        string next = Text(words, at + 1);
        switch (word)
        {
            case "no"
                when next is "." or ":" or ""
                    || s_absences.Contains(next)
                    || Denials.AnswersNo(words, at) is not null:
                return default;
            // "No significant change in the effusion": it is there.
            case "no" when Changes(words, at + 1):
                return default;
            case "no"
                when next
                    is "evidence"
                        or "sign"
                        or "signs"
                        or "history"
                        or "complaint"
                        or "complaints"
                        or "symptoms":
                return (Scope.Negated, Text(words, at + 2) == "of" ? at + 3 : at + 2, Longest);
            case "no"
            or "without"
            or "denies"
            or "denied"
            or "deny"
            or "denying"
            or "nor"
            or "neither"
            or "negative"
            or "absence"
            or "absent"
            or "lacks"
            or "never":
                return word == "absent" && next != "of"
                    ? default
                    : (Scope.Negated, at + 1, word == "never" ? 6 : Longest);
            case "free" or "clear" when next == "of":
                return (Scope.Negated, at + 2, Longest);
            case "not" when next is "appear" or "appears" && Text(words, at + 2) == "to":
                return (Scope.Negated, at + 3, Longest);
            case "not":
                if (
                    next
                    is "have"
                        or "had"
                        or "having"
                        or "any"
                        or "complain"
                        or "report"
                        or "suffer"
                        or "noticed"
                        or "a"
                        or "an"
                )
                    return (Scope.Negated, at + 2, Longest);
                // "He is not vomiting", and in telegrams "Not vomiting."
                return
                    (
                        Text(words, at - 1) is "is" or "was" or "are" or "am" or "were" or "been" or "be"
                        || Denials.Begins(words, at)
                    ) && !s_notAfterBe.Contains(next)
                    ? (Scope.Negated, at + 1, AfterNot)
                    : default;
            case "hasn't" or "haven't" or "hadn't" or "didn't" or "doesn't" or "don't":
                return
                    next is "have" or "had" or "any" or "a" or "complain" or "report"
                    || (word[0] == 'h' && word[1] == 'a' && next is "been" or "noticed")
                    ? (Scope.Negated, at + 2, Longest)
                    : default;
            case "isn't" or "wasn't" or "aren't":
                return s_notAfterBe.Contains(next) ? default : (Scope.Negated, at + 1, AfterNot);
            case "resolution" when next == "of":
                return Text(words, at - 1) is "no" or "without" or "partial" or "incomplete" or "near"
                    ? default
                    : (Scope.Negated, at + 2, Longest);
            case "evaluation" or "evaluate" or "assess" or "assessment" when next == "for":
                return (Scope.Uncertain, at + 2, 6);
            case "correlate" when next == "for" || Text(words, at + 2) == "for":
                return (Scope.Uncertain, next == "for" ? at + 2 : at + 3, 6);
            case "cannot" when next == "exclude":
                return (Scope.Uncertain, at + 2, 6);
            case "differential" when next is "considerations" or "diagnosis" or "includes" or "include":
                return (Scope.Uncertain, at + 1, Longest);
            case "family" when next == "history" || next == "members":
                return (Scope.Family, at + 2, Longest);
            case "rule" or "exclude" when next is "out" or "pneumonia":
                return (Scope.Uncertain, at + 1, 6);
        }
        if (Relatives.Having(words, at, people) is { } verb)
            return (Scope.Family, verb, Longest);
        if (s_doubtful.Contains(word) || (word == "concerning" && next == "for"))
            return (Scope.Uncertain, at + 1, 8);
        return default;
    }

    // "significant change in", "interval change of": at most two words before the change.
    private static bool Changes(IReadOnlyList<Word> words, int at)
    {
        for (int i = at; i < at + 3; i++)
            if (Text(words, i) is "change" or "changes")
                return Text(words, i + 1) is "in" or "of" or "to" or "from";
        return false;
    }

    private static void Mark(IReadOnlyList<Word> words, Scope[] scopes, int first, int longest, Scope scope)
    {
        if (first <= 0 || first > words.Count)
            return;
        int sentence = words[first - 1].Sentence;
        int letters = 0;
        for (int i = first; i < words.Count && words[i].Sentence == sentence && letters < longest; i++)
        {
            if (EndsClause(words, i, first) && !(scope == Scope.Family && GoesOnWithVerb(words, i)))
                return;
            // What a "not" reaches ends at the next one.
            if (longest == AfterNot && words[i].Text == "not")
                return;
            if (words[i].Kind == WordKind.Letters)
                letters++;
            // A denial within what a relative had, or within a doubt, stays a denial.
            if (scopes[i] == Scope.Affirmed || scope == Scope.Family)
                scopes[i] = scope;
        }
    }

    private static void MarkBefore(IReadOnlyList<Word> words, Scope[] scopes, int at, Scope scope)
    {
        for (int i = at - 1; i >= 0 && at - i <= 7 && words[i].Sentence == words[at].Sentence; i--)
        {
            if (s_closing.Contains(words[i].Text) || words[i].Text is "," or ":" or ";" or ")")
                return;
            scopes[i] = scope;
        }
    }

    /// <summary>Whether what begins at a word ends before another: at "but", or at a new subject.</summary>
    internal static bool EndsClause(IReadOnlyList<Word> words, int at, int first) =>
        s_closing.Contains(words[at].Text) || BeginsAnew(words, at, first);

    // "My husband coughs and has a fever": still his.
    private static bool GoesOnWithVerb(IReadOnlyList<Word> words, int at) =>
        words[at].Text == "and" && Text(words, at + 1) is "has" or "had" or "have" or "is" or "was" or "are";

    // ", he has", "and her neck", "; the pain": a new subject.
    private static bool BeginsAnew(IReadOnlyList<Word> words, int at, int first) =>
        at > first
        && words[at].Text is "," or "and" or ";" or ":"
        && s_subjects.Contains(Text(words, at + 1));
}
