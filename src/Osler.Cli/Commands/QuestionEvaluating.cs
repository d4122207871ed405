using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Core.Tables;
using Osler.Core.Texts;
using Osler.Reports;
using Osler.Serving;
using Osler.Studies;
using Osler.Studies.Exams;

namespace Osler.Cli.Commands;

/// <summary><c>osler evaluate BUNDLE --data FILE.jsonl</c> of a bundle on questions: other questions, with the temperature frozen.</summary>
internal static class QuestionEvaluating
{
    /// <summary>Judges a bundle on a file of questions beside chance and, where its corpus is at hand, retrieval.</summary>
    /// <param name="surroundings">Where the measures go.</param>
    /// <param name="bundle">A bundle on questions.</param>
    /// <param name="data">JSON lines, each with its answer.</param>
    /// <param name="corpus">A file or folder in which retrieval looks; null: Osler's own table, if the run looked there.</param>
    /// <param name="folder">A new folder for <c>results.json</c>; null for none.</param>
    /// <exception cref="RequestException">There is no such corpus.</exception>
    /// <exception cref="DataException">A line is no question, or no question has as few options as the network takes.</exception>
    public static void Run(
        Surroundings surroundings,
        BundleFolder bundle,
        string data,
        string? corpus,
        string? folder
    )
    {
        using var predictor = QuestionPredictor.Open(bundle);
        var study = BundleStudy.Of(bundle);
        var file = ExamQuestions.Read(data);
        ExamQuestion[] judged =
        [
            .. file.Questions.Where(question => question.Options.Length <= predictor.Options),
        ];
        if (judged.Length == 0)
            throw new DataException(
                $"Every question has more options than the network takes, {predictor.Options}.",
                file.Name,
                "Train on questions with so many options."
            );
        ExamRetrieval? retrieval = Retrieval(study, corpus, judged);
        double[][] probabilities = new double[judged.Length][];
        Parallel.For(0, judged.Length, i => probabilities[i] = predictor.Probabilities(judged[i]));
        bool[] right =
        [
            .. judged.Select((question, i) => question.Best(probabilities[i]) == question.Answer),
        ];
        ulong[] groups = Patients
            .From(NearDuplicates.Groups([.. judged.Select(question => question.Stem)]))
            .Keys([.. Enumerable.Range(0, judged.Length)]);
        var judging = new ExamMeasures(
            study.Data.Outcome,
            "external",
            predictor.Card.Seed,
            study.Evaluation.BootstrapDraws
        );
        List<ExamAnswers> models = [new("network", right)];
        if (retrieval is not null)
            models.Add(
                new(
                    ExamRetrieval.Model,
                    [.. judged.Select((question, i) => question.Best(retrieval.Scores[i]) == question.Answer)]
                )
            );
        if (predictor.Reading.RightAnswers is { } times)
        {
            var frequent = new FrequentAnswers(times);
            models.Add(new(FrequentAnswers.Model, [.. judged.Select(frequent.IsRight)]));
        }
        ImmutableArray<Measure> measures =
        [
            .. judging.Accuracies(judged, models),
            .. judging.Calibration(judged, probabilities, groups),
            .. judging.Selective(
                judged,
                probabilities,
                [.. judged.Select(_ => predictor.Reading.Threshold)],
                ExamMeasures.Curve(judged, probabilities)
            ),
            .. models
                .Skip(1)
                .SelectMany(other =>
                    judging.Compared(other.Model, McNemar.Compare(right, other.Right), judged.Length)
                ),
        ];
        surroundings.Output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{judged.Length:N0} questions")
        );
        MeasureText.WriteByPoint(
            surroundings.Output,
            measures.Where(measure => measure is { Subgroup: null, Model: "network" })
        );
        double chance = measures.First(measure => measure.Model == ExamMeasures.Chance).Estimate.Value ?? 0;
        surroundings.Output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"Guessing gets {chance:F4} of them right.")
        );
        if (retrieval is not null)
            surroundings.Output.WriteLine(
                $"Retrieval (BM25) gets {Estimate("accuracy", ExamRetrieval.Model)} of them right; the corpus is {retrieval.Corpus}. {Against(ExamRetrieval.Model)}"
            );
        surroundings.Output.WriteLine(
            predictor.Reading.RightAnswers is null
                ? "Not judged beside the answer that was right most often in training: the bundle is from before that was kept."
                : $"The answer that was right most often in training gets {Estimate("accuracy", FrequentAnswers.Model)} of them right. {Against(FrequentAnswers.Model)}"
        );
        int left = file.Ambiguous.Length + file.Questions.Length - judged.Length;
        bool same = file.Fingerprint == predictor.Card.Data.Fingerprint;
        string[] warnings =
        [
            .. same ? [Evaluation.SameData("questions")] : (string[])[],
            .. left > 0
                ?
                [
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{left:N0} questions have the same option twice or more options than the network takes; they are left out."
                    ),
                ]
                : (string[])[],
            .. corpus is null && retrieval is null && study.Exams?.Corpus is { } named
                ?
                [
                    $"Not judged beside retrieval: the run looked into '{named}', which is no part of the bundle. Name it with --corpus.",
                ]
                : (string[])[],
        ];
        var results = Results.Of(
            predictor.Card,
            new JsonObject
            {
                ["source"] = file.Name,
                ["fingerprint"] = file.Fingerprint,
                ["questions"] = judged.Length,
                ["left_out"] = left,
                ["corpus"] = retrieval?.Corpus,
                ["same_data_as_training"] = same,
            },
            measures,
            warnings
        );
        WarningText.Write(surroundings, results);
        if (folder is not null)
            EvaluationFolder.Write(surroundings, folder, results);

        Estimate? Find(string name, string model) =>
            measures
                .FirstOrDefault(measure =>
                    measure.Name == name && measure.Subgroup is null && measure.Model == model
                )
                ?.Estimate;

        string Estimate(string name, string model) =>
            Find(name, model) is { Value: { } value, Low: { } low, High: { } high }
                ? string.Create(CultureInfo.InvariantCulture, $"{value:F4} ({low:F4} to {high:F4})")
                : "—";

        string Against(string model) =>
            $"P of the network against it: {Numerals.P(Find("mcnemar_p", model)?.Value)} (McNemar).";
    }

    // As in the run, if the corpus is at hand: a bundle holds none.
    private static ExamRetrieval? Retrieval(StudyFile study, string? corpus, ExamQuestion[] questions) =>
        corpus is null && study.Exams?.Corpus is not null
            ? null
            : ExamRetrieval.Of(corpus, questions, "--corpus");
}
