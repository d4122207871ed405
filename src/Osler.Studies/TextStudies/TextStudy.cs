using Osler.Core.Blocks;
using Osler.Core.Faults;
using Osler.Core.Texts;
using Osler.Learning.Baselines;
using Osler.Learning.Training;
using Part = Osler.Core.Splits.Part;

namespace Osler.Studies;

/// <summary>Runs a study on texts from data to report and bundle.</summary>
internal static class TextStudy
{
    /// <summary>
    /// Reads or simulates the texts, divides them with near duplicates together, learns pieces of words and the network on the training part,
    /// calibrates on validation, judges network and baseline on the test part, and writes report, results and bundle.
    /// </summary>
    /// <exception cref="RequestException">The study file or the folder is wrong.</exception>
    /// <exception cref="DataException">The texts are unusable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was saved.</exception>
    public static RunOutcome Run(StudyFile study, RunOptions options)
    {
        study = study.LearningFrom(exclusive: true);
        if (!study.Training.Loss.Exclusive)
            throw new RequestException(
                "a text has one of several classes, which this loss does not learn.",
                "training.loss",
                "Use softmax_cross_entropy."
            );
        RequireNoWeights(study);
        return RunFolder.Within(study, options, folder => Run(study, folder));
    }

    /// <summary>Refuses public weights where tokens are learnt on the study's own texts.</summary>
    /// <exception cref="RequestException">Weights are stated.</exception>
    internal static void RequireNoWeights(StudyFile study)
    {
        if (study.Chosen.Weights is not null)
            throw new RequestException(
                "weights know the tokens of the vocabulary that they were trained with, and here the tokens are learnt on the study's own texts.",
                "network.weights",
                "Leave 'weights' out. A BERT-family encoder begins a study on questions that states its vocabulary (exams.vocabulary)."
            );
    }

    private static RunOutcome Run(StudyFile study, RunFolder folder)
    {
        RunOptions options = folder.Options;
        RunLog log = folder.Log;
        TextData data = log.Stage(
            "data",
            study.Data.Path is { } path ? $"reading {Path.GetFileName(path)}" : "writing vignettes",
            () => TextData.Open(study)
        );
        folder.RequireSameData(data.Fingerprint);
        study = study.For(data.Texts.Length);
        log.Tell("data", $"{Titles.Count(data.Texts.Length)} texts, {data.Classes.Length} classes");
        int[] train = data.Rows(Part.Train);
        int[] validation = data.Rows(Part.Validation);
        int[] test = data.Rows(Part.Test);
        if (train.Length == 0 || validation.Length == 0 || test.Length == 0)
            throw new DataException(
                "There are too few texts to train, validate and test on.",
                data.Name,
                "Give more texts, or divide them in another way (split)."
            );
        TextPreprocessing preprocessing = log.Stage(
            "preprocess",
            "learning pieces of words",
            () => TextPreprocessing.Fit(study.Text!.Recipe, [.. train.Select(i => data.Texts[i])])
        );
        Block block = TextNetwork.Of(
            study,
            new TokenVocabulary(preprocessing.Vocabulary),
            preprocessing.Length,
            data.Classes.Length
        );
        var examples = new TextExamples(data.Texts, data.Class, preprocessing, study.Text!, study.Seed);
        TrainedNetwork trained = log.Stage(
            "train",
            $"training {study.Network.Title} on {Titles.Count(train.Length)} texts",
            () =>
                Trainer.Train(
                    block,
                    examples,
                    train,
                    validation,
                    Trained(study, train.Length),
                    RunTraining
                        .Of(options, log, study.Seed, data.Groups, "model", study.Network.Title)
                        .Logged(log)
                )
        );
        TextModel model = TextModel.Calibrated(
            preprocessing,
            trained,
            data,
            examples,
            validation,
            study,
            options.Device
        );
        TextJudgement judgement = log.Stage(
            "judge",
            $"judging {Titles.Count(test.Length)} test texts with 95 % intervals",
            () =>
                new TextJudging(study, data).Of(
                    "network",
                    model.Probabilities(examples, test, options.Device),
                    test,
                    model,
                    model.OfOutside(data.Judging, options.Device)
                )
        );
        if (study.Evaluation.Baselines.Length > 0)
            judgement = log.Stage(
                "baselines",
                "TF-IDF with logistic regression",
                () =>
                    judgement.With(
                        new TextJudging(study, data).Measures(
                            "tfidf_logistic_regression",
                            TextLogisticRegression
                                .Train(
                                    [.. train.Select(i => data.Texts[i])],
                                    [.. train.Select(i => data.Class[i])],
                                    data.Classes.Length
                                )
                                .Probabilities([.. test.Select(i => data.Texts[i])]),
                            test
                        )
                    )
            );
        var run = new FinishedTextRun(study, data, model, judgement);
        log.Stage(
            "write",
            "writing report and bundle",
            () => TextRunFiles.Of(run, log, options.Device).Write(folder.Path)
        );
        return new RunOutcome(
            folder.Path,
            judgement.Measures,
            data.Warnings,
            TextRunSummary.Of(run, folder.Path)
        );
    }

    // Some hundred texts need more passes than some ten thousand.
    internal static TrainingSettings Trained(StudyFile study, int texts)
    {
        int steps = (texts + study.Training.Batch - 1) / study.Training.Batch;
        int epochs = (study.Text!.LeastSteps + steps - 1) / steps;
        return epochs > study.Training.Epochs ? study.Training with { Epochs = epochs } : study.Training;
    }
}

/// <summary>Everything that a run on texts found, ready to be written.</summary>
/// <param name="Study">As run.</param>
/// <param name="Data">The texts.</param>
/// <param name="Model">What was trained.</param>
/// <param name="Judgement">Every measure.</param>
internal sealed record FinishedTextRun(
    StudyFile Study,
    TextData Data,
    TextModel Model,
    TextJudgement Judgement
);
