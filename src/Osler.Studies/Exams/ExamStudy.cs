using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Reports;

namespace Osler.Studies.Exams;

/// <summary>Runs a study on examination questions from data to report and bundle.</summary>
internal static class ExamStudy
{
    /// <summary>
    /// Reads or simulates the questions; divides them, near duplicates together, once or into folds; trains a network
    /// on each training part, calibrates it on validation and tests it on what it never saw; judges retrieval, the
    /// most frequent answer and chance beside it; and writes report, results and bundle.
    /// </summary>
    /// <exception cref="RequestException">The study file or the folder is wrong.</exception>
    /// <exception cref="DataException">The questions are unusable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was saved.</exception>
    public static RunOutcome Run(StudyFile study, RunOptions options)
    {
        study = study.LearningFrom(exclusive: true);
        if (!study.Training.Loss.Exclusive)
            throw new RequestException(
                "of several options one is right, which this loss does not learn.",
                "training.loss",
                "Use softmax_cross_entropy."
            );
        // An option that a question has not can take no share of a label.
        if (study.Training.Loss.LabelSmoothing > 0)
            throw new RequestException(
                "labels of questions with options are not smoothed: an option that is not there would take a share.",
                "training.loss",
                "Leave label_smoothing out."
            );
        if (study.Exams!.Vocabulary is null)
            TextStudy.RequireNoWeights(study);
        study = study with { Text = study.Text ?? new TextSettings() };
        return RunFolder.Within(study, options, folder => Run(study, folder));
    }

    private static RunOutcome Run(StudyFile study, RunFolder folder)
    {
        RunLog log = folder.Log;
        ExamData data = log.Stage(
            "data",
            study.Data.Path is { } path ? $"reading {Path.GetFileName(path)}" : "writing questions",
            () => ExamData.Open(study)
        );
        folder.RequireSameData(data.Fingerprint);
        log.Tell("data", $"{Titles.Count(data.Questions.Length)} questions of up to {data.Options} options");
        var retrieval = log.Stage(
            "baselines",
            "looking the options up (BM25)",
            () => ExamRetrieval.Of(study.Exams!.Corpus, data.Questions)
        );
        var training = new ExamTraining(study, data, folder);
        List<ExamRound> rounds = [];
        if (data.CrossValidated)
            for (int fold = 0; fold < data.Rounds.Length; fold++)
                rounds.Add(training.Train(data.Rounds[fold], $"fold-{fold + 1}", fold + 1));
        ExamRound kept = training.Train(data.Kept, "model", null);
        if (!data.CrossValidated)
            rounds.Add(kept);
        int judged = rounds.Sum(round => round.Test.Length);
        ExamJudgement judgement = log.Stage(
            "judge",
            $"judging {Titles.Count(judged)} questions with 95 % intervals",
            () => new ExamJudging(study, data).Of(rounds, retrieval)
        );
        var run = new FinishedExamRun(study, data, [.. rounds], kept, retrieval, judgement);
        log.Stage(
            "write",
            "writing report and bundle",
            () => ExamRunFiles.Of(run, log, folder.Options.Device).Write(folder.Path)
        );
        return new RunOutcome(folder.Path, judgement.Measures, data.Warnings, Summary(run, folder.Path));
    }

    private static ImmutableArray<string> Summary(FinishedExamRun run, string folder) =>
        RunLines.Of(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Judgement.Cases.Length:N0} questions, each answered by a network that never saw it"
            ),
            [
                .. run
                    .Judgement.Measures.Where(measure => measure is { Name: "accuracy", Subgroup: null })
                    .Select(measure =>
                        RunLines.Titled($"Accuracy of {ExamWords.Of(measure.Model)}", measure.Estimate)
                    ),
                .. from each in ((string Name, string Title)[])
                    [("coverage", "Share answered"), ("selective_accuracy", "Accuracy where answered")]
                from measure in run.Judgement.Measures
                where measure.Name == each.Name
                select RunLines.Titled(each.Title, measure.Estimate),
                .. run
                    .Judgement.Measures.Where(measure =>
                        measure is { Name: "mcnemar_p", Model: ExamRetrieval.Model }
                    )
                    .Select(measure =>
                        RunLines.Titled(
                            "P value of network against BM25 (McNemar)",
                            Numerals.P(measure.Estimate.Value)
                        )
                    ),
            ],
            folder
        );
}

/// <summary>How models that answer questions are called.</summary>
internal static class ExamWords
{
    /// <summary>"the network" of <c>network</c>.</summary>
    public static string Of(string model) =>
        model switch
        {
            "network" => "the network",
            ExamRetrieval.Model => "BM25 retrieval",
            FrequentAnswers.Model => "the most frequent answer",
            _ => model,
        };
}

/// <summary>Everything that a run on questions found, ready to be written.</summary>
/// <param name="Study">As run.</param>
/// <param name="Data">The questions.</param>
/// <param name="Rounds">One, or one for each fold.</param>
/// <param name="Kept">The network that the bundle holds.</param>
/// <param name="Retrieval">What the corpus had.</param>
/// <param name="Judgement">Every measure.</param>
internal sealed record FinishedExamRun(
    StudyFile Study,
    ExamData Data,
    ImmutableArray<ExamRound> Rounds,
    ExamRound Kept,
    ExamRetrieval Retrieval,
    ExamJudgement Judgement
);
