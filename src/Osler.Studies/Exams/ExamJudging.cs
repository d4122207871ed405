using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Core.Texts;

namespace Osler.Studies.Exams;

/// <summary>What was found about the judged questions.</summary>
/// <param name="Cases">The judged questions.</param>
/// <param name="Probabilities">The network's, for each judged question and option.</param>
/// <param name="Models">The network first.</param>
/// <param name="Comparisons">The network against each other model.</param>
/// <param name="Measures">Every measure.</param>
/// <param name="Selective">Coverage against risk.</param>
internal sealed record ExamJudgement(
    int[] Cases,
    double[][] Probabilities,
    ImmutableArray<ExamAnswers> Models,
    ImmutableArray<(string Model, AccuracyComparison Comparison)> Comparisons,
    ImmutableArray<Measure> Measures,
    SelectivePrediction Selective
);

/// <summary>Judges the network beside retrieval and the most frequent answer, on the same questions.</summary>
internal sealed class ExamJudging(StudyFile study, ExamData data)
{
    /// <summary>Judges network and baselines on the same questions.</summary>
    /// <param name="rounds">Test questions with the network's probabilities.</param>
    /// <param name="retrieval">What retrieval scores.</param>
    public ExamJudgement Of(IReadOnlyList<ExamRound> rounds, ExamRetrieval retrieval)
    {
        int[] cases = [.. rounds.SelectMany(round => round.Test)];
        double[][] probabilities = [.. rounds.SelectMany(round => round.Probabilities.Chunk(data.Options))];
        ExamQuestion[] questions = [.. cases.Select(i => data.Questions[i])];
        ExamAnswers network = new("network", [.. cases.Select((i, at) => Right(i, probabilities[at]))]);
        ImmutableArray<ExamAnswers> models =
        [
            network,
            new(ExamRetrieval.Model, [.. cases.Select(i => Right(i, retrieval.Scores[i]))]),
            new(FrequentAnswers.Model, [.. FrequentRight(rounds)]),
        ];
        ImmutableArray<(string Model, AccuracyComparison Comparison)> comparisons =
        [
            .. models.Skip(1).Select(other => (other.Model, McNemar.Compare(network.Right, other.Right))),
        ];
        var measures = new ExamMeasures(
            study.Data.Outcome,
            data.PartName,
            study.Seed,
            study.Evaluation.BootstrapDraws
        );
        var curve = ExamMeasures.Curve(questions, probabilities);
        return new ExamJudgement(
            cases,
            probabilities,
            models,
            comparisons,
            [
                .. measures.Calibration(questions, probabilities, data.Groups.Keys(cases)),
                .. measures.Accuracies(questions, models),
                .. measures.Selective(
                    questions,
                    probabilities,
                    [.. rounds.SelectMany(round => round.Test.Select(_ => round.Model.Reading.Threshold))],
                    curve
                ),
                .. comparisons.SelectMany(pair =>
                    measures.Compared(pair.Model, pair.Comparison, cases.Length)
                ),
            ],
            curve
        );
    }

    private bool Right(int question, ReadOnlySpan<double> scores) =>
        data.Questions[question].Best(scores) == data.Questions[question].Answer;

    private IEnumerable<bool> FrequentRight(IReadOnlyList<ExamRound> rounds) =>
        from round in rounds
        let frequent = data.RightBeside(round.Test)
        from i in round.Test
        select frequent.IsRight(data.Questions[i]);
}
