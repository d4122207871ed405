using System.Collections.Frozen;
using static Osler.Core.Texts.WordLists;

namespace Osler.Core.Texts;

/// <summary>The relative who is a text's patient: "My mother has chest pain. She is sweating."</summary>
/// <remarks>
/// Somebody is ill in a text. Where it tells of nobody else who is, a relative of the writer of whom it tells a complaint is the patient, a child
/// before a partner, a partner before others. A relative of whom it tells no more than a disease by its name ("My sister has gout.") or a death is
/// family history. Who else is ill: a writer who says what she feels or how old she is; a man, a boy, a patient; whoever "he" is where the relative
/// is a she; whose "her mother" it is; and whoever has what stands before any person is named.
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

    private static readonly FrozenSet<string> s_having = Set(
        "has had have having is are was were be been being feels felt got gets getting developed develops suffers suffered suffering complains complained complaining started starts began keeps can can't cannot"
    );

    private static readonly FrozenSet<string> s_dying = Set("died dies passed deceased");

    private static readonly FrozenSet<string> s_diagnoses = Set(
        "asthma gout diabetes diabetic eczema psoriasis cancer cancers tumour tumours tumor tumors stroke strokes hypertension migraine migraines epilepsy depression dementia alzheimer alzheimer's parkinson parkinson's copd "
            + "emphysema tuberculosis tb hiv aids lupus glaucoma cataract cataracts cholesterol allergy allergies allergic schizophrenia autism adhd crohn's crohn ibs sclerosis disease diseases disorder disorders syndrome attack attacks failure infarction "
            + "angina embolism clot clots gallstones stone stones ulcer ulcers hernia pneumonia flu influenza covid measles chickenpox mumps shingles polyps fibroids hypothyroidism hyperthyroidism thyroid pressure trouble smoker carrier haemophilia hemophilia"
    );

    // -itis, -oma, -osis, -aemia: a disease by its name.
    private static readonly string[] s_endings = ["itis", "oma", "osis", "aemia", "emia", "pathy", "plegia"];

    /// <summary>The relative who is the patient; null where another person is, nobody can be told, or children are the only relatives named.</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    public static RelatedPatient? Of(IReadOnlyList<Word> words)
    {
        var named = new List<(int At, Kin Kin, Owner Owner)>();
        for (int i = 0; i < words.Count; i++)
            if (Kin.Of(words[i].Text) is { } kin && OwnerOf(words, i) is var owner and not Owner.Nobody)
                named.Add((i, kin, owner));
        // Of children alone nothing could be a family history, and "son" needs no other word.
        if (
            !named.Exists(one => one.Owner == Owner.Writer)
            || named.TrueForAll(one => one.Kin.Rank == KinRank.Child)
            || Speaker.IsIll(words)
        )
            return null;
        foreach (
            var same in named
                .Where(one => one.Owner == Owner.Writer)
                .GroupBy(one => one.Kin)
                .OrderBy(group => group.Key.Rank)
        )
        {
            int[] mentions = [.. same.Select(one => one.At)];
            if (HasComplaint(words, same.Key, mentions))
                return
                    named.Exists(one => one.Owner == Owner.Another && one.At < mentions[0])
                    || AnotherIsIll(words, same.Key, mentions)
                    ? null
                    : new RelatedPatient(same.Key, mentions);
        }
        return null;
    }

    /// <summary>Whether a word names the patient, alone or beside another: "father" in "my mother and father".</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    /// <param name="at">The word.</param>
    public bool Names(IReadOnlyList<Word> words, int at) =>
        Mentions.Contains(at) || (Text(words, at - 1) == "and" && Mentions.Contains(at - 2));

    /// <summary>Whether a word may stand between "my" and the relative: "6-year-old", "dear".</summary>
    internal static bool Describes(Word word) =>
        word.Kind == WordKind.Number || word.Text is "-" || s_describing.Contains(word.Text);

    private static Owner OwnerOf(IReadOnlyList<Word> words, int at)
    {
        int i = at - 1;
        while (i >= 0 && words[i].Sentence == words[at].Sentence && at - i <= 9 && Describes(words[i]))
            i--;
        if (i < 0 || words[i].Sentence != words[at].Sentence)
            // "Mother has chest pain.": only where nothing stands before.
            return i < 0 && Kin.Of(words[at].Text)!.IsFamily ? Owner.Writer : Owner.Nobody;
        return words[i].Text switch
        {
            "my" or "our" => Owner.Writer,
            "his" or "her" or "their" or "whose" or "patient's" => Owner.Another,
            // "my mother and father"
            "and" or "or" when i > 0 && Kin.Of(words[i - 1].Text) is not null => OwnerOf(words, i - 1),
            _ => Owner.Nobody,
        };
    }

    // "has chest pain", "is sweating", "vomits"; not "had breast cancer", "died of a stroke", "says that".
    private static bool HasComplaint(IReadOnlyList<Word> words, Kin kin, int[] mentions)
    {
        bool complains = false;
        foreach (int at in mentions)
        {
            int end = Clause(words, at);
            for (int i = at + 1; i < end; i++)
                if (s_dying.Contains(words[i].Text))
                    return false;
            complains |= TellsOfComplaint(words, at + 1, end);
        }
        for (int i = 0; i < words.Count && !complains; i++)
            complains =
                i > mentions[0]
                && words[i].Sentence != words[i - 1].Sentence
                && (
                    kin.Sex is null
                        ? PronounOf(words[i].Text) is not null || words[i].Text == "they"
                        : PronounOf(words[i].Text) == kin.Sex
                )
                && (
                    words[i].Text.Contains('\'', StringComparison.Ordinal)
                    || s_having.Contains(Text(words, i + 1))
                )
                && TellsOfComplaint(words, i + 1, Clause(words, i));
        return complains;
    }

    private static bool TellsOfComplaint(IReadOnlyList<Word> words, int first, int end)
    {
        bool content = false;
        bool disease = false;
        for (int i = first; i <= end; i++)
        {
            if (i == end || words[i].Text is "," or "and" or "or" or "/")
            {
                if (content && !disease)
                    return true;
                (content, disease) = (false, false);
                continue;
            }
            string word = words[i].Text;
            if (
                words[i].Kind != WordKind.Letters
                || s_having.Contains(word)
                || OwnFindings.NamesNothing(word)
            )
                continue;
            if (!content && (Relatives.Reports(word) || Speaker.IsCaring(word)))
                return false;
            content |= !s_persons.Contains(word) && !Describes(words[i]);
            disease |= IsDisease(word);
        }
        return false;
    }

    private static bool IsDisease(string word) =>
        s_diagnoses.Contains(word)
        || s_endings.Any(ending => word.EndsWith(ending, StringComparison.Ordinal));

    private static bool AnotherIsIll(IReadOnlyList<Word> words, Kin kin, int[] mentions)
    {
        bool[] named = new bool[words.Count];
        foreach (int at in mentions)
            named[at] = true;
        int start = mentions[0];
        while (
            start > 0
            && words[start - 1].Sentence == words[start].Sentence
            && (Describes(words[start - 1]) || words[start - 1].Text is "my" or "our")
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
            if (named[i])
                continue;
            if (Kin.Of(word) is { } kind && OwnerOf(words, i) != Owner.Nobody)
                other |= kind.Sex != kin.Sex;
            else if (
                s_persons.Contains(word)
                && !(subject && IsIndefinite(words, i))
                && !IsTheRelative(words, i)
            )
                return true;
            else if (kin.Sex is { } own && !other && SexOf(word) is { } told && told != own)
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

    private static int Clause(IReadOnlyList<Word> words, int at)
    {
        int i = at + 1;
        while (
            i < words.Count
            && words[i].Sentence == words[at].Sentence
            && words[i].Text is not (";" or "i" or "i'm" or "i've" or "my" or "our" or "we")
        )
            i++;
        return i;
    }

    private static Sex? PronounOf(string word) =>
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

    private enum Owner
    {
        /// <summary>It is not said whose.</summary>
        Nobody,

        /// <summary>The writer's.</summary>
        Writer,

        /// <summary>Of one who is told of.</summary>
        Another,
    }
}
