using System.Collections.Frozen;
using static Osler.Core.Texts.WordLists;

namespace Osler.Core.Texts;

/// <summary>Whose a relative is.</summary>
internal enum Owner
{
    /// <summary>It is not said whose.</summary>
    Nobody,

    /// <summary>The writer's.</summary>
    Writer,

    /// <summary>Of one who is told of.</summary>
    Another,
}

/// <summary>Words that name somebody by what she is to another: "my mother", "mother-in-law", "my brother's wife", "the wife of my brother".</summary>
/// <param name="Kin">What she is to the owner.</param>
/// <param name="Owner">Whose.</param>
/// <param name="End">Behind the last of the words.</param>
internal sealed record KinPhrase(Kin Kin, Owner Owner, int End)
{
    // Behind a relative these make the name of a thing.
    private static readonly FrozenSet<string> s_things = Set(
        "tongue tongues language nature board boards country ship company companies ward lode figure christmas time teeth tooth food formula milk powder oil shower seat care minder birth benefit monitor scan bite bites scratch hair "
            + "allergy fur litter tank meat wipes"
    );

    /// <summary>Whom a word names, with the words about it; null where it names nobody, or who is named is another's: "brother" of "the wife of my brother".</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    /// <param name="at">The word.</param>
    public static KinPhrase? At(IReadOnlyList<Word> words, int at)
    {
        if (Kin.Of(words[at].Text) is not { } kin || NamesThing(words, at) || Owns(words, at))
            return null;
        int end = at + 1;
        if (InLaw(words, end) is { } law)
            (kin, end) = (kin.InLaw(), law);
        if (Text(words, end) == "of")
        {
            if (Text(words, end + 1) is "mine" or "ours")
                return new(kin, Owner.Writer, end + 2);
            if (
                Text(words, end + 1) is "my" or "our"
                && Describing(words, end + 2) is var other
                && Kin.Of(Text(words, other)) is { } of
            )
                return new(kin.Of(of), Owner.Writer, InLaw(words, other + 1) ?? other + 1);
        }
        int before = Described(words, at);
        return before >= 0 && Possessor(words[before].Text) is { } owner
            ? new(kin.Of(owner), OwnerOf(words, before), end)
            : new(kin, OwnerOf(words, at), end);
    }

    /// <summary>"brother" of "brother's"; null of another word.</summary>
    public static Kin? Possessor(string word) =>
        word.EndsWith("'s", StringComparison.Ordinal) ? Kin.Of(word[..^2]) : null;

    // "mother tongue", "daddy long legs"
    private static bool NamesThing(IReadOnlyList<Word> words, int at)
    {
        int next = Text(words, at + 1) == "-" ? at + 2 : at + 1;
        if (next >= words.Count || words[next].Sentence != words[at].Sentence)
            return false;
        int behind = Text(words, next + 1) == "-" ? next + 2 : next + 1;
        return s_things.Contains(words[next].Text)
            || words[next].Text == "longlegs"
            || (words[next].Text == "long" && Text(words, behind) == "legs");
    }

    // "brother" of "the wife of my brother"
    private static bool Owns(IReadOnlyList<Word> words, int at)
    {
        int my = Described(words, at);
        return my >= 2
            && words[my].Text is "my" or "our"
            && words[my - 1].Text == "of"
            && (Kin.Of(words[my - 2].Text) is not null || words[my - 2].Text == "law");
    }

    // Behind "-in-law".
    private static int? InLaw(IReadOnlyList<Word> words, int at)
    {
        int i = Text(words, at) == "-" ? at + 1 : at;
        if (Text(words, i) != "in")
            return null;
        i = Text(words, i + 1) == "-" ? i + 2 : i + 1;
        return Text(words, i) == "law" ? i + 1 : null;
    }

    private static int Describing(IReadOnlyList<Word> words, int at)
    {
        while (at < words.Count && RelatedPatient.Describes(words[at]))
            at++;
        return at;
    }

    // The word before those that describe a relative; below 0 before the text.
    private static int Described(IReadOnlyList<Word> words, int at)
    {
        int i = at - 1;
        while (
            i >= 0
            && words[i].Sentence == words[at].Sentence
            && at - i <= 9
            && RelatedPatient.Describes(words[i])
        )
            i--;
        return i;
    }

    private static Owner OwnerOf(IReadOnlyList<Word> words, int at)
    {
        int i = Described(words, at);
        if (i < 0 || words[i].Sentence != words[at].Sentence)
            // "Mother has chest pain.": only where nothing stands before.
            return i < 0 && Kin.Of(words[at].Text) is { IsFamily: true } ? Owner.Writer : Owner.Nobody;
        return words[i].Text switch
        {
            "my" or "our" => Owner.Writer,
            "his" or "her" or "their" or "whose" or "patient's" => Owner.Another,
            // "my mother and father"
            "and" or "or" when i > 0 && Kin.Of(words[i - 1].Text) is not null => OwnerOf(words, i - 1),
            _ => Owner.Nobody,
        };
    }
}
