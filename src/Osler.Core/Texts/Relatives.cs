using System.Collections.Frozen;
using static Osler.Core.Texts.WordLists;

namespace Osler.Core.Texts;

/// <summary>Where a text tells of a relative in place of the patient.</summary>
internal static class Relatives
{
    private static readonly FrozenSet<string> s_relatives = Set(
        "mother father mum mom dad brother sister brothers sisters parent parents aunt uncle cousin grandfather grandmother grandparent grandparents sibling siblings twin relative relatives"
    );

    private static readonly FrozenSet<string> s_having = Set(
        "had has have having died suffers suffered got developed also"
    );

    private enum Sex
    {
        Female,
        Male,
    }

    private static readonly FrozenDictionary<string, Sex> s_relatedSex = Sexes(
        "mother mum mom sister aunt grandmother",
        "father dad brother uncle grandfather"
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

    /// <summary>"her mother had", "an uncle who died of", "a brother with": the place behind the verb; null for another word, or a relative of whom nothing is told.</summary>
    public static int? Having(IReadOnlyList<Word> words, int at)
    {
        if (!s_relatives.Contains(words[at].Text))
            return null;
        if (
            at > 0
                && words[at - 1].Text
                    is "patient's"
                        or "his"
                        or "her"
                        or "my"
                        or "the"
                        or "a"
                        or "an"
                        or "their"
                        or "and"
                        or "whose"
                        or "older"
                        or "younger"
                        or ","
                        or "mother's"
                        or "father's"
            || at == 0
            || words[at - 1].Sentence != words[at].Sentence
            || words[at - 1].Text is "maternal" or "paternal" or "twin"
        )
            for (
                int i = at + 1;
                i < Math.Min(words.Count, at + 5) && words[i].Sentence == words[at].Sentence;
                i++
            )
            {
                if (s_having.Contains(words[i].Text))
                    return i + 1;
                if (
                    words[i].Text
                    is not (
                        "who"
                        or "and"
                        or "father"
                        or "mother"
                        or "both"
                        or "sister"
                        or "brother"
                        or "had"
                        or "'s"
                        or "also"
                        or "was"
                        or "diagnosed"
                    )
                )
                    return null;
                if (words[i].Text == "diagnosed")
                    return i + 1;
            }
        return null;
    }

    /// <summary>
    /// "My mother has asthma. She wheezes.": a pronoun that begins the next sentence is the relative, unless it could be somebody else who was told of.
    /// Who is ill has to be known as another: who speaks, or one of the other sex.
    /// </summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    /// <param name="scopes">What the words alone tell; written.</param>
    /// <param name="mark">Marks a relative's words from a place on.</param>
    public static void CarryOver(IReadOnlyList<Word> words, Scope[] scopes, Action<int> mark)
    {
        var others = new HashSet<Sex>();
        bool speaks = false;
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
                if (s_relatedSex.TryGetValue(words[i].Text, out Sex sex))
                    relative = Having(words, i) is null ? relative : sex;
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
