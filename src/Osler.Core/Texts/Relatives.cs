using System.Collections.Frozen;
using static Osler.Core.Texts.WordLists;

namespace Osler.Core.Texts;

/// <summary>Where a text tells of a relative in place of the patient.</summary>
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

    // Who else a pronoun could mean.
    private static readonly FrozenDictionary<string, Sex> s_sex = Sexes(
        "she she's her hers herself woman girl lady female daughter wife girlfriend granddaughter niece mrs ms f",
        "he he's his him himself man boy gentleman male son husband boyfriend grandson nephew mr m"
    );

    // Somebody who may be a she or a he.
    private static readonly FrozenSet<string> s_anybody = Set(
        "patient patient's person child baby infant toddler newborn neonate kid teenager adolescent adult individual friend neighbour neighbor"
    );

    private static readonly FrozenSet<string> s_speaker = Set("i i'm i've me my mine we us our");

    private static FrozenDictionary<string, Sex> Sexes(string female, string male) =>
        female
            .Split(' ')
            .Select(word => KeyValuePair.Create(word, Sex.Female))
            .Concat(male.Split(' ').Select(word => KeyValuePair.Create(word, Sex.Male)))
            .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a relative who does this tells of another: "says", "noticed".</summary>
    public static bool Reports(string word) => s_reporting.Contains(word);

    /// <summary>"her mother had", "an uncle who died of", "a brother with": the place behind the verb; null for another word, or a relative of whom nothing is told.</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    /// <param name="at">The word.</param>
    /// <param name="patient">The relative who is the patient, of whom it is not asked.</param>
    public static int? Having(IReadOnlyList<Word> words, int at, RelatedPatient? patient)
    {
        if (Kin.Of(words[at].Text) is not { IsFamily: true } || patient?.Names(words, at) == true)
            return null;
        if (!IsNamed(words, at))
            return null;
        for (
            int i = at + 1;
            i < Math.Min(words.Count, at + 5) && words[i].Sentence == words[at].Sentence;
            i++
        )
        {
            if (s_having.Contains(words[i].Text))
                return Reports(Text(words, i + 1)) ? null : i + 1;
            if (!s_between.Contains(words[i].Text))
                return null;
            if (words[i].Text == "diagnosed")
                return i + 1;
        }
        return null;
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
    /// <param name="patient">The relative who is the patient, if one is.</param>
    /// <param name="mark">Marks a relative's words from a place on.</param>
    public static void CarryOver(
        IReadOnlyList<Word> words,
        Scope[] scopes,
        RelatedPatient? patient,
        Action<int> mark
    )
    {
        var others = new HashSet<Sex>();
        bool speaks = false;
        if (patient is not null)
            others.UnionWith(patient.Kin.Sex is { } own ? [own] : Enum.GetValues<Sex>());
        Sex? relative = null;
        for (int first = 0, end; first < words.Count; first = end)
        {
            for (end = first + 1; end < words.Count && words[end].Sentence == words[first].Sentence; )
                end++;
            bool carries =
                relative is { } told
                && Pronoun(words[first].Text) == told
                && !others.Contains(told)
                && (speaks || others.Count > 0);
            if (carries)
            {
                scopes[first] = Scope.Family;
                mark(first + 1);
            }
            else
                relative = null;
            for (int i = first; i < end; i++)
                if (Kin.Of(words[i].Text) is { IsFamily: true, Sex: { } sex })
                    relative = Having(words, i, patient) is null ? relative : sex;
                else if (s_speaker.Contains(words[i].Text))
                    speaks = true;
                else if (s_anybody.Contains(words[i].Text))
                    others.UnionWith(Enum.GetValues<Sex>());
                else if (scopes[i] != Scope.Family && s_sex.TryGetValue(words[i].Text, out sex))
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
