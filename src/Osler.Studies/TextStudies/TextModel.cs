using System.Collections.Immutable;
using Osler.Core.Bundles;
using Osler.Core.Metrics;
using Osler.Core.Texts;
using Osler.Learning.Training;
using Osler.Studies.Vignettes;

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
        model = model with { Reading = model.Reading with { Temperature = logits.Temperature(classes) } };
        // What is of none of the classes is answered rightly by no class: its answers count as wrong ones do. Texts that say too little
        // choose with the others, though they get no answer whatever the threshold: without them it would be laxer, and answers to other
        // writers' texts wrong twice as often.
        var curve = SelectivePrediction.Of(
            [.. logits.Probabilities(model.Reading.Temperature), .. model.OfOutside(data.Choosing, device)],
            [.. classes, .. data.Choosing.Select(_ => data.NoneClass)],
            model.Classes
        );
        double bearable = study.Text!.BearableRisk;
        return model with
        {
            Reading = model.Reading with
            {
                Threshold = curve.Chosen(bearable),
                Rule = SelectivePrediction.Rule(
                    bearable,
                    data.Choosing.IsEmpty
                        ? "validation"
                        : FormattableString.Invariant(
                            $"validation and on {data.Choosing.Length:N0} texts of no condition of the table"
                        )
                ),
            },
        };
    }

    /// <summary>Calibrated probabilities of texts of none of the classes, [texts, classes] row-major.</summary>
    public double[] OfOutside(ImmutableArray<OutsideText> texts, string device) =>
        texts.IsEmpty
            ? []
            : Probabilities(
                new TextExamples(
                    [.. texts.Select(one => one.Text)],
                    new int[texts.Length],
                    Preprocessing,
                    new TextSettings { Vary = false },
                    0
                ),
                [.. Enumerable.Range(0, texts.Length)],
                device
            );

    /// <summary>Which texts get no answer, whatever the network says: see <see cref="OwnFindings"/>.</summary>
    public bool[] Withheld(IEnumerable<string> texts) =>
        [.. texts.Select(text => Preprocessing.Missing(text) is not null)];

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
