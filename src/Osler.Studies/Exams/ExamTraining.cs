using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Splits;
using Osler.Core.Texts;
using Osler.Learning.Training;
using Osler.Studies.Weights;
using Part = Osler.Core.Splits.Part;

namespace Osler.Studies.Exams;

/// <summary>Trains a network on one split of the questions.</summary>
internal sealed class ExamTraining(StudyFile study, ExamData data, RunFolder folder)
{
    private Prepared? _given;

    /// <summary>
    /// Learns tokens and network on the training part, stops by and calibrates on validation, and predicts the test part.
    /// </summary>
    /// <param name="split">The parts.</param>
    /// <param name="name">Of the folder of its checkpoints.</param>
    /// <param name="fold">1-based, during cross-validation.</param>
    /// <exception cref="RequestException">The network does not fit, or its weights are of another.</exception>
    /// <exception cref="DataException">There is no word in the questions, or the vocabulary is none.</exception>
    public ExamRound Train(Split split, string name, int? fold)
    {
        RunOptions options = folder.Options;
        RunLog log = folder.Log;
        string told = fold is { } number ? $"fold {number}: " : "";
        int[] train = split.Rows(Part.Train);
        int[] validation = split.Rows(Part.Validation);
        int[] test = split.Rows(Part.Test);
        var (preprocessing, examples, block, weights) = Prepare(train, told);
        TrainedNetwork trained = log.Stage(
            "train",
            $"{told}training {study.Network.Title} on {Titles.Count(train.Length)} questions",
            () =>
                Trainer.Train(
                    block,
                    examples,
                    train,
                    validation,
                    TextStudy.Trained(study, train.Length),
                    RunTraining
                        .Of(options, log, study.Seed, data.Groups, name, study.Network.Title, fold)
                        .Logged(log, ("fold", fold)) with
                    {
                        InitialWeights = weights,
                    }
                )
        );
        var model = ExamModel.Calibrated(
            preprocessing,
            trained,
            data.Questions,
            examples,
            validation,
            study.Text!.BearableRisk,
            options.Device
        );
        return new ExamRound(
            model,
            test,
            test.Length == 0
                ? []
                : ExamModel
                    .Scores(trained, examples, test, options.Device)
                    .Probabilities(model.Reading.Temperature)
        );
    }

    private Prepared Prepare(int[] train, string told)
    {
        // A vocabulary that is given cuts the questions alike in every round.
        if (_given is { } given)
            return given;
        RunLog log = folder.Log;
        bool learns = study.Exams!.Vocabulary is null;
        var preprocessing = log.Stage(
            "preprocess",
            told + (learns ? "learning pieces of words" : "reading the vocabulary"),
            () => Preprocessing(train)
        );
        var examples = new ExamExamples(
            data.Questions,
            data.Options,
            preprocessing,
            study.Text!.Vary,
            study.Seed
        );
        Block block = Network(preprocessing);
        var started = StartingWeights.Of(study.Chosen, block, examples.Input);
        if (started is var (_, report))
            foreach (string line in report.Text().Split('\n', StringSplitOptions.RemoveEmptyEntries))
                log.Tell("train", line);
        var prepared = new Prepared(preprocessing, examples, block, started?.Weights);
        if (!learns)
            _given = prepared;
        return prepared;
    }

    private QuestionPreprocessing Preprocessing(int[] train)
    {
        var text = study.Text!;
        if (study.Exams!.Vocabulary is not { } path)
            return QuestionPreprocessing.Fit(text.Recipe, train.Select(i => data.Questions[i]));
        string name = Path.GetFileName(path);
        try
        {
            using var stream = File.OpenRead(path);
            return new QuestionPreprocessing(
                WordPieces.Read(stream, study.Exams.LowerCase, name),
                text.Length
            );
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RequestException(
                $"The vocabulary can't be read: {fault.Message}",
                "exams.vocabulary",
                null,
                fault
            );
        }
    }

    // The body reads an option's row; each option goes through it.
    private Block Network(QuestionPreprocessing preprocessing)
    {
        Block body = TextNetwork.Of(
            study,
            new TokenVocabulary(preprocessing.Vocabulary, preprocessing.Padding, preprocessing.Separator),
            preprocessing.Length,
            classes: 1
        );
        return Lego.EachOption(body);
    }

    // What a round trains with.
    private sealed record Prepared(
        QuestionPreprocessing Preprocessing,
        ExamExamples Examples,
        Block Block,
        IReadOnlyDictionary<string, TensorData>? Weights
    );
}
