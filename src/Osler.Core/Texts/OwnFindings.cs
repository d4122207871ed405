using System.Collections.Frozen;
using static Osler.Core.Texts.WordLists;

namespace Osler.Core.Texts;

/// <summary>Whether a text says anything from which one could tell what its patient has.</summary>
/// <remarks>
/// The one rule of judging and serving: where it gives a reason, the answer is "cannot tell", however sure a network is. It reads the scopes that
/// <see cref="TextPreprocessing"/> marks. Beside them it passes over what a denial is about ("my toe is not red") and when it holds
/// ("no burning when passing urine"), and over words that name no finding.
/// </remarks>
public static class OwnFindings
{
    /// <summary>The most different words, or quantities such as a temperature, that a text has to name something with.</summary>
    /// <remarks>"Missed period and abdominal pain" has four: many conditions have both, whichever of them a network was taught to think of.</remarks>
    public const int MostNeeded = 5;

    private static readonly string[] s_numbers = ["no", "one", "two", "three", "four", "five"];

    /// <summary>The reason for a text that names next to nothing of the patient: "My head hurts."</summary>
    /// <param name="needed">How many words were needed; 1 to <see cref="MostNeeded"/>.</param>
    public static string TooShort(int needed) =>
        needed == 1
            ? "No word of what is there, or is not: that says too little."
            : $"Fewer than {s_numbers[needed]} words of what is there, or is not, say too little.";

    /// <summary>The reason for a text without a finding of the patient's own.</summary>
    public const string NoneAffirmed =
        "The text affirms no finding of the patient's own: what it names is denied, or another person's.";

    private const int AfterNot = 3;

    private static readonly FrozenSet<string> s_circumstances = Set("when while after before until since");

    private static readonly FrozenSet<string> s_contrasts = Set(
        "but however although though except yet whereas instead apart otherwise"
    );

    private static readonly FrozenSet<string> s_having = Set(
        "have has had having with feel feels felt get gets got complains complaining reports presents presented suffers suffering"
    );

    private static readonly FrozenSet<string> s_owners = Set("my his her their the our your he she it i");

    // Words of grammar, of who speaks and of whom, and of health: none is a finding.
    private static readonly FrozenSet<string> s_empty = Set(
        "a an the this that these those there it its i i'm i've me my mine myself we us our you your he he's she she's they them their his her him hers "
            + "himself herself who whose which what am is are was were be been being isn't aren't wasn't weren't have has had having haven't hasn't hadn't "
            + "do does did don't doesn't didn't can could will would shall should may might must and or nor but however although though yet so if then than as because "
            + "of in on at to for from by with without within into about over under up down out off during since until when while after before now today yesterday ago just "
            + "also only very any some all both either neither no not never none nothing else other such too more most much many still ever always usually "
            + "deny denies denied denying negative absent absence lacks complain complains complaint complaints report reports reported reporting say says said tell tells told state states "
            + "history evidence sign signs symptom symptoms family medical past feel feels felt feeling seem seems notice noticed present presents presented presenting come comes came "
            + "patient patients man woman male female gentleman lady person people teenager adult friend neighbour neighbor mother's father's "
            + "doctor nurse dr mr mrs ms hello hi dear thanks thank please help year years month months week weeks day days hour hours old aged age yo yr yrs y o "
            + "well fine good okay ok healthy normal unremarkable fit s t m ve re"
    );

    // What a letter says beside what is the matter; these may still tell who is ill, so they are no words of grammar.
    private static readonly FrozenSet<string> s_asides = Set(
        "monday tuesday wednesday thursday friday saturday sunday "
            + "doc hey cheers regards kind sincerely sorry sent iphone android idea wonder wondering advise advice "
            + "appointment appointments call phone ambulance somebody someone anybody anyone "
            + "really quite rather somewhat actually basically honestly probably maybe perhaps"
    );

    // "Temperature 39.5" and "pulse 120" are one finding each, not two.
    private static readonly FrozenDictionary<string, QuantityKind> s_measures = new Dictionary<
        string,
        QuantityKind
    >
    {
        ["temperature"] = QuantityKind.Temperature,
        ["temp"] = QuantityKind.Temperature,
        ["pulse"] = QuantityKind.Pulse,
        ["rate"] = QuantityKind.Pulse,
        ["hr"] = QuantityKind.Pulse,
        ["blood"] = QuantityKind.BloodPressure,
        ["pressure"] = QuantityKind.BloodPressure,
        ["bp"] = QuantityKind.BloodPressure,
        ["saturation"] = QuantityKind.Saturation,
        ["sats"] = QuantityKind.Saturation,
        ["weight"] = QuantityKind.Weight,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Why nothing can be told from a text; null where something can.</summary>
    /// <param name="text">As of <see cref="ReadText"/>.</param>
    /// <param name="needed">How many different words or quantities have to name something, as there or as not there.</param>
    public static string? Missing(string text, int needed = MostNeeded)
    {
        var words = Word.Of(text);
        var people = People.Of(words);
        if (people.Unclear is { } unclear)
            return unclear;
        var (named, isAffirmed) = Findings(words, people);
        // Of one or two words that name nothing ("hello") it would be odd to say that they deny something.
        bool denies = named > 0 || words.Count(word => word.Kind == WordKind.Letters) > 2;
        return !isAffirmed && denies ? NoneAffirmed
            : named < needed ? TooShort(needed)
            : null;
    }

    /// <summary>How many different words of a text, or quantities such as a temperature, name something of the patient.</summary>
    /// <param name="text">As of <see cref="ReadText"/>.</param>
    public static int Named(string text)
    {
        var words = Word.Of(text);
        return Findings(words, People.Of(words)).Named;
    }

    private static (int Named, bool IsAffirmed) Findings(List<Word> words, People people)
    {
        var scopes = TextPreprocessing.Marked(words, people);
        bool[] passed = new bool[words.Count];
        for (int i = 0; i < words.Count; i++)
        {
            passed[i] |= scopes[i] is Scope.Negated or Scope.Family;
            if (passed[i])
                continue;
            if (IsNot(words, i))
                PassSubject(words, scopes, passed, i);
            else if (i > 0 && passed[i - 1] && SameSentence(words, i - 1, i))
            {
                if (s_circumstances.Contains(words[i].Text) || words[i].Text == "not")
                    Pass(words, passed, i, words[i].Text == "not" ? AfterNot : int.MaxValue);
                // "not red, not swollen and not painful": what joins a denial to the next.
                else if (
                    words[i].Text is "," or "and" or "or"
                    && Text(words, i + 1) is "not" or "nor" or "neither"
                )
                    Pass(words, passed, i + 1, AfterNot);
            }
        }
        var named = new HashSet<string>(StringComparer.Ordinal);
        bool affirmed = false;
        bool[] measured = new bool[words.Count];
        var quantities = Quantities.Of(words);
        foreach (Quantity quantity in quantities)
        {
            measured.AsSpan(quantity.First, quantity.Words).Fill(true);
            if (
                scopes[quantity.First] == Scope.Family
                || quantity.Kind is QuantityKind.Age or QuantityKind.Duration or QuantityKind.Number
            )
                continue;
            affirmed |= !passed[quantity.First];
            named.Add($"{quantity.Kind}");
        }
        for (int i = 0; i < words.Count; i++)
            if (
                words[i].Kind == WordKind.Letters
                && !measured[i]
                && scopes[i] != Scope.Family
                && !NamesNothing(words[i].Text)
                && !s_asides.Contains(words[i].Text)
                && !IsMeasured(words, i, quantities)
                && KinPhrase.At(words, i) is not { Owner: not Owner.Nobody }
            )
            {
                affirmed |= !passed[i];
                named.Add(words[i].Text);
            }
        return (named.Count, affirmed);
    }

    // Whether the number that a word announces stands behind it in its sentence.
    private static bool IsMeasured(List<Word> words, int at, List<Quantity> quantities) =>
        s_measures.TryGetValue(words[at].Text, out var kind)
        && quantities.Exists(quantity =>
            quantity.Kind == kind
            && quantity.First > at
            && quantity.First - at <= 4
            && SameSentence(words, at, quantity.First)
        );

    /// <summary>Says whose findings a text is read to tell, and whose are left out; null where it tells of nobody else than the patient.</summary>
    /// <param name="text">As of <see cref="ReadText"/>.</param>
    public static string? Whose(string text)
    {
        var words = Word.Of(text);
        return People.Of(words).Remark(words);
    }

    /// <summary>Whether a word is one of grammar, of who is ill, or of health: no finding.</summary>
    internal static bool NamesNothing(string word) =>
        s_empty.Contains(word) || Kin.Of(word) is { Rank: not KinRank.Animal };

    // "is not", "isn't", where what follows is denied is known by its scope.
    private static bool IsNot(List<Word> words, int at) =>
        words[at].Text is "isn't" or "aren't" or "wasn't" or "weren't"
        || (
            words[at].Text == "not"
            && Text(words, at - 1) is "is" or "are" or "was" or "were" or "am" or "be" or "been"
        );

    // What stands before "is not", back to where its clause begins.
    private static void PassSubject(List<Word> words, Scope[] scopes, bool[] passed, int not)
    {
        if (not + 1 >= passed.Length || scopes[not + 1] != Scope.Negated)
            return;
        int first = not - 1;
        int and = -1;
        for (; first >= 0 && SameSentence(words, first, not); first--)
        {
            string word = words[first].Text;
            if (word is "," or ";" or ":" || s_contrasts.Contains(word))
                break;
            if (word == "and" && s_owners.Contains(words[first + 1].Text))
                break;
            if (word == "and" && and < 0)
                and = first;
            // Another verb's clause: what it says is not what is denied.
            if (first < not - 1 && (s_having.Contains(word) || word is "is" or "are" or "was" or "were"))
            {
                first = Math.Max(first, and);
                break;
            }
        }
        passed.AsSpan(first + 1, not - first).Fill(true);
    }

    private static void Pass(List<Word> words, bool[] passed, int first, int most)
    {
        for (int i = first; i < words.Count && i - first <= most && SameSentence(words, first, i); i++)
        {
            if (words[i].Text is "," or ";" or ":" || s_contrasts.Contains(words[i].Text))
                return;
            passed[i] = true;
        }
    }

    private static bool SameSentence(List<Word> words, int one, int other) =>
        words[one].Sentence == words[other].Sentence;
}
