using System.Collections.Immutable;
using System.Text;
using Osler.Core.Bundles;
using Osler.Core.Ensembles;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;

namespace Osler.Serving;

/// <summary>A bundle that answers: the preprocessing of training, then the network's graph in ONNX Runtime.</summary>
/// <remarks>Safe to use from several threads at once. Loads no libtorch.</remarks>
public sealed class Predictor : IDisposable
{
    /// <summary>What the range beside a probability means; to be shown wherever the range is.</summary>
    public const string RangeMeaning =
        "The range is where one more network, trained alike, would put this patient in 95 % of trainings. "
        + "It does not cover patients unlike those of the training data.";

    private const int BatchRows = 1024;

    private readonly Graph _graph;
    private readonly ImmutableArray<ImmutableArray<CardOperatingPoint>> _points;

    private Predictor(BundleFolder bundle, Card card, FittedPreprocessing preprocessing, Graph graph)
    {
        Bundle = bundle;
        Card = card;
        Preprocessing = preprocessing;
        _graph = graph;
        _points = PredictedOutcome.Points(card);
    }

    /// <summary>The folder, its files checked.</summary>
    public BundleFolder Bundle { get; }

    /// <summary>The model's card.</summary>
    public Card Card { get; }

    /// <summary>The preprocessing that training fitted.</summary>
    public FittedPreprocessing Preprocessing { get; }

    /// <summary>Number of networks whose probabilities are averaged.</summary>
    public int Members => _graph.Members;

    /// <summary>Number of outcomes.</summary>
    public int Outcomes => _graph.Outcomes;

    /// <summary>Opens and checks a bundle.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="RequestException">There is no such bundle, or its model reads images.</exception>
    /// <exception cref="DataException">A newer Osler made it, or its files contradict each other.</exception>
    /// <exception cref="CheckException">A file is missing, foreign or changed.</exception>
    public static Predictor Open(string path) => Open(BundleFolder.Open(path));

    /// <summary>Loads the model of an opened bundle.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <exception cref="RequestException">Its model reads images (<see cref="ImagePredictor"/>).</exception>
    public static Predictor Open(BundleFolder bundle)
    {
        var card = bundle.ReadCard();
        if (card.Questions is not null)
            throw new RequestException(
                "This bundle is on questions with options, and what was asked is about a table's rows.",
                bundle.Path,
                "Bundles on questions can be given to 'osler predict', 'evaluate' (with questions), 'verify' and 'inspect'."
            );
        if (card.Images is not null || card.Text is not null)
            throw new RequestException(
                $"This bundle is on {(card.Text is null ? "images" : "text")}, and what was asked is about a table's rows.",
                bundle.Path,
                card.Text is null
                    ? "Bundles on images can be given to 'osler predict' (with images), 'osler verify' and 'osler inspect'."
                    : "Bundles on text can be given to 'osler predict', 'explain', 'evaluate' (with texts), 'verify' and 'inspect'."
            );
        var preprocessing = FittedPreprocessing.FromJson(
            Encoding.UTF8.GetString(bundle.Read(BundleFile.PreprocessingName))
        );
        var graph = Graph.Open(
            bundle,
            card,
            network =>
                network.Input.Length != 1 || network.Width != preprocessing.Width
                    ? $"the preprocessing makes {preprocessing.Width} features, the network takes {network.Width}"
                    : null
        );
        return new(bundle, card, preprocessing, graph);
    }

    /// <summary>Predicts for some patients.</summary>
    /// <param name="rows">[n, inputs] row-major raw input values as of <see cref="FittedPreprocessing.Apply"/>.</param>
    /// <param name="n">Number of patients.</param>
    /// <param name="firstRow">Index of the first row in its table, so that a fault names the row; null for one patient.</param>
    /// <returns>[n] predictions.</returns>
    /// <exception cref="DataException">
    /// An input is missing that never was in training, or the network gives no number.
    /// </exception>
    public Prediction[] Predict(ReadOnlySpan<double> rows, int n, int? firstRow = null)
    {
        int inputs = Preprocessing.Inputs.Length;
        RequireAll(rows, n, firstRow);
        var predictions = new Prediction[n];
        float[] logits = new float[n * Members * Outcomes];
        RawLogits(rows, n, logits, firstRow);
        float[] ofOutcome = new float[Members];
        for (int row = 0; row < n; row++)
        {
            var outcomes = ImmutableArray.CreateBuilder<PredictedOutcome>(Outcomes);
            for (int outcome = 0; outcome < Outcomes; outcome++)
            {
                Select(logits, row, outcome, ofOutcome);
                outcomes.Add(
                    PredictedOutcome.Of(Card.Outcomes[outcome], _points[outcome], Ensemble.Of(ofOutcome))
                );
            }
            predictions[row] = new(
                outcomes.MoveToImmutable(),
                [.. Preprocessing.Warnings(rows.Slice(row * inputs, inputs))]
            );
        }
        return predictions;
    }

    /// <summary>Probabilities of one outcome, without ranges and warnings.</summary>
    /// <param name="rows">[n, inputs] row-major raw input values.</param>
    /// <param name="n">Number of patients.</param>
    /// <param name="outcome">Index of the outcome.</param>
    /// <param name="probabilities">[n].</param>
    /// <exception cref="DataException">The network gives no number.</exception>
    public void Probabilities(ReadOnlySpan<double> rows, int n, int outcome, Span<double> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outcome);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(outcome, Outcomes);
        Probabilities(rows, n, outcome, 1, probabilities);
    }

    /// <summary>Probabilities of every outcome, without ranges and warnings.</summary>
    /// <param name="rows">[n, inputs] row-major raw input values.</param>
    /// <param name="n">Number of patients.</param>
    /// <param name="probabilities">[n, outcomes] row-major.</param>
    /// <exception cref="DataException">The network gives no number.</exception>
    public void Probabilities(ReadOnlySpan<double> rows, int n, Span<double> probabilities) =>
        Probabilities(rows, n, 0, Outcomes, probabilities);

    /// <summary>Log-odds of every member from features.</summary>
    /// <param name="features">[n, features] row-major, as of <see cref="FittedPreprocessing.Apply"/>.</param>
    /// <param name="n">Number of patients.</param>
    /// <param name="logits">[n, members, outcomes] row-major.</param>
    public void Logits(ReadOnlySpan<float> features, int n, Span<float> logits) =>
        _graph.Run(features, n, logits);

    /// <inheritdoc/>
    public void Dispose() => _graph.Dispose();

    /// <summary>Refuses rows in which an input is missing that never was in training.</summary>
    internal void RequireAll(ReadOnlySpan<double> rows, int n, int? firstRow)
    {
        int inputs = Preprocessing.Inputs.Length;
        for (int row = 0; row < n; row++)
        {
            try
            {
                Preprocessing.Require(rows.Slice(row * inputs, inputs));
            }
            catch (DataException fault) when (firstRow is not null)
            {
                throw new DataException(fault.What, $"row {firstRow + row + 1}", fault.Remedy, fault);
            }
        }
    }

    private void Probabilities(
        ReadOnlySpan<double> rows,
        int n,
        int firstOutcome,
        int outcomes,
        Span<double> probabilities
    )
    {
        int inputs = Preprocessing.Inputs.Length;
        float[] logits = new float[Math.Min(n, BatchRows) * Members * Outcomes];
        float[] ofOutcome = new float[Members];
        for (int first = 0; first < n; first += BatchRows)
        {
            int now = Math.Min(n - first, BatchRows);
            RawLogits(rows.Slice(first * inputs, now * inputs), now, logits);
            for (int row = 0; row < now; row++)
            for (int k = 0; k < outcomes; k++)
            {
                Select(logits, row, firstOutcome + k, ofOutcome);
                probabilities[(first + row) * outcomes + k] = Ensemble.Probability(ofOutcome);
            }
        }
    }

    private void RawLogits(ReadOnlySpan<double> rows, int n, Span<float> logits, int? firstRow = null)
    {
        int inputs = Preprocessing.Inputs.Length;
        float[] features = new float[Math.Min(n, BatchRows) * Preprocessing.Width];
        for (int first = 0; first < n; first += BatchRows)
        {
            int now = Math.Min(n - first, BatchRows);
            var batch = features.AsSpan(0, now * Preprocessing.Width);
            Preprocessing.Apply(rows.Slice(first * inputs, now * inputs), now, batch);
            var found = logits.Slice(first * Members * Outcomes, now * Members * Outcomes);
            Logits(batch, now, found);
            for (int i = 0; i < found.Length; i++)
                if (!float.IsFinite(found[i]))
                    throw new DataException(
                        "The network gives no number for this patient.",
                        firstRow is { } from ? $"row {from + first + (i / (Members * Outcomes)) + 1}" : null,
                        "'osler verify' tells whether the bundle is sound."
                    );
        }
    }

    private void Select(ReadOnlySpan<float> logits, int row, int outcome, Span<float> ofOutcome)
    {
        for (int member = 0; member < Members; member++)
            ofOutcome[member] = logits[(row * Members + member) * Outcomes + outcome];
    }
}
