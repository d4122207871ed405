using System.Runtime.InteropServices;
using Osler.Core.Faults;

namespace Osler.Core.Texts;

/// <summary>What a corpus has for an option.</summary>
/// <param name="Score">Of the best passage for stem and option together; 0 where no passage has a word of theirs.</param>
/// <param name="Place">That passage's; empty where there is none.</param>
public readonly record struct Bm25Hit(double Score, string Place);

/// <summary>The option whose stem and option together some passage of a corpus fits best: retrieval without learning.</summary>
/// <remarks>
/// Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", FnTIR 3(4), 2009,
/// doi:10.1561/1500000019, section 3.4: a query's word counts, as often as it is in the query, w tf (k1 + 1) / (tf +
/// k1 (1 - b + b length / mean length)) with w = ln((N - n + 0.5) / (n + 0.5)), but not below 0, so that words of
/// more than half of the passages count nothing; k1 = 1.2, b = 0.75. Words are letters or digits in lower case
/// without accents; nothing is stemmed. An option's score is that of its best passage, as in the MedQA paper's
/// retrieval (Jin et al., Appl. Sci. 11(14), 2021, section 4.1). The corpus is streamed twice and never kept: memory
/// grows with the questions alone.
/// </remarks>
public sealed class Bm25
{
    /// <summary>How soon more of a word counts no more.</summary>
    public const double K1 = 1.2;

    /// <summary>How much a long passage's words count less.</summary>
    public const double B = 0.75;

    private readonly Dictionary<string, int> _terms = new(StringComparer.Ordinal);
    private readonly List<List<(int Query, int Count)>> _postings = [];
    private readonly IReadOnlyList<ExamQuestion> _questions;

    // Queries: for each question its stem, then its options.
    private readonly int[] _first;

    private Bm25(IReadOnlyList<ExamQuestion> questions)
    {
        _questions = questions;
        _first = new int[questions.Count + 1];
        for (int i = 0; i < questions.Count; i++)
        {
            Ask(_first[i], questions[i].Stem);
            for (int k = 0; k < questions[i].Options.Length; k++)
                Ask(_first[i] + 1 + k, questions[i].Options[k]);
            _first[i + 1] = _first[i] + 1 + questions[i].Options.Length;
        }
    }

    /// <summary>The best passages of each question's options.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="corpus">Gives the passages anew each time, in the same order.</param>
    /// <returns>[questions][options].</returns>
    /// <exception cref="DataException">The corpus holds no word.</exception>
    public static Bm25Hit[][] Best(IReadOnlyList<ExamQuestion> questions, Func<IEnumerable<Passage>> corpus)
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentNullException.ThrowIfNull(corpus);
        var search = new Bm25(questions);
        var (weights, mean) = search.Count(corpus());
        return search.Search(corpus(), weights, mean);
    }

    /// <summary>The words of a text that count.</summary>
    /// <param name="text">Any text.</param>
    public static IEnumerable<string> Terms(string text) =>
        Word.Of(text)
            .Where(word => word.Kind is WordKind.Letters or WordKind.Number)
            .Select(word => word.Text);

    private void Ask(int query, string text)
    {
        foreach (var group in Terms(text).GroupBy(term => term, StringComparer.Ordinal))
        {
            if (!_terms.TryGetValue(group.Key, out int term))
            {
                _terms.Add(group.Key, term = _terms.Count);
                _postings.Add([]);
            }
            _postings[term].Add((query, group.Count()));
        }
    }

    // Weights of the questions' words, and the passages' mean length.
    private (double[] Weights, double Mean) Count(IEnumerable<Passage> corpus)
    {
        long passages = 0;
        long words = 0;
        long[] holding = new long[_terms.Count];
        var seen = new Dictionary<int, int>();
        foreach (Passage passage in corpus)
        {
            passages++;
            words += Counted(passage, seen);
            foreach (int term in seen.Keys)
                holding[term]++;
        }
        if (words == 0)
            throw new DataException(
                "The corpus holds no word.",
                "exams.corpus",
                "Name a file or a folder of text."
            );
        return (
            Array.ConvertAll(holding, n => Math.Max(0, Math.Log((passages - n + 0.5) / (n + 0.5)))),
            (double)words / passages
        );
    }

    private Bm25Hit[][] Search(IEnumerable<Passage> corpus, double[] weights, double mean)
    {
        Bm25Hit[][] best =
        [
            .. _questions.Select(question =>
                Enumerable.Repeat(new Bm25Hit(0, ""), question.Options.Length).ToArray()
            ),
        ];
        double[] scores = new double[_first[^1]];
        var seen = new Dictionary<int, int>();
        foreach (Passage passage in corpus)
        {
            int length = Counted(passage, seen);
            double soon = K1 * (1 - B + B * length / mean);
            foreach (var (term, count) in seen)
                if (weights[term] > 0)
                {
                    double gain = weights[term] * count * (K1 + 1) / (count + soon);
                    foreach (var (query, times) in CollectionsMarshal.AsSpan(_postings[term]))
                        scores[query] += times * gain;
                }
            for (int i = 0; i < best.Length; i++)
            {
                double stem = scores[_first[i]];
                for (int k = 0; k < best[i].Length; k++)
                    if (stem + scores[_first[i] + 1 + k] is var sum && sum > best[i][k].Score)
                        best[i][k] = new(sum, passage.Place);
            }
            Array.Clear(scores);
        }
        return best;
    }

    // The passage's length in words, and how often it has each of the questions' words.
    private int Counted(Passage passage, Dictionary<int, int> seen)
    {
        seen.Clear();
        int length = 0;
        foreach (string word in Terms(passage.Text))
        {
            length++;
            if (_terms.TryGetValue(word, out int term))
                CollectionsMarshal.GetValueRefOrAddDefault(seen, term, out _)++;
        }
        return length;
    }
}
