using System.Text.Json.Nodes;
using Osler.Core.Tables;
using Osler.Learning.Progress;
using Osler.Learning.Training;

namespace Osler.Studies;

/// <summary>Where a study's training saves, whom it tells, and what it logs.</summary>
internal static class RunTraining
{
    /// <summary>The surroundings of one training.</summary>
    /// <param name="options">Of the run.</param>
    /// <param name="log">Told of the progress.</param>
    /// <param name="seed">The study's.</param>
    /// <param name="patients">Whose each case is.</param>
    /// <param name="folder">Names the folder of its checkpoints and events, e.g. <c>fold-1</c>.</param>
    /// <param name="shown">The network's name.</param>
    /// <param name="fold">1-based, during cross-validation.</param>
    public static TrainingRun Of(
        RunOptions options,
        RunLog log,
        long seed,
        Patients patients,
        string folder,
        string shown,
        int? fold = null
    ) =>
        new()
        {
            Seed = seed,
            CheckpointFolder = Path.Combine(options.OutFolder, "checkpoints", folder),
            Resume = options.Resume,
            EventFolder = Path.Combine(options.OutFolder, "events", folder),
            Device = options.Device,
            Patients = patients,
            Time = options.Time,
            Cancellation = options.Cancellation,
            Progress = options.Progress is null ? null : new Relay(log, shown, fold),
        };

    /// <summary>A training that writes a line of the log as each epoch ends.</summary>
    /// <param name="run">The surroundings.</param>
    /// <param name="log">The log.</param>
    /// <param name="of">What is trained, named in each line; may be empty.</param>
    public static TrainingRun Logged(
        this TrainingRun run,
        RunLog log,
        params (string Key, JsonNode? Value)[] of
    ) =>
        run with
        {
            EpochEnded = (epoch, measure) =>
            {
                var line = new JsonObject { ["stage"] = "epoch" };
                foreach (var (key, value) in of)
                    line[key] = value?.DeepClone();
                line["epoch"] = epoch.Epoch;
                line["learning_rate"] = epoch.LearningRate;
                line["train_loss"] = epoch.TrainLoss;
                line["validation_loss"] = epoch.ValidationLoss;
                line[$"validation_{measure}"] = epoch.ValidationMeasure;
                log.Write(line);
            },
        };

    private sealed class Relay(RunLog log, string name, int? fold) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) =>
            log.Report(new RunProgress("train", $"training {name}", value, fold));
    }
}
