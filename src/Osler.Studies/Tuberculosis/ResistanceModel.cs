using Osler.Core.Ensembles;
using Osler.Core.Preprocessing;
using Osler.Learning.Training;

namespace Osler.Studies.Tuberculosis;

/// <summary>A trained network with the preprocessing that it was trained behind: variants in, probabilities of resistance out.</summary>
/// <param name="Preprocessing">Fitted on the isolates that it learnt from.</param>
/// <param name="Network">With its weights.</param>
/// <param name="Drugs">How many drugs it answers for.</param>
internal sealed record ResistanceModel(FittedPreprocessing Preprocessing, TrainedNetwork Network, int Drugs)
{
    /// <summary>Networks whose probabilities are averaged.</summary>
    public int Members => Network.Members;

    /// <summary>[isolates, width] features of rows of variants.</summary>
    /// <param name="rows">[isolates, inputs] row-major, NaN where not determined.</param>
    public float[] Features(double[] rows)
    {
        int isolates = rows.Length / Preprocessing.Inputs.Length;
        float[] features = new float[isolates * Preprocessing.Width];
        Preprocessing.Apply(rows, isolates, features);
        return features;
    }

    /// <summary>[isolates, members, drugs] log-odds of features.</summary>
    public float[] Logits(float[] features) => RowExamples.Logits(Network, features, [Preprocessing.Width]);

    /// <summary>[isolates, drugs] probabilities of resistance.</summary>
    public double[] Probabilities(float[] features)
    {
        float[] logits = Logits(features);
        int isolates = features.Length / Preprocessing.Width;
        double[] probabilities = new double[isolates * Drugs];
        for (int i = 0; i < isolates; i++)
        for (int member = 0; member < Members; member++)
        for (int k = 0; k < Drugs; k++)
            probabilities[i * Drugs + k] +=
                Ensemble.Sigmoid(logits[(i * Members + member) * Drugs + k]) / Members;
        return probabilities;
    }
}
