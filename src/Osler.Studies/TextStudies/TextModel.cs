using Osler.Core.Bundles;
using Osler.Core.Ensembles;
using Osler.Core.Metrics;
using Osler.Core.Texts;
using Osler.Learning.Training;

namespace Osler.Studies;

/// <summary>A trained network behind its preprocessing, calibrated: texts in, probabilities out.</summary>
/// <param name="Preprocessing">Fitted on the training part.</param>
/// <param name="Network">With its weights.</param>
/// <param name="Reading">Temperature and threshold, chosen on validation.</param>
/// <param name="Classes">How many.</param>
internal sealed record TextModel(
    TextPreprocessing Preprocessing,
    TrainedNetwork Network,
    CardTexts Reading,
    int Classes
)
{
    /// <summary>Networks whose probabilities are averaged.</summary>
    public int Members => Network.Members;

    /// <summary>Chooses temperature and threshold on the validation part.</summary>
    public static TextModel Calibrated(
        TextPreprocessing preprocessing,
        TrainedNetwork network,
        TextData data,
        TextExamples examples,
        int[] validation,
        StudyFile study,
        string device
    )
    {
        var model = new TextModel(
            preprocessing,
            network,
            new CardTexts(preprocessing.Length, 1, 0, "") { None = data.None },
            data.Classes.Length
        );
        float[] logits = model.Logits(examples, validation, device);
        int[] classes = [.. validation.Select(i => data.Class[i])];
        // A few dozen texts that are all right would ask for certainty: as if one more text told against it, a logarithm away from 1.
        double temperature = Temperature.Fit(candidate =>
            LogLoss(model.Probabilities(logits, classes.Length, candidate), classes, model.Classes)
            + Math.Pow(Math.Log(candidate), 2) / Math.Max(1, classes.Length)
        );
        double[] probabilities = model.Probabilities(logits, classes.Length, temperature);
        var curve = SelectivePrediction.Of(probabilities, classes, model.Classes);
        double bearable = study.Text!.BearableRisk;
        return model with
        {
            Reading = new CardTexts(
                preprocessing.Length,
                temperature,
                curve.Threshold(bearable),
                FormattableString.Invariant(
                    $"lowest probability above which at most {bearable:P0} of the answers on validation were wrong"
                )
            )
            {
                None = data.None,
            },
        };
    }

    /// <summary>Calibrated probabilities of cases, [cases, classes] row-major.</summary>
    public double[] Probabilities(TextExamples examples, int[] cases, string device) =>
        Probabilities(Logits(examples, cases, device), cases.Length, Reading.Temperature);

    private float[] Logits(TextExamples examples, int[] cases, string device) =>
        Inference.Logits(Network.Network, Network.Weights, examples, cases, 256, device);

    private double[] Probabilities(float[] logits, int cases, double temperature)
    {
        double[] probabilities = new double[cases * Classes];
        float[] cooled = new float[Classes];
        double[] one = new double[Classes];
        for (int i = 0; i < cases; i++)
        for (int member = 0; member < Members; member++)
        {
            var row = logits.AsSpan((i * Members + member) * Classes, Classes);
            for (int k = 0; k < Classes; k++)
                cooled[k] = (float)(row[k] / temperature);
            Ensemble.Softmax(cooled, one);
            for (int k = 0; k < Classes; k++)
                probabilities[i * Classes + k] += one[k] / Members;
        }
        return probabilities;
    }

    private static double LogLoss(double[] probabilities, int[] classes, int k)
    {
        double loss = 0;
        for (int i = 0; i < classes.Length; i++)
            loss -= Math.Log(Math.Max(1e-12, probabilities[i * k + classes[i]]));
        return loss / Math.Max(1, classes.Length);
    }
}
