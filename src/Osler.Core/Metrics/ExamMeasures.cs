using System.Collections.Immutable;
using Osler.Core.Intervals;
using Osler.Core.Texts;

namespace Osler.Core.Metrics;

/// <summary>What one model answers to the judged questions.</summary>
/// <param name="Model"><c>network</c> or a baseline's slug.</param>
/// <param name="Right">[judged] whether its option is the right one.</param>
public sealed record ExamAnswers(string Model, bool[] Right);

/// <summary>Judges answers to questions with options.</summary>
/// <remarks>
/// <c>accuracy</c> of each model with Wilson's interval and of <c>chance</c> (mean of 1 / options, without an
/// interval), of all and of each kind (<see cref="Measure.Subgroup"/> <c>kind=…</c>, where there are 2 to 60);
/// <c>log_loss</c> and <c>ece</c> of the network's probabilities, with intervals by drawing groups; those of
/// <see cref="SelectiveMeasures"/> where the least sure get no answer.
/// </remarks>
/// <param name="outcome">The outcome's name.</param>
/// <param name="part"><c>test</c> or <c>cross_validation</c>.</param>
/// <param name="seed">The run's seed.</param>
/// <param name="draws">Resamples of the bootstrap.</param>
public sealed class ExamMeasures(string outcome, string part, long seed, int draws)
{
    /// <summary>Slug of guessing.</summary>
    public const string Chance = "chance";

    private const string Network = "network";

    // More kinds than this are no table that anybody reads.
    private const int MostKinds = 60;

    /// <summary>The kinds of questions; none where there is only one, or too many for a table.</summary>
    /// <param name="questions">Judged questions.</param>
    public static ImmutableArray<string> Kinds(IEnumerable<ExamQuestion> questions)
    {
        ImmutableArray<string> kinds =
        [
            .. questions
                .Select(question => question.Kind)
                .OfType<string>()
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        return kinds.Length is > 1 and <= MostKinds ? kinds : [];
    }

    /// <summary>Log loss and calibration error of the network.</summary>
    /// <param name="questions">Judged questions.</param>
    /// <param name="probabilities">[questions], each at least as long as the question's options.</param>
    /// <param name="groups">[questions] what is drawn together; empty where each is by itself.</param>
    public ImmutableArray<Measure> Calibration(
        IReadOnlyList<ExamQuestion> questions,
        IReadOnlyList<double[]> probabilities,
        ulong[] groups
    )
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentNullException.ThrowIfNull(probabilities);
        int n = questions.Count;
        if (n == 0)
            return [];
        double[] confidences = new double[n];
        double[] losses = new double[n];
        bool[] right = new bool[n];
        for (int i = 0; i < n; i++)
        {
            int best = questions[i].Best(probabilities[i]);
            right[i] = best == questions[i].Answer;
            confidences[i] = Math.Min(1, probabilities[i][best]);
            losses[i] = LogLoss.Of(probabilities[i][questions[i].Answer], true);
        }
        var bootstrap = PatientBootstrap.Draw(
            n,
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
            seed,
            draws
        );
        return
        [
            Line("log_loss", Network, bootstrap.Percentile(0, losses.Average()), n, Better.Lower),
            Line(
                "ece",
                Network,
                ExpectedCalibrationError.Bootstrap(confidences, right, groups, seed, draws),
                n,
                Better.Lower
            ),
        ];
    }

    /// <summary>Coverage against risk: a question's confidence is the probability of the option that is chosen.</summary>
    /// <param name="questions">Judged questions.</param>
    /// <param name="probabilities">[questions], each at least as long as the question's options.</param>
    public static SelectivePrediction Curve(
        IReadOnlyList<ExamQuestion> questions,
        IReadOnlyList<double[]> probabilities
    )
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentNullException.ThrowIfNull(probabilities);
        int[] best = [.. questions.Select((question, i) => question.Best(probabilities[i]))];
        return SelectivePrediction.Of(
            [.. best.Select((option, i) => probabilities[i][option])],
            [.. best.Select((option, i) => option == questions[i].Answer)]
        );
    }

    /// <summary>The measures of a network that says "cannot tell".</summary>
    /// <param name="questions">Judged questions.</param>
    /// <param name="probabilities">[questions], each at least as long as the question's options.</param>
    /// <param name="thresholds">[questions] the lowest probability of an answer of the network that judged the question.</param>
    /// <param name="curve">Of the same questions.</param>
    public ImmutableArray<Measure> Selective(
        IReadOnlyList<ExamQuestion> questions,
        IReadOnlyList<double[]> probabilities,
        IReadOnlyList<double> thresholds,
        SelectivePrediction curve
    )
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(thresholds);
        ArgumentNullException.ThrowIfNull(curve);
        var (answered, wrong) = (0, 0);
        for (int i = 0; i < questions.Count; i++)
        {
            int best = questions[i].Best(probabilities[i]);
            if (probabilities[i][best] < thresholds[i])
                continue;
            answered++;
            wrong += best == questions[i].Answer ? 0 : 1;
        }
        return SelectiveMeasures.Of(outcome, part, Network, curve, answered, wrong);
    }

    /// <summary>Accuracy of each model and of chance, of all questions and of each kind.</summary>
    /// <param name="questions">Judged questions.</param>
    /// <param name="models">Their answers.</param>
    public ImmutableArray<Measure> Accuracies(
        IReadOnlyList<ExamQuestion> questions,
        IReadOnlyList<ExamAnswers> models
    )
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentNullException.ThrowIfNull(models);
        int[] all = [.. Enumerable.Range(0, questions.Count)];
        return
        [
            .. Of(all, null),
            .. Kinds(questions)
                .SelectMany(kind => Of(Array.FindAll(all, i => questions[i].Kind == kind), kind)),
        ];

        IEnumerable<Measure> Of(int[] some, string? kind) =>
            [
                .. models.Select(model =>
                    Line(
                        "accuracy",
                        model.Model,
                        Wilson.Of(some.Count(i => model.Right[i]), some.Length, "no question"),
                        some.Length,
                        Better.Higher,
                        kind
                    )
                ),
                Line(
                    "accuracy",
                    Chance,
                    some.Length == 0
                        ? Estimate.None("no question")
                        : new Estimate(Guessing([.. some.Select(i => questions[i].Options.Length)])),
                    some.Length,
                    Better.Higher,
                    kind
                ),
            ];
    }

    // Each number of options once, so that a thousand quarters are a quarter.
    private static double Guessing(int[] options) =>
        options.CountBy(count => count).Sum(one => (double)one.Value / one.Key) / options.Length;

    /// <summary>What the network gains over another model: <c>accuracy_gain</c> and <c>mcnemar_p</c> under the other's name.</summary>
    /// <param name="model">The other model's slug.</param>
    /// <param name="comparison">Of the network with it.</param>
    /// <param name="questions">How many were judged.</param>
    public ImmutableArray<Measure> Compared(string model, AccuracyComparison comparison, int questions)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var p = comparison.PValue is { } value ? new Estimate(value) : Estimate.None("no question");
        return
        [
            Line("accuracy_gain", model, comparison.Difference, questions, Better.Higher),
            Line("mcnemar_p", model, p, questions, Better.Lower),
        ];
    }

    private Measure Line(
        string name,
        string model,
        Estimate estimate,
        int questions,
        Better better,
        string? kind = null
    ) =>
        new(name, outcome, part, model, estimate, questions, 0, better, kind is null ? null : $"kind={kind}");
}
