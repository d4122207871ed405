using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Intervals;

namespace Osler.Core.Texts;

/// <summary>How the tokens of a network are made, before any text was seen.</summary>
public sealed record TextRecipe
{
    /// <summary>Byte-pair merges to learn; 0 to 100,000, by default 4,000.</summary>
    public int Merges
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 100_000);
            field = value;
        }
    } = 4_000;

    /// <summary>The most tokens of a text; 8 to 100,000, by default 320. What is beyond is not read, and that is said.</summary>
    public int Length
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 8);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 100_000);
            field = value;
        }
    } = 320;

    /// <summary>In how many training texts a token has to occur to get a place of its own; at least 1, by default 2.</summary>
    public int LeastTexts
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 2;
}

/// <summary>A token of a text: a piece of a word with how it is meant, or the range of a quantity.</summary>
/// <param name="Text">As the vocabulary has it: <c>fever</c>, <c>¬fever</c>, <c>family:asthma</c>, <c>&lt;age:6-12&gt;</c>.</param>
/// <param name="Start">Index of its first letter in the text.</param>
/// <param name="Length">Its letters.</param>
public readonly record struct TextToken(string Text, int Start, int Length);

/// <summary>From a text to a network's token ids: words in pieces, each marked where it is negated or of a relative, and quantities.</summary>
/// <remarks>
/// The one path of training and serving. Id 0 is padding, 1 any token that training did not see. Negation is visible by construction: "no
/// fever" has the token <c>¬fever</c>, another one than <c>fever</c>. Safe to use from several threads.
/// </remarks>
public sealed class TextPreprocessing
{
    /// <summary>The id behind a text's end.</summary>
    public const int Padding = 0;

    /// <summary>The id of tokens that training did not see.</summary>
    public const int UnknownId = 1;

    /// <summary>Marks a piece that is negated.</summary>
    public const string Negated = "¬";

    /// <summary>Marks a piece, or a quantity, that is another person's.</summary>
    public const string Family = "family:";

    private static readonly FrozenSet<string> s_relatedSections = new[]
    {
        "family history",
        "fh",
        "fhx",
        "family hx",
    }.ToFrozenSet(StringComparer.Ordinal);

    private const int MostCounted = 2_000;
    private const double Shortest = 0.05;

    private readonly FrozenDictionary<string, int> _ids;

    /// <param name="pairs">How words fall into pieces.</param>
    /// <param name="tokens">The tokens that have a place of their own, from id 2 on.</param>
    /// <param name="length">The most tokens of a text.</param>
    public TextPreprocessing(BytePairs pairs, ImmutableArray<string> tokens, int length)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        (Pairs, Tokens, Length) = (pairs, tokens, length);
        _ids = tokens
            .Select((token, i) => KeyValuePair.Create(token, i + 2))
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>How words fall into pieces.</summary>
    public BytePairs Pairs { get; }

    /// <summary>The tokens, from id 2 on.</summary>
    public ImmutableArray<string> Tokens { get; }

    /// <summary>The most tokens of a text.</summary>
    public int Length { get; }

    /// <summary>How many words have to name something of a patient before anything is told: <see cref="OwnFindings"/>.</summary>
    public int NeededWords { get; init; } = OwnFindings.MostNeeded;

    /// <summary>Number of ids.</summary>
    public int Vocabulary => Tokens.Length + 2;

    /// <summary>Learns pieces and vocabulary from training texts.</summary>
    /// <param name="recipe">Sizes.</param>
    /// <param name="texts">Training texts.</param>
    /// <exception cref="DataException">There is no word in them.</exception>
    public static TextPreprocessing Fit(TextRecipe recipe, IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(texts);
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string text in texts)
        foreach (Word word in Word.Of(text))
            if (word.Kind == WordKind.Letters)
                words[word.Text] = words.GetValueOrDefault(word.Text) + 1;
        if (words.Count == 0)
            throw new DataException(
                "The training texts hold no word.",
                null,
                "Check which column is the text."
            );
        var pairs = BytePairs.Train(words, recipe.Merges);
        var all = new TextPreprocessing(pairs, [], recipe.Length);
        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var random = new KeyedRandom(0, "pieces");
        foreach (string text in texts)
        // Also the parts that words fall into while training varies them.
        foreach (
            string token in all.Cut(text).Concat(all.Cut(text, random)).Select(token => token.Text).Distinct()
        )
            seen[token] = seen.GetValueOrDefault(token) + 1;
        string[] ranges = [.. Quantity.Ranges.Order(StringComparer.Ordinal)];
        return new(
            pairs,
            [
                .. ranges,
                .. seen.Where(pair => pair.Value >= recipe.LeastTexts && !ranges.Contains(pair.Key))
                    .Select(pair => pair.Key),
            ],
            recipe.Length
        )
        {
            NeededWords = Needed(texts),
        };
    }

    /// <summary>Why nothing can be told from a text, whatever a network says; null where something can.</summary>
    /// <param name="text">As of <see cref="ReadText"/>.</param>
    public string? Missing(string text) => OwnFindings.Missing(text, NeededWords);

    // Where one training text in twenty is shorter still (a column of chief complaints), that is the kind of text it is.
    private static int Needed(IReadOnlyList<string> texts)
    {
        int looked = Math.Min(texts.Count, MostCounted);
        double[] named = new double[looked];
        for (int i = 0; i < looked; i++)
            named[i] = OwnFindings.Named(texts[(int)((long)i * texts.Count / looked)]);
        Array.Sort(named);
        return (int)Math.Clamp(Quantile.OfSorted(named, Shortest), 1, OwnFindings.MostNeeded);
    }

    /// <summary>The tokens of a text, all of them.</summary>
    /// <param name="text">As of <see cref="ReadText"/>.</param>
    public List<TextToken> Cut(string text) => Cut(text, null);

    /// <summary>The id of a token.</summary>
    public int Id(string token) => _ids.GetValueOrDefault(token, UnknownId);

    /// <summary>The ids of a text.</summary>
    /// <param name="text">As of <see cref="ReadText"/>.</param>
    /// <param name="ids">Written, and padded behind; as long as texts may be at most, or shorter.</param>
    /// <returns>How many tokens were written.</returns>
    public int Apply(string text, Span<float> ids) => Apply(Cut(text), ids);

    /// <summary>The ids of a text that is cut already.</summary>
    /// <param name="tokens">As of <see cref="Cut(string)"/>.</param>
    /// <param name="ids">Written, and padded behind; as long as texts may be at most, or shorter.</param>
    /// <returns>How many tokens were written.</returns>
    public int Apply(IReadOnlyList<TextToken> tokens, Span<float> ids)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        int count = Math.Min(tokens.Count, Math.Min(ids.Length, Length));
        for (int i = 0; i < count; i++)
            ids[i] = Id(tokens[i].Text);
        ids[count..].Clear();
        return count;
    }

    /// <summary>The ids of a text as training varies it: words fall into parts, some tokens are passed over, and of some texts one sentence alone is shown.</summary>
    /// <param name="text">As of <see cref="ReadText"/>.</param>
    /// <param name="ids">As of <see cref="Apply(string, Span{float})"/>.</param>
    /// <param name="random">Draws.</param>
    /// <param name="excerpts">How often one sentence is shown alone, in [0, 1].</param>
    /// <returns>How many tokens were written.</returns>
    public int Vary(string text, Span<float> ids, Random random, double excerpts = 0)
    {
        var tokens = Cut(text, random);
        if (excerpts > 0 && random.NextDouble() < excerpts)
            Excerpt(text, tokens, random);
        tokens.RemoveAll(_ => random.NextDouble() < PassOverRate);
        return Apply(tokens, ids);
    }

    private const double VaryRate = 0.08;
    private const double PassOverRate = 0.08;

    // One sentence alone.
    private static void Excerpt(string text, List<TextToken> tokens, Random random)
    {
        var sentences = Word.Of(text)
            .GroupBy(word => word.Sentence)
            .Select(words => (First: words.First().Start, Last: words.Last().Start))
            .Where(sentence => tokens.Exists(token => IsIn(token, sentence)))
            .ToArray();
        if (sentences.Length == 0)
            return;
        var shown = sentences[random.Next(sentences.Length)];
        tokens.RemoveAll(token => !IsIn(token, shown));

        static bool IsIn(TextToken token, (int First, int Last) sentence) =>
            token.Start >= sentence.First && token.Start <= sentence.Last;
    }

    /// <summary>How each word is meant: its scope, and under a heading such as "Family history" a relative's.</summary>
    internal static Scope[] Marked(IReadOnlyList<Word> words) => Marked(words, People.Of(words));

    internal static Scope[] Marked(IReadOnlyList<Word> words, People people)
    {
        var scopes = Scopes.Of(words, people);
        foreach (Section section in Section.Of(words))
            if (s_relatedSections.Contains(section.Heading))
                scopes.AsSpan(section.First, section.Words).Fill(Scope.Family);
        return scopes;
    }

    private List<TextToken> Cut(string text, Random? random)
    {
        var words = Word.Of(text);
        var people = People.Of(words);
        var patient = people.Patient;
        var scopes = Marked(words, people);
        var tokens = new List<TextToken>(words.Count);
        int next = 0;
        var quantities = Quantities.Of(words, patient);
        for (int i = 0; i < words.Count; i++)
        {
            while (next < quantities.Count && quantities[next].First + quantities[next].Words <= i)
                next++;
            if (next < quantities.Count && quantities[next].First == i)
            {
                Quantity quantity = quantities[next];
                Word last = words[i + quantity.Words - 1];
                string whose = scopes[i] == Scope.Family ? Family : "";
                tokens.Add(
                    new(whose + quantity.Range, words[i].Start, last.Start + last.Length - words[i].Start)
                );
                i += quantity.Words - 1;
                continue;
            }
            if (words[i].Kind != WordKind.Letters)
                continue;
            string mark =
                scopes[i] == Scope.Family ? Family
                : scopes[i] == Scope.Negated ? Negated
                : "";
            // "My mother has chest pain.": the patient is a woman.
            string word =
                patient?.Mentions.Contains(i) == true ? patient.Kin.Person ?? words[i].Text : words[i].Text;
            var pieces = random is null ? Pairs.Cut(word) : Pairs.Cut(word, VaryRate, random);
            foreach (string piece in pieces)
                tokens.Add(new(mark + piece, words[i].Start, words[i].Length));
        }
        return tokens;
    }

    /// <summary>How a text was read, for the reader.</summary>
    /// <param name="tokens">The text's tokens, as of <see cref="Cut(string)"/>.</param>
    /// <returns>Sentences; none where there is nothing to say.</returns>
    public IReadOnlyList<string> Remarks(IReadOnlyList<TextToken> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var remarks = new List<string>();
        if (tokens.Count > Length)
            remarks.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Only the first {Length:N0} of {tokens.Count:N0} tokens were read."
                )
            );
        int unknown = tokens.Count(token => Id(token.Text) == UnknownId);
        if (tokens.Count > 0 && unknown > tokens.Count / 2.0)
            remarks.Add("Most of its words were never seen in training.");
        return remarks;
    }
}
