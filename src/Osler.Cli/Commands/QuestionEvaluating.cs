using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Core.Tables;
using Osler.Core.Texts;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary><c>osler evaluate BUNDLE --data FILE.jsonl</c> of a bundle on questions: other questions, with the temperature frozen.</summary>
internal static class QuestionEvaluating
{
    /// <summary>Judges a bundle on a file of questions beside chance.</summary>
    /// <param name="surroundings">Where the measures go.</param>
    /// <param name="bundle">A bundle on questions.</param>
    /// <param name="data">JSON lines, each with its answer.</param>
    /// <param name="folder">A new folder for <c>results.json</c>; null for none.</param>
    /// <exception cref="DataException">A line is no question, or no question has as few options as the network takes.</exception>
    public static void Run(Surroundings surroundings, BundleFolder bundle, string data, string? folder)
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
        ImmutableArray<Measure> measures =
        [
            .. judging.Accuracies(judged, [new ExamAnswers("network", right)]),
            .. judging.Calibration(judged, probabilities, groups),
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
        int left = file.Ambiguous.Length + file.Questions.Length - judged.Length;
        if (left > 0)
            surroundings.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{left:N0} questions have the same option twice or more options than the network takes; they are left out."
                )
            );
        if (folder is not null)
            EvaluationFolder.Write(
                surroundings,
                folder,
                Results.Of(
                    predictor.Card,
                    new JsonObject
                    {
                        ["source"] = file.Name,
                        ["fingerprint"] = file.Fingerprint,
                        ["questions"] = judged.Length,
                        ["left_out"] = left,
                    },
                    measures
                )
            );
    }
}
