using System.Numerics.Tensors;
using Osler.Core.Chance;
using Osler.Core.Texts;

namespace Osler.Learning.Baselines;

/// <summary>Words' frequencies with multinomial logistic regression: the baseline that short texts are hard to beat with.</summary>
/// <remarks>
/// Terms are words and pairs of neighbouring words in at least two training texts, of which the most frequent are kept where there
/// would be more than twenty million weights; a term weighs its count times ln((1 + n) / (1 + texts with it)) + 1, each text has length 1
/// (as scikit-learn has it). The loss is the sum of the texts' log losses plus, for each term, half its squared weights over ten, times
/// the share of texts that hold it: the penalty is taken text by text, with the terms of that text alone. So rare terms weigh more than in
/// scikit-learn's regression with C = 10, whose penalty has no such share; the intercept has the whole. It is made small by AdaGrad
/// (Duchi, Hazan, Singer, JMLR 12:2121-2159, 2011) text by text in an order drawn by key, so that it is the same each time.
/// </remarks>
public sealed class TextLogisticRegression
{
    private const int MostWeights = 20_000_000;
    private const float Step = 0.5f;
    private const float Inverse = 0.1f;

    private readonly Dictionary<string, int> _terms;
    private readonly float[] _frequencies;
    private readonly float[] _weights;
    private readonly int _classes;

    private TextLogisticRegression(Dictionary<string, int> terms, float[] frequencies, int classes)
    {
        (_terms, _frequencies, _classes) = (terms, frequencies, classes);
        // The last row is the intercept.
        _weights = new float[(frequencies.Length + 1) * classes];
    }

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
        model.Fit(rows, labels);
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
            var (terms, values) = Row(texts[i]);
            Predict(terms, values, scores);
            double sum = 0;
            foreach (float score in scores)
                sum += score;
            for (int k = 0; k < _classes; k++)
                probabilities[i * _classes + k] = scores[k] / sum;
        }
        return probabilities;
    }

    private void Fit((int[] Terms, float[] Values)[] rows, IReadOnlyList<int> labels)
    {
        float[] squares = new float[_weights.Length];
        Array.Fill(squares, 1e-6f);
        float[] gradient = new float[_classes];
        float[] step = new float[_classes];
        float[] root = new float[_classes];
        float decay = Inverse / rows.Length;
        int epochs = Math.Clamp(300_000 / rows.Length, 12, 200);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            int[] order = [.. Enumerable.Range(0, rows.Length)];
            new KeyedRandom(0, "text-regression", epoch).Shuffle(order);
            foreach (int i in order)
            {
                var (terms, values) = rows[i];
                Predict(terms, values, gradient);
                gradient[labels[i]] -= 1;
                for (int t = 0; t < terms.Length; t++)
                    Update(terms[t], values[t]);
            }
        }

        void Update(int term, float value)
        {
            var weights = _weights.AsSpan(term * _classes, _classes);
            var square = squares.AsSpan(term * _classes, _classes);
            TensorPrimitives.Multiply(gradient, value, step);
            TensorPrimitives.MultiplyAdd(weights, decay, step, step);
            TensorPrimitives.MultiplyAdd(step, step, square, square);
            TensorPrimitives.Sqrt(square, root);
            TensorPrimitives.Divide(step, root, step);
            TensorPrimitives.MultiplyAdd(step, -Step, weights, weights);
        }
    }

    private void Predict(int[] terms, float[] values, float[] probabilities)
    {
        Array.Clear(probabilities);
        for (int t = 0; t < terms.Length; t++)
            TensorPrimitives.MultiplyAdd(
                _weights.AsSpan(terms[t] * _classes, _classes),
                values[t],
                probabilities,
                probabilities
            );
        TensorPrimitives.SoftMax(probabilities, probabilities);
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
