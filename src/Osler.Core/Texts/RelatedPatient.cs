using System.Collections.Frozen;
using static Osler.Core.Texts.WordLists;

namespace Osler.Core.Texts;

/// <summary>The relative, or the friend, who is a text's patient: "My mother has chest pain. She is sweating."</summary>
/// <remarks>
/// Of whom more is told than a disease by its name ("My sister has gout.") or a death, where the text tells of nobody else who is ill: a man, a boy, a patient;
/// whoever "he" is where the relative is a she; whose "her mother" it is; and whoever has what stands before any person is named. <see cref="People"/>
/// chooses among several.
/// </remarks>
/// <param name="Kin">What the patient is to the writer.</param>
/// <param name="Mentions">Places of the words that name the patient: "mother".</param>
internal sealed record RelatedPatient(Kin Kin, IReadOnlyList<int> Mentions)
{
    private static readonly FrozenSet<string> s_describing = Set(
        $"{string.Join(' ', NumberWords.Small)} {string.Join(' ', NumberWords.Tens)} old year years yr yrs month months week weeks day days elderly little older younger elder eldest oldest youngest big dear darling beloved poor lovely own only twin maternal paternal step small baby teenage "
            + "adult pregnant diabetic frail unvaccinated first second newborn premature healthy sweet"
    );

    private static readonly FrozenSet<string> s_persons = Set(
        "patient patient's person individual man woman gentleman lady male female boy girl child baby infant toddler newborn neonate teenager adolescent adult"
    );

    /// <summary>Somebody of whom a complaint is told, as the patient; null where another is ill.</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    /// <param name="kin">Who it is.</param>
    /// <param name="mentions">Places of the words that name her.</param>
    /// <param name="own">What the writer tells of herself, none of it an illness.</param>
    public static RelatedPatient? Of(
        IReadOnlyList<Word> words,
        Kin kin,
        int[] mentions,
        List<OwnClause> own
    ) => AnotherIsIll(words, kin, mentions, own) ? null : new RelatedPatient(kin, mentions);

    /// <summary>Whether a word names the patient, alone or beside another: "father" in "my mother and father".</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    /// <param name="at">The word.</param>
    public bool Names(IReadOnlyList<Word> words, int at) =>
        Mentions.Contains(at) || (Text(words, at - 1) == "and" && Mentions.Contains(at - 2));

    /// <summary>Whether a word may stand between "my" and the relative: "6-year-old", "dear".</summary>
    internal static bool Describes(Word word) =>
        word.Kind == WordKind.Number || word.Text is "-" || s_describing.Contains(word.Text);

    private static bool AnotherIsIll(IReadOnlyList<Word> words, Kin kin, int[] mentions, List<OwnClause> own)
    {
        bool[] named = new bool[words.Count];
        foreach (int at in mentions)
            named[at] = true;
        int start = mentions[0];
        while (
            start > 0
            && words[start - 1].Sentence == words[start].Sentence
            && (
                Describes(words[start - 1])
                || words[start - 1].Text is "my" or "our" or "the" or "a"
                || KinPhrase.Possessor(words[start - 1].Text) is not null
            )
        )
            start--;
        if (TellsBefore(words, start))
            return true;
        var ages = Quantities.Of(words).FindAll(one => one.Kind == QuantityKind.Age);
        int sentence = -1;
        // Whether the sentence has the patient for its subject, and who else has come up.
        bool subject = false;
        bool other = false;
        for (int i = 0; i < words.Count; i++)
        {
            if (words[i].Sentence != sentence)
            {
                sentence = words[i].Sentence;
                subject = false;
            }
            string word = words[i].Text;
            if (i < start && SexOf(word) is not null)
                return true;
            subject |= named[i] || PronounOf(word) is { } sex && (kin.Sex is null || sex == kin.Sex);
            if (named[i] || own.Any(clause => i >= clause.First && i < clause.End))
                continue;
            if (KinPhrase.At(words, i) is { Owner: not Owner.Nobody } phrase)
                other |= phrase.Kin.Sex != kin.Sex;
            else if (IsPerson(word) && !(subject && IsIndefinite(words, i)) && !IsTheRelative(words, i))
                return true;
            else if (kin.Sex is { } its && !other && SexOf(word) is { } told && told != its)
                return true;
            else if (!subject && ages.Exists(one => one.First == i) && !DescribesLater(words, named, i))
                return true;
        }
        return false;
    }

    // "a 70-year-old woman", "a patient": what the subject is.
    private static bool IsIndefinite(IReadOnlyList<Word> words, int at)
    {
        int i = at - 1;
        while (i >= 0 && Describes(words[i]))
            i--;
        return i >= 0 && words[i].Text is "a" or "an" or ",";
    }

    // "The patient is my mother."
    private static bool IsTheRelative(IReadOnlyList<Word> words, int at) =>
        Text(words, at + 1) is "is" or "," && Text(words, at + 2) is "my" or "our";

    // "6-year-old" of "my 6-year-old son".
    private static bool DescribesLater(IReadOnlyList<Word> words, bool[] named, int at)
    {
        while (at < words.Count && Describes(words[at]))
            at++;
        return at < words.Count && named[at];
    }

    // Whether something is told before any person is named: "Cough and fever. My mother had asthma."
    private static bool TellsBefore(IReadOnlyList<Word> words, int start)
    {
        for (int i = 0; i < start; i++)
            if (
                words[i].Kind == WordKind.Letters
                && !OwnFindings.NamesNothing(words[i].Text)
                && !Speaker.IsCaring(words[i].Text)
                && !Describes(words[i])
                && !WithWriter(words, i)
            )
                return true;
        return false;
    }

    // In a sentence of the writer's, whose illness is looked for elsewhere.
    private static bool WithWriter(IReadOnlyList<Word> words, int at)
    {
        for (int i = at - 1; i >= 0 && words[i].Sentence == words[at].Sentence; i--)
            if (words[i].Text is "i" or "i'm" or "i've" or "i'd" or "we" or "we're" or "we've")
                return true;
        return false;
    }

    /// <summary>Whether a word is one for anybody who may be a patient: "man", "child".</summary>
    internal static bool IsPerson(string word) => s_persons.Contains(word);

    /// <summary>Of whom "she", "he", "her" and "his" are said.</summary>
    internal static Sex? PronounOf(string word) =>
        word switch
        {
            "she" or "she's" or "her" => Sex.Female,
            "he" or "he's" or "his" => Sex.Male,
            _ => null,
        };

    private static Sex? SexOf(string word) =>
        word switch
        {
            "she" or "she's" or "her" or "hers" or "herself" => Sex.Female,
            "he" or "he's" or "his" or "him" or "himself" => Sex.Male,
            _ => null,
        };
}
