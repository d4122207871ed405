using Osler.Core.Blocks;
using Osler.Core.Texts;
using Osler.Learning.Training;

namespace Osler.Studies.Exams;

/// <summary>A trained network behind its preprocessing, calibrated: questions in, a probability for each option out.</summary>
/// <param name="Preprocessing">Fitted on the training part.</param>
/// <param name="Network">With its weights.</param>
/// <param name="Options">Rows of a question.</param>
/// <param name="Temperature">What scores are divided by, fitted on validation.</param>
/// <param name="Shortened">Questions that did not fit whole.</param>
internal sealed record ExamModel(
    QuestionPreprocessing Preprocessing,
    TrainedNetwork Network,
    int Options,
    double Temperature,
    int Shortened
)
{
    /// <summary>Shape of one question.</summary>
    public Shape Input => [Options, Preprocessing.Length];

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
