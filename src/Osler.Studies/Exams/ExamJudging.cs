using System.Collections.Immutable;
using Osler.Core.Intervals;
using Osler.Core.Metrics;
using Osler.Core.Texts;

namespace Osler.Studies.Exams;

/// <summary>What one model answers to the judged questions.</summary>
/// <param name="Model"><c>network</c> or a baseline's slug.</param>
/// <param name="Right">[judged] whether its option is the right one.</param>
internal sealed record ExamAnswers(string Model, bool[] Right);

/// <summary>What was found about the judged questions.</summary>
/// <param name="Cases">The judged questions.</param>
/// <param name="Probabilities">The network's, [cases, options] row-major.</param>
/// <param name="Models">The network first.</param>
/// <param name="Comparisons">The network against each other model.</param>
/// <param name="Measures">Every measure.</param>
internal sealed record ExamJudgement(
    int[] Cases,
    double[] Probabilities,
    ImmutableArray<ExamAnswers> Models,
    ImmutableArray<(string Model, AccuracyComparison Comparison)> Comparisons,
    ImmutableArray<Measure> Measures
);

/// <summary>Judges answers to questions with options.</summary>
internal sealed class ExamJudging(StudyFile study, ExamData data)
{
    /// <summary>Slug of guessing.</summary>
    public const string Chance = "chance";

    /// <summary>Slug of the baseline that answers what was right most often in training.</summary>
    public const string MostFrequent = "most_frequent_answer";

    /// <summary>Slug of retrieval.</summary>
    public const string Retrieval = "bm25";

    // More kinds than this are no table that anybody reads.
    private const int MostKinds = 60;

    /// <summary>Judges network and baselines on the same questions.</summary>
    /// <param name="rounds">Test questions with the network's probabilities.</param>
    /// <param name="retrieval">What retrieval scores; null where none was asked for.</param>
    public ExamJudgement Of(IReadOnlyList<ExamRound> rounds, ExamRetrieval? retrieval)
    {
        int[] cases = [.. rounds.SelectMany(round => round.Test)];
        double[] probabilities = [.. rounds.SelectMany(round => round.Probabilities)];
        int k = data.Options;
        ExamAnswers network = new(
            "network",
            [.. cases.Select((i, at) => Right(i, probabilities.AsSpan(at * k, k)))]
        );
        List<ExamAnswers> models = [network];
        if (retrieval is not null)
            models.Add(new(Retrieval, [.. cases.Select(i => Right(i, retrieval.Scores[i]))]));
        models.Add(new(MostFrequent, [.. FrequentRight(rounds)]));
        ImmutableArray<(string, AccuracyComparison)> comparisons =
        [
            .. models.Skip(1).Select(other => (other.Model, McNemar.Compare(network.Right, other.Right))),
        ];
        return new ExamJudgement(
            cases,
            probabilities,
            [.. models],
            comparisons,
            [
                .. Calibration(cases, probabilities, network.Right),
                .. models.Select(model => Accuracy(model, cases, null)),
                ByChance(cases, null),
                .. comparisons.SelectMany(pair => Compared(pair.Item1, pair.Item2, cases.Length)),
                .. Kinds(cases).SelectMany(kind => OfKind(kind, cases, models)),
            ]
        );
    }

    /// <summary>The kinds of the judged questions, each with how many there are; none where there is only one.</summary>
    public ImmutableArray<string> Kinds(int[] cases)
    {
        ImmutableArray<string> kinds =
        [
            .. cases
                .Select(i => data.Questions[i].Kind)
                .OfType<string>()
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        return kinds.Length is > 1 and <= MostKinds ? kinds : [];
    }

    private bool Right(int question, ReadOnlySpan<double> scores) =>
        data.Questions[question].Best(scores) == data.Questions[question].Answer;

    // The option that was right most often among the questions that the round did not test; of options that never were, the first by name.
    private IEnumerable<bool> FrequentRight(IReadOnlyList<ExamRound> rounds)
    {
        foreach (ExamRound round in rounds)
        {
            var tested = round.Test.ToHashSet();
            var often = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int i = 0; i < data.Questions.Length; i++)
                if (!tested.Contains(i))
                {
                    string answer = data.Questions[i].Options[data.Questions[i].Answer];
                    often[answer] = often.GetValueOrDefault(answer) + 1;
                }
            foreach (int i in round.Test)
                yield return Right(
                    i,
                    [.. data.Questions[i].Options.Select(option => (double)often.GetValueOrDefault(option))]
                );
        }
    }

    private IEnumerable<Measure> Calibration(int[] cases, double[] probabilities, bool[] right)
    {
        int k = data.Options;
        double[] confidences = new double[cases.Length];
        double[] losses = new double[cases.Length];
        for (int at = 0; at < cases.Length; at++)
        {
            ExamQuestion question = data.Questions[cases[at]];
            var row = probabilities.AsSpan(at * k, k);
            confidences[at] = Math.Min(1, row[question.Best(row)]);
            losses[at] = -Math.Log(Math.Clamp(row[question.Answer], LogLoss.Clip, 1));
        }
        ulong[] groups = data.Groups.Keys(cases);
        int draws = study.Evaluation.BootstrapDraws;
        var bootstrap = PatientBootstrap.Draw(
            cases.Length,
            groups,
            1,
            (multiplicity, statistics) =>
            {
                double sum = 0;
                int count = 0;
                for (int i = 0; i < losses.Length; i++)
                    (sum, count) = (sum + multiplicity[i] * losses[i], count + multiplicity[i]);
                statistics[0] = sum / count;
            },
            study.Seed,
            draws
        );
        yield return Line(
            "log_loss",
            "network",
            bootstrap.Percentile(0, losses.Average()),
            cases.Length,
            Better.Lower
        );
        yield return Line(
            "ece",
            "network",
            ExpectedCalibrationError.Bootstrap(confidences, right, groups, study.Seed, draws),
            cases.Length,
            Better.Lower
        );
    }

    private IEnumerable<Measure> Compared(string model, AccuracyComparison comparison, int cases) =>
        [
            Line("accuracy_gain", model, comparison.Difference, cases, Better.Higher),
            Line(
                "mcnemar_p",
                model,
                comparison.PValue is { } p ? new Estimate(p) : Estimate.None("no case"),
                cases,
                Better.Lower
            ),
        ];

    private IEnumerable<Measure> OfKind(string kind, int[] cases, List<ExamAnswers> models)
    {
        int[] places =
        [
            .. Enumerable.Range(0, cases.Length).Where(at => data.Questions[cases[at]].Kind == kind),
        ];
        int[] some = Array.ConvertAll(places, at => cases[at]);
        return
        [
            .. models.Select(model =>
                Accuracy(model with { Right = Array.ConvertAll(places, at => model.Right[at]) }, some, kind)
            ),
            ByChance(some, kind),
        ];
    }

    private Measure Accuracy(ExamAnswers model, int[] cases, string? kind) =>
        Line(
            "accuracy",
            model.Model,
            Wilson.Of(model.Right.Count(right => right), cases.Length, "no case"),
            cases.Length,
            Better.Higher,
            kind
        );

    // What guessing gets is no estimate: it has no interval.
    private Measure ByChance(int[] cases, string? kind) =>
        Line("accuracy", Chance, new Estimate(data.Chance(cases)), cases.Length, Better.Higher, kind);

    private Measure Line(
        string name,
        string model,
        Estimate estimate,
        int cases,
        Better better,
        string? kind = null
    ) =>
        new(
            name,
            study.Data.Outcome,
            data.PartName,
            model,
            estimate,
            cases,
            0,
            better,
            kind is null ? null : $"kind={kind}"
        );
}
