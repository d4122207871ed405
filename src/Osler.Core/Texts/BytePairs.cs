using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace Osler.Core.Texts;

/// <summary>Pieces of words by byte-pair merges: frequent words stay whole, rare ones fall into parts that are frequent.</summary>
/// <remarks>
/// Sennrich, Haddow, Birch, "Neural machine translation of rare words with subword units", ACL 2016,
/// doi:10.18653/v1/P16-1162, on letters; a piece that goes on within a word begins with <c>##</c>, so that a word's
/// beginning is the same piece whatever ends it. Cutting is done by Microsoft.ML.Tokenizers; only the training and
/// the random cutting are ours, which that library has not. Safe to use from several threads.
/// </remarks>
public sealed class BytePairs
{
    /// <summary>What begins a piece that goes on within a word.</summary>
    public const string Inside = "##";

    /// <summary>The piece of a letter that training never saw.</summary>
    public const string Unknown = "[UNK]";

    // Distinct words of an evil text would fill the memory.
    private const int MostCached = 200_000;

    private readonly BpeTokenizer _tokenizer;
    private readonly Dictionary<(string, string), int> _ranks = [];
    private readonly HashSet<string> _known;
    private readonly ConcurrentDictionary<string, ImmutableArray<string>> _cache = new(
        StringComparer.Ordinal
    );

    /// <param name="letters">Single letters, each at a word's beginning and within one; those with <see cref="Inside"/> go on.</param>
    /// <param name="merges">Pairs of pieces in the order in which they are joined.</param>
    /// <exception cref="ArgumentException">A merge joins pieces that no letter or earlier merge makes.</exception>
    public BytePairs(ImmutableArray<string> letters, ImmutableArray<(string Left, string Right)> merges)
    {
        (Letters, Merges) = (letters, merges);
        var ids = new Dictionary<string, int>(StringComparer.Ordinal) { [Unknown] = 0 };
        foreach (string letter in letters)
            ids.TryAdd(letter, ids.Count);
        foreach (var (left, right) in merges)
        {
            if (
                !ids.ContainsKey(left)
                || !ids.ContainsKey(right)
                || !right.StartsWith(Inside, StringComparison.Ordinal)
            )
                throw new ArgumentException($"'{left} {right}' joins what is no piece.", nameof(merges));
            ids.TryAdd(left + right[Inside.Length..], ids.Count);
            _ranks.TryAdd((left, right), _ranks.Count);
        }
        Pieces = [.. ids.Keys];
        _known = [.. letters];
        _tokenizer = BpeTokenizer.Create(
            new BpeOptions(ids)
            {
                Merges = [.. merges.Select(merge => $"{merge.Left} {merge.Right}")],
                UnknownToken = Unknown,
                ContinuingSubwordPrefix = Inside,
            }
        );
    }

    /// <summary>The letters that training saw.</summary>
    public ImmutableArray<string> Letters { get; }

    /// <summary>The merges, most frequent first.</summary>
    public ImmutableArray<(string Left, string Right)> Merges { get; }

    /// <summary>Every piece that cutting may give.</summary>
    public ImmutableArray<string> Pieces { get; }

    /// <summary>The pieces of a word.</summary>
    /// <param name="word">In lower case, without white space.</param>
    public ImmutableArray<string> Cut(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (_cache.TryGetValue(word, out var cut))
            return cut;
        // A word longer than any is cut in time that grows with its square.
        string shown = word.Length > 100 ? word[..100] : word;
        cut = [.. _tokenizer.EncodeToTokens(shown, out _).Select(token => token.Value)];
        if (_cache.Count < MostCached)
            _cache.TryAdd(word, cut);
        return cut;
    }

    /// <summary>The pieces of a word where each merge is passed over with a probability, so that training sees words' parts.</summary>
    /// <remarks>BPE-dropout: Provilkov, Emelianenko, Voita, ACL 2020, doi:10.18653/v1/2020.acl-main.170.</remarks>
    /// <param name="word">In lower case, without white space.</param>
    /// <param name="rate">Probability that a merge is passed over, in [0, 1]; 0 gives <see cref="Cut(string)"/>.</param>
    /// <param name="random">Draws.</param>
    public ImmutableArray<string> Cut(string word, double rate, Random random)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(random);
        var pieces = new List<string>(word.Length);
        foreach (Rune rune in (word.Length > 100 ? word[..100] : word).EnumerateRunes())
        {
            string letter = pieces.Count == 0 ? rune.ToString() : Inside + rune;
            pieces.Add(_known.Contains(letter) ? letter : Unknown);
        }
        while (pieces.Count > 1)
        {
            int best = int.MaxValue;
            int at = -1;
            for (int i = 0; i + 1 < pieces.Count; i++)
                if (
                    _ranks.TryGetValue((pieces[i], pieces[i + 1]), out int rank)
                    && rank < best
                    && (rate <= 0 || random.NextDouble() >= rate)
                )
                    (best, at) = (rank, i);
            if (at < 0)
                break;
            pieces[at] += pieces[at + 1][Inside.Length..];
            pieces.RemoveAt(at + 1);
        }
        return [.. pieces];
    }

    /// <summary>Learns merges from words and how often each occurs.</summary>
    /// <param name="words">Words in lower case with their counts.</param>
    /// <param name="merges">How many at most; fewer where no pair occurs twice.</param>
    /// <returns>The same for the same words, whatever their order.</returns>
    public static BytePairs Train(IEnumerable<KeyValuePair<string, int>> words, int merges)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentOutOfRangeException.ThrowIfNegative(merges);
        var corpus = words
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => (Pieces: Split(pair.Key), Count: pair.Value))
            .Where(word => word.Pieces.Count > 0)
            .ToArray();
        var letters = new SortedSet<string>(corpus.SelectMany(word => word.Pieces), StringComparer.Ordinal);
        var counts = new Dictionary<(string, string), long>();
        var places = new Dictionary<(string, string), HashSet<int>>();
        for (int w = 0; w < corpus.Length; w++)
            Count(w, +1);
        var learnt = ImmutableArray.CreateBuilder<(string, string)>(merges);
        while (learnt.Count < merges)
        {
            var best = counts
                .Where(pair => pair.Value >= 2)
                .OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key.Item1, StringComparer.Ordinal)
                .ThenBy(pair => pair.Key.Item2, StringComparer.Ordinal)
                .Select(pair => ((string, string)?)pair.Key)
                .FirstOrDefault();
            if (best is not var (left, right))
                break;
            learnt.Add((left, right));
            foreach (int w in places[(left, right)].ToArray())
            {
                Count(w, -1);
                Join(corpus[w].Pieces, left, right);
                Count(w, +1);
            }
        }
        return new BytePairs([.. letters], learnt.ToImmutable());

        void Count(int w, int sign)
        {
            var (pieces, count) = corpus[w];
            for (int i = 0; i + 1 < pieces.Count; i++)
            {
                var pair = (pieces[i], pieces[i + 1]);
                counts[pair] = counts.GetValueOrDefault(pair) + sign * count;
                if (!places.TryGetValue(pair, out var set))
                    places[pair] = set = [];
                if (sign > 0)
                    set.Add(w);
                else if (counts[pair] == 0)
                {
                    counts.Remove(pair);
                    places.Remove(pair);
                }
            }
        }
    }

    private static List<string> Split(string word)
    {
        var pieces = new List<string>(word.Length);
        foreach (Rune rune in word.EnumerateRunes())
            pieces.Add(pieces.Count == 0 ? rune.ToString() : Inside + rune);
        return pieces;
    }

    private static void Join(List<string> pieces, string left, string right)
    {
        for (int i = 0; i + 1 < pieces.Count; i++)
            if (pieces[i] == left && pieces[i + 1] == right)
            {
                pieces[i] = left + right[Inside.Length..];
                pieces.RemoveAt(i + 1);
            }
    }
}
