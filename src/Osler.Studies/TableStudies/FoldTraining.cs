using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Osler.Core.Blocks;
using Osler.Core.Cases;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Core.Splits;
using Osler.Core.Words;
using Osler.Learning.Training;
using Part = Osler.Core.Splits.Part;

namespace Osler.Studies;

/// <summary>One model's probabilities of a split's cases.</summary>
/// <param name="Model"><c>network</c> or a baseline's slug.</param>
/// <param name="Choosing">[choosing cases] what thresholds are chosen on.</param>
/// <param name="Test">[test cases].</param>
internal sealed record ModelPredictions(string Model, double[] Choosing, double[] Test);

/// <summary>What one split gave.</summary>
/// <param name="Split">The split.</param>
/// <param name="Model">Trained on its training part.</param>
/// <param name="Choosing">
/// The cases that thresholds are chosen on: validation cases, or, where members leave folds out, the training cases, each
/// predicted by what had not learnt from it.
/// </param>
/// <param name="Test">Its test cases.</param>
/// <param name="Predictions">The network first, then those beside it and the baselines.</param>
/// <param name="Beside">The study's networks that are shown beside it, trained alike.</param>
/// <param name="Duplicates">Cases outside training that equal a training case of another patient.</param>
/// <param name="Note">What a reader of the comparison with the baselines should know.</param>
internal sealed record FoldResult(
    Split Split,
    TableModel Model,
    int[] Choosing,
    int[] Test,
    ImmutableArray<ModelPredictions> Predictions,
    ImmutableArray<(string Name, TableModel Model)> Beside,
    int Duplicates,
    string? Note
);

/// <summary>Fits preprocessing and networks on one split's training part, baselines beside them, and predicts its other parts.</summary>
internal sealed class FoldTraining(
    StudyFile study,
    RunOptions options,
    StudyTable data,
    ChosenNetwork network,
    RunLog log
)
{
    /// <param name="split">The split.</param>
    /// <param name="name">Names the folder of its checkpoints, e.g. <c>fold-1</c>.</param>
    /// <param name="fold">1-based, during cross-validation.</param>
    /// <param name="baselines">Whether the baselines are fitted too.</param>
    public FoldResult Run(Split split, string name, int? fold, bool baselines)
    {
        string told = fold is { } number
            ? string.Create(CultureInfo.InvariantCulture, $"fold {number}: ")
            : "";
        FittedPreprocessing preprocessing = log.Stage(
            "preprocess",
            told + "fitting preprocessing on the training part",
            () => new Recipe(study.Preprocessing).Fit(data.Table, data.Inputs, split.Parts)
        );
        using FeatureMatrix features = log.Stage(
            "preprocess",
            told + $"making {preprocessing.Width} features of {data.Inputs.Length} inputs",
            () =>
                FeatureMatrix.From(data.Table, preprocessing, Path.Combine(options.OutFolder, "checkpoints"))
        );
        int[] train = split.Rows(Part.Train);
        int[] validation = split.Rows(Part.Validation);
        int[] test = split.Rows(Part.Test);
        RequireBothOutcomes(train, "training");
        if (validation.Length > 0)
            RequireBothOutcomes(validation, "validation");

        var examples = new TableExamples(features, data.Outcome);
        LeaveOutFolds? leftOut = LeaveOutFolds.Deal(
            study.Training.Ensemble,
            examples,
            train,
            data.Patients,
            study.Seed
        );
        var predictions = ImmutableArray.CreateBuilder<ModelPredictions>();
        var models = ImmutableArray.CreateBuilder<(string Name, TableModel Model)>();
        foreach (ChosenNetwork each in network.Beside.Prepend(network))
        {
            bool main = ReferenceEquals(each, network);
            Block block = Fitted(each.Block, features, train);
            string folder = main ? name : $"{name}-{each.Name}";
            TrainedNetwork trained = log.Stage(
                "train",
                told + $"training {each.Name} on {Titles.Count(train.Length)} cases",
                () =>
                    Trainer.Train(
                        block,
                        examples,
                        train,
                        validation,
                        study.Training,
                        RunTraining
                            .Of(options, log, study.Seed, data.Patients, folder, each.Name, fold)
                            .Logged(log, ("network", each.Name), ("fold", fold))
                    )
            );
            double[]? honest = null;
            if (leftOut is not null)
            {
                (trained, honest) = Straighten(trained, examples, train, leftOut);
                LogDecays(trained.History, each.Name, fold);
            }
            var model = new TableModel(preprocessing, trained);
            models.Add((each.Name, model));
            predictions.Add(
                log.Stage(
                    "judge",
                    told + $"predicting with {each.Name}",
                    () =>
                        new ModelPredictions(
                            main ? "network" : each.Name,
                            honest ?? model.Probabilities(examples, validation, options.Device),
                            model.Probabilities(examples, test, options.Device)
                        )
                )
            );
        }
        var beside = new FoldBaselines(study, options, data, features, train, validation, leftOut);
        if (baselines)
            foreach (Baseline baseline in study.Evaluation.Baselines)
                predictions.Add(
                    log.Stage(
                        "baselines",
                        told + $"fitting {Titles.Of(baseline)}",
                        () => beside.Predict(baseline, test)
                    )
                );
        int duplicates = SplitChecks.DuplicatesAcross(split, data.Patients, features);
        return new FoldResult(
            split,
            models[0].Model,
            leftOut is null ? validation : train,
            test,
            predictions.ToImmutable(),
            [.. models.Skip(1)],
            duplicates,
            baselines && !study.Evaluation.Baselines.IsEmpty ? beside.Note : null
        );
    }

    // The ensemble, recalibrated where asked for, and its probabilities of training cases by members that left them out.
    private (TrainedNetwork Trained, double[] OutOfFold) Straighten(
        TrainedNetwork trained,
        TableExamples examples,
        int[] train,
        LeaveOutFolds leftOut
    )
    {
        EnsembleSettings ensemble = study.Training.Ensemble;
        bool[] outcomes = [.. train.Select(row => data.Outcome.Labels[row] == Label.Present)];
        (trained, double[] outOfFold) = ensemble.WeightDecays.IsEmpty
            ? (trained, OutOfFold(trained))
            : DecayChoice.Best(trained, examples, train, outcomes, leftOut, ensemble, options.Device);
        if (!ensemble.Recalibrate)
            return (trained, outOfFold);
        trained = Recalibration.Apply(trained, outOfFold, outcomes, examples.Input);
        return (trained, OutOfFold(trained));

        double[] OutOfFold(TrainedNetwork network) =>
            Recalibration.OutOfFold(network, examples, train, leftOut, options.Device);
    }

    private void RequireBothOutcomes(int[] rows, string part)
    {
        int positives = rows.Count(row => data.Outcome.Labels[row] == Label.Present);
        if (positives == 0 || positives == rows.Length)
            throw new DataException(
                $"the {part} part has {Counted.Of(positives, "case")} with the outcome among {rows.Length}; it needs both.",
                data.Outcome.Name,
                "Use more cases, fewer folds, or another split."
            );
    }

    /// <summary>A network with what it takes from the training part's features, checked to end in one logit.</summary>
    /// <param name="network">As the study states it.</param>
    /// <param name="features">Of all cases.</param>
    /// <param name="train">The training cases.</param>
    /// <exception cref="RequestException">It doesn't fit the features, or ends in something else.</exception>
    internal static Block Fitted(Block network, FeatureMatrix features, int[] train)
    {
        Block block = EdgeFitting.Fit(network, features.Width, column => Column(features, train, column));
        RequireOneLogit(block, features.Width);
        return block;
    }

    private static void RequireOneLogit(Block block, int width)
    {
        Shape made = ShapeInference.Of(block, [width]);
        if (made.Rank != 1 || made[0] != 1)
            throw new RequestException(
                $"the network ends in {made}; one outcome needs [1].",
                "network",
                "End it with {type: dense, units: 1}."
            );
    }

    private static float[] Column(FeatureMatrix features, int[] rows, int column)
    {
        // Edges are quantiles; a hundred thousand evenly spaced training rows tell them well enough.
        int step = Math.Max(1, rows.Length / 100_000);
        float[] row = new float[features.Width];
        var values = new List<float>();
        for (int i = 0; i < rows.Length; i += step)
        {
            features.Row(rows[i], row);
            values.Add(row[column]);
        }
        return [.. values];
    }

    private void LogDecays(TrainingHistory history, string shown, int? fold)
    {
        foreach (DecayTrial trial in history.Decays)
            log.Write(
                new JsonObject
                {
                    ["stage"] = "weight_decay",
                    ["network"] = shown,
                    ["fold"] = fold,
                    ["weight_decay"] = trial.WeightDecay,
                    ["left_out_log_loss"] = trial.LogLoss,
                    ["kept"] = trial.WeightDecay == history.KeptDecay,
                }
            );
    }
}
