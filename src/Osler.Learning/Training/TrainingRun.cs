using Osler.Core.Bundles;
using Osler.Core.Tables;
using Osler.Learning.Progress;

namespace Osler.Learning.Training;

/// <summary>One run's surroundings: its seed, and where checkpoints, events and progress go.</summary>
/// <remarks>Only <see cref="Seed"/> and <see cref="InitialWeights"/> change the result.</remarks>
public sealed record TrainingRun
{
    /// <summary>Decides every random draw.</summary>
    public required long Seed { get; init; }

    /// <summary>Folder of checkpoints, made when absent; null saves none.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>
    /// Whether to go on from the newest whole checkpoint of the folder (or from the start when it has none).
    /// Otherwise a folder that holds checkpoints is refused.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>Least time between two checkpoints, by default 30 s; one is saved after any step, also inside an epoch.</summary>
    public TimeSpan CheckpointInterval
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(30);

    /// <summary>Folder of TensorBoard's events, made when absent; null writes none.</summary>
    public string? EventFolder { get; init; }

    /// <summary>Told of the run's progress, a few times a second at most and after each epoch.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>
    /// Told of each epoch as it ends, with the name of the measure that is watched, before a checkpoint is saved. A resumed run
    /// tells again of those that no checkpoint knew.
    /// </summary>
    public Action<EpochRecord, string>? EpochEnded { get; init; }

    /// <summary>The clock of rates, of time left and of <see cref="CheckpointInterval"/>.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary><c>cpu</c> (the default) or <c>cuda</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>
    /// Weights to start from, by name; those not named are initialised by the seed. Null initialises all.
    /// </summary>
    public IReadOnlyDictionary<string, TensorData>? InitialWeights { get; init; }

    /// <summary>
    /// When cancelled, the run ends after the step under way, saves a checkpoint and throws
    /// <see cref="OperationCanceledException"/>.
    /// </summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>
    /// The patient of each case number; null where each case is a patient. Folds that members leave out are dealt by
    /// patient, so that no member learns from a patient whom it later predicts.
    /// </summary>
    public Patients? Patients { get; init; }
}
