using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Metrics;
using Osler.Core.Texts;
using Osler.Learning.Training;

namespace Osler.Studies.Exams;

/// <summary>A trained network behind its preprocessing, calibrated: questions in, a probability for each option out.</summary>
/// <param name="Preprocessing">Fitted on the training part.</param>
/// <param name="Network">With its weights.</param>
/// <param name="Reading">Temperature and threshold, chosen on validation.</param>
/// <param name="Shortened">Questions that did not fit whole.</param>
internal sealed record ExamModel(
    QuestionPreprocessing Preprocessing,
    TrainedNetwork Network,
    CardQuestions Reading,
    int Shortened
)
{
    /// <summary>Shape of one question.</summary>
    public Shape Input => [Reading.Options, Preprocessing.Length];

    /// <summary>Chooses temperature and threshold on the validation part.</summary>
    /// <param name="preprocessing">Fitted on the training part.</param>
    /// <param name="network">With its weights.</param>
    /// <param name="questions">All of them, each with its answer.</param>
    /// <param name="examples">The same as the network sees them.</param>
    /// <param name="validation">Which were not trained on.</param>
    /// <param name="bearable">The share of wrong answers that is borne.</param>
    /// <param name="device">Where to compute.</param>
    public static ExamModel Calibrated(
        QuestionPreprocessing preprocessing,
        TrainedNetwork network,
        IReadOnlyList<ExamQuestion> questions,
        ExamExamples examples,
        int[] validation,
        double bearable,
        string device
    )
    {
        int options = examples.Input[0];
        var scores = Scores(network, examples, validation, device);
        ExamQuestion[] judged = [.. validation.Select(i => questions[i])];
        double temperature = scores.Temperature([.. judged.Select(question => question.Answer)]);
        var curve = ExamMeasures.Curve(judged, [.. scores.Probabilities(temperature).Chunk(options)]);
        return new ExamModel(
            preprocessing,
            network,
            new CardQuestions(
                options,
                preprocessing.Length,
                temperature,
                curve.Chosen(bearable),
                SelectivePrediction.Rule(bearable, "validation")
            ),
            examples.Shortened
        );
    }

    /// <summary>Scores of questions before the temperature.</summary>
    public static CooledLogits Scores(
        TrainedNetwork network,
        ExamExamples examples,
        int[] cases,
        string device
    ) =>
        new(
            Inference.Logits(network.Network, network.Weights, examples, cases, 64, device),
            network.Members,
            examples.Input[0]
        );
}

/// <summary>A network that was trained in one round, and what it says of the round's test questions.</summary>
/// <param name="Model">The network.</param>
/// <param name="Test">The test questions.</param>
/// <param name="Probabilities">[test, options] row-major; 0 for an option that a question has not.</param>
internal sealed record ExamRound(ExamModel Model, int[] Test, double[] Probabilities);
