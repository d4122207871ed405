using Microsoft.ML;
using Microsoft.ML.Data;
using Osler.Core.Texts;

namespace Osler.Learning.Baselines;

/// <summary>Words' frequencies with multinomial logistic regression: the baseline that short texts are hard to beat with.</summary>
/// <remarks>
/// Terms are words and pairs of neighbouring words in at least two training texts, of which the most frequent are kept where there would be
/// more than a million weights; weights are term frequency times ln((1 + n) / (1 + df)) + 1, each
/// text of length 1 (Salton and Buckley, 1988, as scikit-learn has it). The regression is Microsoft.ML's L-BFGS maximum entropy with an L2 weight of
/// 1 over 10 on the sum of losses, on one thread, so that it is the same each time.
/// </remarks>
public sealed class TextLogisticRegression
{
    private const int MostWeights = 1_000_000;

    private readonly Dictionary<string, int> _terms;
    private readonly float[] _weights;
    private readonly PredictionEngine<Row, Scored> _engine;
    private readonly int _classes;
    private readonly int[] _order;

    private TextLogisticRegression(
        Dictionary<string, int> terms,
        float[] weights,
        PredictionEngine<Row, Scored> engine,
        int classes,
        int[] order
    ) => (_terms, _weights, _engine, _classes, _order) = (terms, weights, engine, classes, order);

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
        var terms = new Dictionary<string, int>(StringComparer.Ordinal);
        var weights = new List<float>();
        // Of many classes the rarer terms are left out, so that there are a million weights at most.
        int most = Math.Max(1000, MostWeights / classes);
        int least =
            holding.Count <= most
                ? 2
                : Math.Max(2, holding.Values.OrderByDescending(count => count).ElementAt(most - 1) + 1);
        foreach (var (term, count) in holding)
            if (count >= least)
            {
                terms[term] = weights.Count;
                weights.Add((float)(Math.Log((1.0 + texts.Count) / (1 + count)) + 1));
            }
        var context = new MLContext(seed: 0);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(
            NumberDataViewType.Single,
            Math.Max(1, weights.Count)
        );
        float[] ofTerm = [.. weights];
        var rows = texts.Select((text, i) => Of(text, terms, ofTerm, labels[i]));
        var data = context.Data.LoadFromEnumerable(rows.ToList(), schema);
        var key = context.Transforms.Conversion.MapValueToKey(
            "Key",
            nameof(Row.Label),
            keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue
        );
        var trainer = context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
            new Microsoft.ML.Trainers.LbfgsMaximumEntropyMulticlassTrainer.Options
            {
                LabelColumnName = "Key",
                FeatureColumnName = nameof(Row.Features),
                L1Regularization = 0,
                L2Regularization = 0.1f,
                OptimizationTolerance = 1e-5f,
                MaximumNumberOfIterations = 100,
                NumberOfThreads = 1,
            }
        );
        var model = key.Append(trainer).Fit(data);
        int[] order = [.. labels.Distinct().Order()];
        return new(
            terms,
            ofTerm,
            context.Model.CreatePredictionEngine<Row, Scored>(model, inputSchemaDefinition: schema),
            classes,
            order
        );
    }

    /// <summary>Probabilities of texts, [texts, classes] row-major; a class that training lacked has 0.</summary>
    /// <param name="texts">The texts.</param>
    public double[] Probabilities(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        double[] probabilities = new double[texts.Count * _classes];
        for (int i = 0; i < texts.Count; i++)
        {
            var scores = _engine.Predict(Of(texts[i], _terms, _weights, 0)).Score;
            double sum = scores.Sum(score => (double)score);
            for (int k = 0; k < scores.Length; k++)
                probabilities[i * _classes + _order[k]] = scores[k] / sum;
        }
        return probabilities;
    }

    private static Row Of(string text, Dictionary<string, int> terms, float[] weights, int label)
    {
        var counts = new SortedDictionary<int, float>();
        foreach (string term in Terms(text))
            if (terms.TryGetValue(term, out int at))
                counts[at] = counts.GetValueOrDefault(at) + 1;
        foreach (int at in counts.Keys.ToArray())
            counts[at] *= weights[at];
        float length = MathF.Sqrt(counts.Values.Sum(value => value * value));
        return new Row
        {
            Label = label,
            Features = new VBuffer<float>(
                Math.Max(1, weights.Length),
                counts.Count,
                [.. counts.Values.Select(value => length > 0 ? value / length : 0)],
                [.. counts.Keys]
            ),
        };
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

    private sealed class Row
    {
        public int Label { get; set; }

        public VBuffer<float> Features { get; set; }
    }

    private sealed class Scored
    {
        public float[] Score { get; set; } = [];
    }
}
