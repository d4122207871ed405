using Osler.Core.Ensembles;
using Osler.Core.Preprocessing;
using Osler.Learning.Training;

namespace Osler.Studies;

/// <summary>A trained network with the preprocessing that it was trained behind: raw rows in, probabilities out.</summary>
/// <param name="Preprocessing">Fitted on the training part.</param>
/// <param name="Network">With its weights.</param>
internal sealed record TableModel(FittedPreprocessing Preprocessing, TrainedNetwork Network)
{
    /// <summary>Networks whose probabilities are averaged.</summary>
    public int Members => Network.Members;

    /// <summary>Probabilities of rows of raw input values.</summary>
    /// <param name="rows">[n, inputs] row-major, as of <see cref="FittedPreprocessing.Apply"/>.</param>
    /// <param name="n">How many.</param>
    /// <param name="probabilities">[n].</param>
    public void Predict(ReadOnlySpan<double> rows, int n, Span<double> probabilities)
    {
        float[] logits = Logits(Features(rows, n));
        for (int i = 0; i < n; i++)
            probabilities[i] = Ensemble.Probability(logits.AsSpan(i * Members, Members));
    }

    /// <summary>[n, width] features of raw rows.</summary>
    public float[] Features(ReadOnlySpan<double> rows, int n)
    {
        float[] features = new float[n * Preprocessing.Width];
        Preprocessing.Apply(rows, n, features);
        return features;
    }

    /// <summary>[n, members] log odds of feature rows.</summary>
    public float[] Logits(float[] features) => RowExamples.Logits(Network, features, [Preprocessing.Width]);

    /// <summary>[cases] probabilities of a table's cases.</summary>
    public double[] Probabilities(IExamples examples, int[] cases, string device)
    {
        float[] logits = Inference.Logits(Network.Network, Network.Weights, examples, cases, device: device);
        double[] probabilities = new double[cases.Length];
        for (int i = 0; i < cases.Length; i++)
            probabilities[i] = Ensemble.Probability(logits.AsSpan(i * Members, Members));
        return probabilities;
    }
}
