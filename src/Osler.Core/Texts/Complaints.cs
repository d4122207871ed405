using System.Collections.Frozen;
using static Osler.Core.Texts.WordLists;

namespace Osler.Core.Texts;

/// <summary>What a text tells of somebody that is no mere disease by its name, no death, and no report of another.</summary>
internal static class Complaints
{
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

    /// <summary>Whether a text tells of a complaint of somebody's: "has chest pain", "is sweating", "vomits"; not "had breast cancer", "died of a stroke", "says that".</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    /// <param name="kin">Who it is.</param>
    /// <param name="mentions">Places of the words that name her.</param>
    public static bool Of(IReadOnlyList<Word> words, Kin kin, IReadOnlyList<int> mentions)
    {
        if (Dies(words, mentions))
            return false;
        bool complains = IsDirect(words, mentions);
        for (int i = 0; i < words.Count && !complains; i++)
            complains =
                i > mentions[0]
                && words[i].Sentence != words[i - 1].Sentence
                && (
                    kin.Sex is null
                        ? RelatedPatient.PronounOf(words[i].Text) is not null || words[i].Text == "they"
                        : RelatedPatient.PronounOf(words[i].Text) == kin.Sex
                )
                && (
                    words[i].Text.Contains('\'', StringComparison.Ordinal)
                    || s_having.Contains(Text(words, i + 1))
                )
                && TellsOfComplaint(words, i + 1, Clause(words, i));
        return complains;
    }

    /// <summary>Whether a complaint stands beside the words that name somebody, not behind a pronoun only.</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    /// <param name="mentions">Places of the words that name her.</param>
    public static bool IsDirect(IReadOnlyList<Word> words, IReadOnlyList<int> mentions) =>
        !Dies(words, mentions)
        && mentions.Any(at => TellsOfComplaint(words, End(words, at), Clause(words, End(words, at) - 1)));

    private static bool Dies(IReadOnlyList<Word> words, IReadOnlyList<int> mentions)
    {
        foreach (int at in mentions)
            for (int i = at + 1, end = Clause(words, End(words, at) - 1); i < end; i++)
                if (s_dying.Contains(words[i].Text))
                    return true;
        return false;
    }

    // Behind "mother", "mother-in-law".
    private static int End(IReadOnlyList<Word> words, int at) => KinPhrase.At(words, at)?.End ?? at + 1;

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
            if (!content && Relatives.Reports(words, i))
                return false;
            if (
                words[i].Kind != WordKind.Letters
                || s_having.Contains(word)
                || OwnFindings.NamesNothing(word)
            )
                continue;
            if (!content && Speaker.IsCaring(word))
                return false;
            content |= !RelatedPatient.IsPerson(word) && !RelatedPatient.Describes(words[i]);
            disease |= IsDisease(word);
        }
        return false;
    }

    private static bool IsDisease(string word) =>
        s_diagnoses.Contains(word)
        || s_endings.Any(ending => word.EndsWith(ending, StringComparison.Ordinal));

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
}
