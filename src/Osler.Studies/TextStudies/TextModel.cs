using Osler.Core.Bundles;
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
        var logits = model.Logits(examples, validation, device);
        int[] classes = [.. validation.Select(i => data.Class[i])];
        double temperature = logits.Temperature(classes);
        double[] probabilities = logits.Probabilities(temperature);
        var curve = SelectivePrediction.Of(probabilities, classes, model.Classes, data.Withheld(validation));
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
        Logits(examples, cases, device).Probabilities(Reading.Temperature);

    private CooledLogits Logits(TextExamples examples, int[] cases, string device) =>
        new(
            Inference.Logits(Network.Network, Network.Weights, examples, cases, 256, device),
            Members,
            Classes
        );
}
