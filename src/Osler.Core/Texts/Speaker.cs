using System.Collections.Frozen;
using static Osler.Core.Texts.WordLists;

namespace Osler.Core.Texts;

/// <summary>A clause in which the writer tells of herself.</summary>
/// <param name="First">Its first word.</param>
/// <param name="End">Behind its last.</param>
/// <param name="IsIllness">Whether it tells what she suffers from; else that she is 40, pregnant, or a nurse.</param>
internal readonly record struct OwnClause(int First, int End, bool IsIllness);

/// <summary>What the writer of a text tells of herself.</summary>
internal static class Speaker
{
    private static readonly FrozenSet<string> s_self = Set("i i'm i've i'd i'll im ive");

    private static readonly FrozenSet<string> s_others = Set(
        "she he him her his hers they them their she's he's herself himself someone somebody"
    );

    // What one who looks after somebody does, and what one who asks for advice says: none of it is an illness of hers.
    private static readonly FrozenSet<string> s_caring = Set(
        "think thought believe guess suppose know knew hope worry worried worries concerned concern concerns anxious scared afraid frightened nervous desperate unsure sure wonder wondering "
            + "noticed notice saw see seen find found hear heard take took taken taking give gave given giving bring brought bringing call called calling ring rang phone phoned ask asked asking want wanted wish like love "
            + "need needed looking look looked write writing wrote contacting contact seeking seek advice advise question questions query idea ideas explain answer answers information appreciate appreciated grateful tried try trying "
            + "check checked measure measured live lives living care caring carer visit visited visiting stay staying gp hospital ambulance clinic understand read remember mean online behalf regarding concerning "
            + "good morning evening afternoon night greetings sir madam hey everyone urgent urgently emergency quick opinion suggest suggestion suggestions happening wrong going causing cause could what's what how why when possible possibly anyone anybody hoping"
    );

    private static readonly FrozenSet<string> s_notOfTheBody = Set(
        "gp house home flat car phone question questions query concern concerns worry opinion english name names mind knowledge guess fear fears understanding view apologies thanks own behalf friend friends "
            + "neighbour neighbor family place job work village town doctor colleague colleagues old office room boss teacher dog cat"
    );

    // What somebody is who need not be ill.
    private static readonly FrozenSet<string> s_circumstances = Set(
        "pregnant breastfeeding married single divorced retired widowed employed unemployed nurse doctor teacher student lawyer engineer farmer driver accountant cook smoke drink alone work"
    );

    /// <summary>Whether a word is one of somebody who seeks advice, and no finding.</summary>
    public static bool IsCaring(string word) => s_caring.Contains(word);

    /// <summary>Where the writer tells of herself: "I have a cough", "my throat hurts", "I am 40"; not "I am worried about her".</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    public static List<OwnClause> Own(IReadOnlyList<Word> words)
    {
        List<Quantity>? quantities = null;
        var own = new List<OwnClause>();
        for (int i = 0; i < words.Count; i++)
            if (s_self.Contains(words[i].Text))
            {
                int end = Clause(words, i);
                if (TellsOfOneself(words, i + 1, end))
                    own.Add(new(i, end, IsIllness(words, i + 1, end)));
                // "I am 40"
                else if (
                    (words[i].Text is "i'm" or "im" || Text(words, i + 1) == "am")
                    && !Mentions(words, i + 1, end)
                    && (quantities ??= Quantities.Of(words)).Exists(one =>
                        one.Kind == QuantityKind.Age && one.First > i && one.First < end
                    )
                )
                    own.Add(new(i, end, false));
            }
            else if (words[i].Text == "my" && OfTheBody(words, i))
                own.Add(new(i, Clause(words, i), true));
        return own;
    }

    // "I am pregnant", "I am a nurse" is none.
    private static bool IsIllness(IReadOnlyList<Word> words, int first, int end)
    {
        for (int i = first; i < end; i++)
            if (
                words[i].Kind == WordKind.Letters
                && !OwnFindings.NamesNothing(words[i].Text)
                && !s_circumstances.Contains(words[i].Text)
                && !RelatedPatient.Describes(words[i])
            )
                return true;
        return false;
    }

    private static bool TellsOfOneself(IReadOnlyList<Word> words, int first, int end)
    {
        if (Mentions(words, first, end))
            return false;
        bool told = false;
        for (int i = first; i < end; i++)
            if (words[i].Kind == WordKind.Letters && !OwnFindings.NamesNothing(words[i].Text))
            {
                // "I am worried that …", "I found blood in the nappy": the verb says it.
                if (IsCaring(words[i].Text))
                    return false;
                told = true;
            }
        return told;
    }

    private static bool Mentions(IReadOnlyList<Word> words, int first, int end)
    {
        for (int i = first; i < end; i++)
            if (
                s_others.Contains(words[i].Text)
                || KinPhrase.At(words, i) is { Kin.Rank: <= KinRank.Relative }
            )
                return true;
        return false;
    }

    // Where a clause ends: with the sentence, or where a new subject begins.
    private static int Clause(IReadOnlyList<Word> words, int at)
    {
        int i = at + 1;
        for (; i < words.Count && words[i].Sentence == words[at].Sentence; i++)
            if (Scopes.EndsClause(words, i, at + 1))
                break;
        return i;
    }

    // "my chest", "my left arm"; not "my mother", "my 6-year-old son", "my question".
    private static bool OfTheBody(IReadOnlyList<Word> words, int at)
    {
        for (
            int i = at + 1;
            i < Math.Min(words.Count, at + 9) && words[i].Sentence == words[at].Sentence;
            i++
        )
        {
            if (Kin.Of(words[i].Text) is not null)
                return false;
            if (!RelatedPatient.Describes(words[i]))
                return !s_notOfTheBody.Contains(words[i].Text) && !IsPossessive(words[i].Text);
        }
        return false;
    }

    // "my husband's", "my mother's": another's.
    private static bool IsPossessive(string word) => word.EndsWith("'s", StringComparison.Ordinal);
}
