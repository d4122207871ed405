using System.Collections.Frozen;
using static Osler.Core.Texts.WordLists;

namespace Osler.Core.Texts;

/// <summary>Where a text tells of somebody else in place of the patient: a relative, a friend, a dog.</summary>
internal static class Relatives
{
    private static readonly FrozenSet<string> s_having = Set(
        "had has have having died suffers suffered got developed also"
    );

    // What is told after these is another's: "has noticed a rash on his back".
    private static readonly FrozenSet<string> s_reporting = Set(
        "noticed seen said says say saying tells told telling thinks thought asked asks brought brings reports reported observed heard found called calls tried taken given giving watched photographed worries worried describes described states stated"
    );

    private static readonly FrozenSet<string> s_owners = Set(
        "patient's his her my our the a an their and whose , mother's father's"
    );

    // What may stand between a relative and what she has.
    private static readonly FrozenSet<string> s_between = Set(
        "who and father mother both sister brother 's also was diagnosed"
    );

    // Beside these, "vomits" and "coughs" tell what somebody has.
    private static readonly FrozenSet<string> s_being = Set(
        "is was are were feels felt gets keeps complains complained complaining suffering started developed can't cannot"
    );

    private static readonly FrozenSet<string> s_numbers = Set(
        $"{string.Join(' ', NumberWords.Small)} {string.Join(' ', NumberWords.Tens)}"
    );

    private static readonly FrozenSet<string> s_patients = Set("i me my us i'm i've");

    // Who else a pronoun could mean.
    private static readonly FrozenDictionary<string, Sex> s_sex = Sexes(
        "she she's her hers herself woman girl lady female daughter wife girlfriend granddaughter niece mrs ms f",
        "he he's his him himself man boy gentleman male son husband boyfriend grandson nephew mr m"
    );

    // Somebody who may be a she or a he.
    private static readonly FrozenSet<string> s_anybody = Set(
        "patient patient's person child baby infant toddler newborn neonate kid teenager adolescent adult individual friend neighbour neighbor"
    );

    private static readonly Sex[] s_either = [Sex.Female, Sex.Male];

    private static readonly FrozenSet<string> s_speaker = Set("i i'm i've me my mine we us our");

    private static FrozenDictionary<string, Sex> Sexes(string female, string male) =>
        female
            .Split(' ')
            .Select(word => KeyValuePair.Create(word, Sex.Female))
            .Concat(male.Split(' ').Select(word => KeyValuePair.Create(word, Sex.Male)))
            .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a relative who does this tells of another: "says", "noticed", "complains about"; not "complains of".</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    /// <param name="at">What she does; it may be behind the last word.</param>
    public static bool Reports(IReadOnlyList<Word> words, int at) =>
        s_reporting.Contains(Text(words, at))
        || (
            Text(words, at) is "complains" or "complained" or "complaining"
            && Text(words, at + 1) is "about" or "that"
        );

    /// <summary>"her mother had", "an uncle who died of", "my husband is": the place behind the verb; null for another word, or somebody of whom nothing is told.</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    /// <param name="at">The word.</param>
    /// <param name="people">Who is the patient, of whom it is not asked.</param>
    public static int? Having(IReadOnlyList<Word> words, int at, People people)
    {
        if (
            KinPhrase.At(words, at) is not { } phrase
            || people.IsPatient(words, at, phrase)
            || !people.IsLeftOut(phrase)
            || (phrase.Owner == Owner.Nobody && !IsNamed(words, at))
        )
            return null;
        for (
            int i = phrase.End;
            i < Math.Min(words.Count, phrase.End + 9) && words[i].Sentence == words[at].Sentence;
            i++
        )
        {
            if (s_having.Contains(words[i].Text))
                return Reports(words, i + 1) ? null : i + 1;
            if (words[i].Text == "diagnosed")
                return i + 1;
            if (phrase.Owner != Owner.Nobody && IsVerb(words, i, phrase) && Text(words, i + 1) != "diagnosed")
                return TellsOfAnother(words, i + 1) ? null : i + (s_being.Contains(words[i].Text) ? 1 : 0);
            if (!s_between.Contains(words[i].Text) && !IsAge(words, i))
                return null;
        }
        return null;
    }

    /// <summary>Marks the ages of somebody else: "my 70-year-old mother had", "my dad, 70, died of".</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    /// <param name="at">The word that names her.</param>
    /// <param name="verb">As of <see cref="Having"/>.</param>
    /// <param name="scopes">Written.</param>
    public static void MarkAge(IReadOnlyList<Word> words, int at, int verb, Scope[] scopes)
    {
        for (int i = at - 1; i >= 0 && RelatedPatient.Describes(words[i]); i--)
            MarkNumber(i);
        for (int i = at + 1; i < verb; i++)
            MarkNumber(i);

        void MarkNumber(int i)
        {
            if (words[i].Kind == WordKind.Number || s_numbers.Contains(words[i].Text))
                scopes[i] = Scope.Family;
        }
    }

    // ", 70,", "(70)", "aged seventy"
    private static bool IsAge(IReadOnlyList<Word> words, int at) =>
        words[at].Text is "," or "(" or ")" or "aged" or "is" || RelatedPatient.Describes(words[at]);

    // "is", "vomits"; not "thinks", "noticed".
    private static bool IsVerb(IReadOnlyList<Word> words, int at, KinPhrase phrase)
    {
        string word = words[at].Text;
        if (Reports(words, at))
            return false;
        if (s_being.Contains(word))
            return !Reports(words, at + 1) && !Speaker.IsCaring(Text(words, at + 1));
        return at == phrase.End
            && word.Length > 3
            && word[^1] == 's'
            && word[^2] != 's'
            && !Speaker.IsCaring(word)
            && !OwnFindings.NamesNothing(word);
    }

    // "my dog bites me", "my wife drives my car": of the patient.
    private static bool TellsOfAnother(IReadOnlyList<Word> words, int first)
    {
        for (
            int i = first;
            i < words.Count
                && words[i].Sentence == words[first - 1].Sentence
                && !Scopes.EndsClause(words, i, first);
            i++
        )
            if (s_patients.Contains(words[i].Text))
                return true;
        return false;
    }

    // "my mother", "an older brother", "and father", "Mother" where a sentence begins; not "a 50-year-old mother", who is the patient.
    private static bool IsNamed(IReadOnlyList<Word> words, int at)
    {
        int before = at - 1;
        bool counted = false;
        for (
            ;
            before >= 0
                && words[before].Sentence == words[at].Sentence
                && RelatedPatient.Describes(words[before]);
            before--
        )
            if (words[before].Text is "maternal" or "paternal" or "twin")
                return true;
            else
                counted |= words[before].Kind == WordKind.Number || words[before].Text == "-";
        return before < 0 || words[before].Sentence != words[at].Sentence
            ? !counted
            : s_owners.Contains(words[before].Text)
                && !(counted && words[before].Text is "a" or "an" or "the" or ",");
    }

    /// <summary>
    /// "My mother has asthma. She wheezes.": a pronoun that begins the next sentence is the relative, unless it could be somebody else who was told of.
    /// Who is ill has to be known as another: who speaks, or one of the other sex.
    /// </summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    /// <param name="scopes">What the words alone tell; written.</param>
    /// <param name="people">Who is the patient.</param>
    /// <param name="mark">Marks a relative's words from a place on.</param>
    public static void CarryOver(IReadOnlyList<Word> words, Scope[] scopes, People people, Action<int> mark)
    {
        var others = new HashSet<Sex>();
        bool speaks = false;
        if (people.Patient is { } patient)
            others.UnionWith(patient.Kin.Sex is { } own ? [own] : s_either);
        Sex[] relative = [];
        for (int first = 0, end; first < words.Count; first = end)
        {
            for (end = first + 1; end < words.Count && words[end].Sentence == words[first].Sentence; )
                end++;
            bool carries =
                Pronoun(words[first].Text) is { } told
                && relative.Contains(told)
                && !others.Contains(told)
                && (speaks || others.Count > 0);
            if (carries)
            {
                scopes[first] = Scope.Family;
                mark(first + 1);
            }
            else
                relative = [];
            for (int i = first; i < end; i++)
                if (KinPhrase.At(words, i) is { } phrase && people.IsLeftOut(phrase))
                    relative =
                        Having(words, i, people) is null ? relative
                        : phrase.Kin.Sex is { } one ? [one]
                        : s_either;
                else if (s_speaker.Contains(words[i].Text))
                    speaks = true;
                else if (s_anybody.Contains(words[i].Text))
                    others.UnionWith(s_either);
                else if (scopes[i] != Scope.Family && s_sex.TryGetValue(words[i].Text, out Sex sex))
                    others.Add(sex);
        }
    }

    private static Sex? Pronoun(string word) =>
        word switch
        {
            "she" or "she's" => Sex.Female,
            "he" or "he's" => Sex.Male,
            _ => null,
        };
}
