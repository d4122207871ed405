using Osler.Core.Blocks;
using Osler.Core.Ensembles;
using Osler.Imaging.Preprocessing;
using Osler.Imaging.Sources;
using Osler.Learning.Training;

namespace Osler.Studies;

/// <summary>A trained network with the preprocessing that it was trained behind: images in, probabilities out.</summary>
/// <param name="Preprocessing">Fitted on the training part.</param>
/// <param name="Network">With its weights.</param>
/// <param name="Kind">Whether its outputs are classes of which one is right, or findings each by itself.</param>
internal sealed record ImageModel(ImagePreprocessing Preprocessing, TrainedNetwork Network, LabelKind Kind)
{
    // Numbers that go into the network at once.
    private const int Batch = 1 << 23;

    /// <summary>Networks whose probabilities are averaged.</summary>
    public int Members => Network.Network is Members members ? members.Count : 1;

    /// <summary>Probabilities of cases.</summary>
    /// <param name="examples">The images.</param>
    /// <param name="cases">Which.</param>
    /// <param name="names">How many classes or findings.</param>
    /// <param name="device"><c>cpu</c> or <c>cuda</c>.</param>
    /// <returns>[cases, names] row-major; of classes each row sums to 1.</returns>
    public double[] Probabilities(ImageExamples examples, int[] cases, int names, string device)
    {
        float[] logits = Inference.Logits(
            Network.Network,
            Network.Weights,
            examples,
            cases,
            Math.Clamp(Batch / Preprocessing.Length, 1, 4096),
            device
        );
        return Of(logits, cases.Length, names);
    }

    private double[] Of(float[] logits, int cases, int names)
    {
        double[] probabilities = new double[cases * names];
        double[] one = new double[names];
        for (int i = 0; i < cases; i++)
        {
            var sum = probabilities.AsSpan(i * names, names);
            for (int member = 0; member < Members; member++)
            {
                var row = logits.AsSpan((i * Members + member) * names, names);
                if (Kind == LabelKind.Classes)
                    Ensemble.Softmax(row, one);
                else
                    for (int k = 0; k < names; k++)
                        one[k] = Ensemble.Sigmoid(row[k]);
                for (int k = 0; k < names; k++)
                    sum[k] += one[k] / Members;
            }
        }
        return probabilities;
    }
}
