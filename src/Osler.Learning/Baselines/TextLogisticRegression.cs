using System.Numerics.Tensors;
using Osler.Core.Texts;

namespace Osler.Learning.Baselines;

/// <summary>Words' frequencies with multinomial logistic regression: the baseline that short texts are hard to beat with.</summary>
/// <remarks>
/// scikit-learn's <c>TfidfVectorizer(ngram_range=(1, 2), min_df=2)</c> with <c>LogisticRegression(C=10)</c>, whose
/// optimum this reaches, on Osler's words. Terms are words and pairs of neighbouring words in at least two training
/// texts, of which the most frequent are kept where there would be more than ten million weights; a term weighs its
/// count times ln((1 + n) / (1 + texts with it)) + 1, each text has length 1. The loss is ten times the sum of the
/// texts' log losses plus half the squared weights; the intercept is not penalised (<see cref="SoftmaxRegression"/>).
/// </remarks>
public sealed class TextLogisticRegression
{
    private const int MostWeights = 10_000_000;
    private const double C = 10;

    private readonly Dictionary<string, int> _terms;
    private readonly float[] _frequencies;
    private readonly int _classes;
    private float[] _weights = [];

    private TextLogisticRegression(Dictionary<string, int> terms, float[] frequencies, int classes) =>
        (_terms, _frequencies, _classes) = (terms, frequencies, classes);

    /// <summary>Fits it.</summary>
    /// <param name="texts">Training texts.</param>
    /// <param name="labels">Each text's class.</param>
    /// <param name="classes">How many classes there are.</param>
    public static TextLogisticRegression Train(
        IReadOnlyList<string> texts,
        IReadOnlyList<int> labels,
        int classes
    )
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(labels);
        var holding = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string text in texts)
        foreach (string term in Terms(text).Distinct())
            holding[term] = holding.GetValueOrDefault(term) + 1;
        int most = Math.Max(1, MostWeights / classes);
        int least =
            holding.Count <= most
                ? 2
                : Math.Max(2, holding.Values.OrderByDescending(count => count).ElementAt(most - 1) + 1);
        var terms = new Dictionary<string, int>(StringComparer.Ordinal);
        var frequencies = new List<float>();
        foreach (var (term, count) in holding)
            if (count >= least)
            {
                terms[term] = frequencies.Count;
                frequencies.Add((float)(Math.Log((1.0 + texts.Count) / (1 + count)) + 1));
            }
        var model = new TextLogisticRegression(terms, [.. frequencies], classes);
        var rows = new (int[] Terms, float[] Values)[texts.Count];
        Parallel.For(0, rows.Length, i => rows[i] = model.Row(texts[i]));
        // The last column is the intercept.
        model._weights = SoftmaxRegression.Fit(new(frequencies.Count + 1, rows), labels, classes, C);
        return model;
    }

    /// <summary>Probabilities of texts, [texts, classes] row-major.</summary>
    /// <param name="texts">The texts.</param>
    public double[] Probabilities(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        double[] probabilities = new double[texts.Count * _classes];
        float[] scores = new float[_classes];
        for (int i = 0; i < texts.Count; i++)
        {
            SoftmaxRegression.Predict(_weights, Row(texts[i]), scores);
            double sum = 0;
            foreach (float score in scores)
                sum += score;
            for (int k = 0; k < _classes; k++)
                probabilities[i * _classes + k] = scores[k] / sum;
        }
        return probabilities;
    }

    private (int[] Terms, float[] Values) Row(string text)
    {
        var counts = new SortedDictionary<int, float>();
        foreach (string term in Terms(text))
            if (_terms.TryGetValue(term, out int at))
                counts[at] = counts.GetValueOrDefault(at) + 1;
        float[] values = [.. counts.Select(pair => pair.Value * _frequencies[pair.Key]), 0];
        float length = MathF.Sqrt(TensorPrimitives.SumOfSquares(values));
        if (length > 0)
            TensorPrimitives.Divide(values, length, values);
        values[^1] = 1;
        return ([.. counts.Keys, _frequencies.Length], values);
    }

    private static IEnumerable<string> Terms(string text)
    {
        string? before = null;
        foreach (Word word in Word.Of(text))
            if (word.Kind != WordKind.Sign)
            {
                yield return word.Text;
                if (before is not null)
                    yield return $"{before} {word.Text}";
                before = word.Text;
            }
    }
}
