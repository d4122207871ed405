using System.Collections.Immutable;

namespace Osler.Learning.Training;

/// <summary>What one epoch gave. Means are over the members of an ensemble that had not yet stopped.</summary>
/// <param name="Epoch">1-based.</param>
/// <param name="Step">Steps taken since the start, at this epoch's end.</param>
/// <param name="LearningRate">Of the epoch's last step.</param>
/// <param name="TrainLoss">Mean loss of the training cases as they were met, weights changing all the while.</param>
/// <param name="ValidationLoss">Mean loss of the validation cases at the epoch's end; null without any.</param>
/// <param name="ValidationMeasure">
/// The measure that decides early stopping (else the log loss); null where it is undefined.
/// </param>
public sealed record EpochRecord(
    int Epoch,
    long Step,
    double LearningRate,
    double TrainLoss,
    double? ValidationLoss,
    double? ValidationMeasure
);

/// <summary>How one member of an ensemble ended.</summary>
/// <param name="BestEpoch">1-based epoch whose weights are returned; the last one without early stopping.</param>
/// <param name="LastEpoch">1-based epoch after which this member's patience ended, or the run's last.</param>
/// <param name="BestMeasure">The deciding measure at the best epoch; null where undefined.</param>
public sealed record MemberRecord(int BestEpoch, int LastEpoch, double? BestMeasure);

/// <summary>A run's course.</summary>
/// <param name="Measure">Name of the validation measure that was watched.</param>
/// <param name="Epochs">One record an epoch.</param>
/// <param name="Members">One record a member.</param>
/// <param name="StoppedEarly">Whether every member's patience ended before the last epoch.</param>
public sealed record TrainingHistory(
    string Measure,
    ImmutableArray<EpochRecord> Epochs,
    ImmutableArray<MemberRecord> Members,
    bool StoppedEarly
)
{
    /// <summary>How the ensemble of each weight decay did, in the order of the settings; empty where none was chosen.</summary>
    public ImmutableArray<DecayTrial> Decays { get; init; } = [];

    /// <summary>The decay of the ensemble that was kept; null where none was chosen.</summary>
    public double? KeptDecay { get; init; }
}
