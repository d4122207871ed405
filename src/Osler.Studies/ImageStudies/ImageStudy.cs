using Osler.Core.Blocks;
using Osler.Core.Collections;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Imaging.Augmentation;
using Osler.Imaging.Preprocessing;
using Osler.Imaging.Sources;
using Osler.Learning.Losses;
using Osler.Learning.Training;
using Osler.Studies.Weights;
using Part = Osler.Core.Splits.Part;

namespace Osler.Studies;

/// <summary>Runs a study on images from data to report and bundle.</summary>
internal static class ImageStudy
{
    /// <summary>
    /// Opens or draws the images, divides them by patient or as their data set states, fits the preprocessing and trains
    /// the network on the training part, judges on the test part, looks into the network, and writes report, results and
    /// bundle.
    /// </summary>
    /// <exception cref="RequestException">The study file or the folder is wrong.</exception>
    /// <exception cref="DataException">The images are unusable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was saved.</exception>
    public static RunOutcome Run(StudyFile study, RunOptions options) =>
        RunFolder.Within(study, options, folder => Run(study, folder));

    private static RunOutcome Run(StudyFile study, RunFolder folder)
    {
        RunOptions options = folder.Options;
        RunLog log = folder.Log;
        using ImageData opened = log.Stage(
            "data",
            Opening(study),
            () => ImageData.Open(study, options.Cancellation)
        );
        log.Tell(
            "data",
            $"{Titles.Count(opened.Source.Count)} images of {Titles.Count(opened.Patients.Count)} patients, {opened.Labels.Names.Length} {Words(opened.Labels.Kind)}"
        );
        folder.RequireSameData(opened.Source.Fingerprint);
        study = study.LearningFrom(opened.Exclusive);
        int[] train = opened.Rows(Part.Train);
        ImagePreprocessing preprocessing = log.Stage(
            "preprocess",
            $"looking at {Titles.Count(train.Length)} training images",
            () => opened.Fitted(study.Images!.Preprocessing.Recipe, train, options.Cancellation)
        );
        ImageData data = log.Stage(
            "preprocess",
            "looking for images to be judged that are unlike those of training",
            () => opened.Judgeable(preprocessing, study.Images!.OnBadInput, options.Cancellation)
        );
        int[] validation = data.Rows(Part.Validation);
        int[] test = data.Rows(Part.Test);
        Block block = Network(study, data, preprocessing.Output);
        var started = StartingWeights.Of(study.Chosen, block, preprocessing.Output);
        if (started is var (_, report))
            foreach (string line in report.Text().Split('\n', StringSplitOptions.RemoveEmptyEntries))
                log.Tell("train", line);
        var views = Viewed(study, preprocessing);
        using var examples = new ImageExamples(
            data.Source,
            preprocessing,
            Varied(study, preprocessing.Output),
            study.Seed,
            boxes: study.Training.Loss is ClassAndBox,
            cache: study.Images!.Cache
        );
        TrainedNetwork trained = log.Stage(
            "train",
            $"training {study.Network.Title} on {Titles.Count(train.Length)} images",
            () =>
                Trainer.Train(
                    block,
                    examples,
                    train,
                    validation,
                    study.Training,
                    RunTraining
                        .Of(options, log, study.Seed, data.Patients, "model", study.Network.Title)
                        .Logged(log) with
                    {
                        InitialWeights = started?.Weights,
                    }
                )
        );
        var model = new ImageModel(preprocessing, trained, data.Labels.Kind)
        {
            Views = views,
            Box = study.Training.Loss is ClassAndBox,
        };
        int names = data.Labels.Names.Length;
        ImageJudgement judgement = log.Stage(
            "judge",
            $"judging {Titles.Count(test.Length)} test images with 95 % intervals",
            () =>
            {
                var judged = new ImageJudging(study, data).Of(
                    model.Probabilities(examples, validation, names, options.Device),
                    validation,
                    model.Probabilities(examples, test, names, options.Device),
                    test
                );
                return data.Exclusive
                    ? judged.With(
                        Localising.Of(model, examples, judged, names, options.Device),
                        study.Data.Outcome
                    )
                    : judged;
            }
        );
        data = data with
        {
            Warnings = [.. data.Warnings, .. data.Exclusive ? [] : MeanOver.Remarks(judgement.Measures)],
        };
        var run = new FinishedImageRun(study, data, model, examples, judgement);
        log.Stage(
            "write",
            "writing report and bundle",
            () => ImageRunFiles.Of(run, log, options.Device).Write(folder.Path)
        );
        return new RunOutcome(
            folder.Path,
            judgement.Measures,
            data.Warnings,
            ImageRunSummary.Of(run, folder.Path)
        );
    }

    /// <summary>How training varies images of a prepared shape.</summary>
    /// <exception cref="RequestException">Steps that do not fit.</exception>
    internal static Augmentations Varied(StudyFile study, Shape prepared)
    {
        Augmentations varied = study.Images!.Augmentation.Steps;
        if (varied.Output(prepared) != prepared)
            throw new RequestException(
                $"augmentation makes {varied.Output(prepared)} of {prepared}; the network is trained on the size that it will be used on.",
                "images.augmentation",
                "Give crop the size that the preprocessing ends in."
            );
        if (varied.Steps.FirstOrDefault(step => step is BatchStep) is not null)
            RequireMixing(study);
        return varied;
    }

    private static void RequireMixing(StudyFile study)
    {
        if (study.Training.Loss is ClassAndBox)
            throw new RequestException(
                "cases with boxes can't be mixed.",
                "images.augmentation",
                "Leave mixup and cutmix out."
            );
        if (study.Training.Loss is SoftmaxCrossEntropy { ClassWeights.Count: > 0 })
            throw new RequestException(
                "classes of different weights can't be mixed.",
                "training.loss.softmax_cross_entropy.class_weights",
                "Leave the weights out, or mixup and cutmix."
            );
    }

    // Views that crop need a crop to stand in for, or they are the whole image.
    private static TestTimeViews Viewed(StudyFile study, ImagePreprocessing preprocessing)
    {
        var views = study.Images!.Views;
        if (views is TestTimeViews.FiveCrops or TestTimeViews.TenCrops && preprocessing.LastCrop is null)
            throw new RequestException(
                "views that crop stand in for a centre crop, and the preprocessing does not end in one.",
                "images.views",
                "End it in centre_crop, e.g. [{shorter_side: {size: 256}}, {centre_crop: {size: 224}}, scale]."
            );
        // Refuses quarter turns of images that are not square.
        _ = TestTime.Views(views, preprocessing.Output);
        return views;
    }

    private static Block Network(StudyFile study, ImageData data, Shape input)
    {
        var labels = data.Labels;
        bool box = study.Training.Loss is ClassAndBox;
        if (box)
            RequireBoxes(study, data, input);
        int outputs = labels.Names.Length + (box ? ClassAndBox.Edges : 0);
        Block block = study.Chosen.Block(study.Networks.Select(named => named.Name), labels.Names.Length);
        Shape made = ShapeInference.Of(block, input);
        if (made.Rank != 1 || made[0] != outputs)
            throw new RequestException(
                $"the network ends in {made}; {labels.Names.Length} {Words(labels.Kind)}{(box ? " and a box" : "")} need [{outputs}].",
                "network",
                box
                        ? "Give the preset 'box: true', or end the network in heads 'classes' and 'box', the last of 4 units; or learn the classes alone, with training.loss=softmax_cross_entropy."
                    : study.Chosen.Box
                        ? $"Take 'box: true' out of the network{(data.Source.HasBoxes ? "; or learn the boxes too, with training.loss=class_and_box" : "")}."
                    : "End it with {type: dense}, which takes their number."
            );
        if (study.Training.Loss.Exclusive != (labels.Kind == LabelKind.Classes))
            throw new RequestException(
                labels.Kind == LabelKind.Classes
                    ? "an image has one of several classes, which this loss does not learn."
                    : "an image may have several findings, which this loss does not learn.",
                "training.loss",
                labels.Kind == LabelKind.Classes ? "Use softmax_cross_entropy." : "Use binary_cross_entropy."
            );
        return block;
    }

    private static void RequireBoxes(StudyFile study, ImageData data, Shape input)
    {
        if (!data.Source.HasBoxes || input.Rank != 3)
            throw new RequestException(
                "these images have no boxes to learn from.",
                "training.loss",
                "Use softmax_cross_entropy, and a network without 'box'."
            );
        if (study.Training.EarlyStopping is { } stopping && stopping.Measure != "loss")
            throw new RequestException(
                "with a box only the loss tells when to stop.",
                "training.early_stopping.measure",
                "Use loss, or early_stopping: null."
            );
    }

    private static string Opening(StudyFile study) =>
        study.Data.Path is { } path
            ? $"reading {Path.GetFileName(Path.TrimEndingDirectorySeparator(path))}"
            : "drawing images";

    private static string Words(LabelKind kind) => kind == LabelKind.Classes ? "classes" : "findings";
}

/// <summary>Everything that a run on images found, ready to be written.</summary>
/// <param name="Study">As run.</param>
/// <param name="Data">The images.</param>
/// <param name="Model">What was trained.</param>
/// <param name="Examples">The images as the network sees them.</param>
/// <param name="Judgement">Every measure.</param>
internal sealed record FinishedImageRun(
    StudyFile Study,
    ImageData Data,
    ImageModel Model,
    ImageExamples Examples,
    ImageJudgement Judgement
)
{
    /// <summary>The class of a judged case.</summary>
    public int TrueClass(int judged) => Data.Labels.Class(Judgement.Cases[judged])!.Value;

    /// <summary>The most probable class of a judged case, the first of equals.</summary>
    public (int Class, double Probability) Predicted(int judged)
    {
        int k = Data.Labels.Names.Length;
        var row = Judgement.Probabilities.AsSpan(judged * k, k);
        int best = Largest.Index<double>(row);
        return (best, row[best]);
    }
}
