namespace Osler.Learning.Progress;

/// <summary>Where a run stands.</summary>
/// <param name="Epoch">Epoch under way, 1-based.</param>
/// <param name="Epochs">Epochs at most; early stopping may end before.</param>
/// <param name="Step">Steps taken since the start of training, before an interruption included.</param>
/// <param name="Steps">Steps at most.</param>
/// <param name="CasesPerSecond">Training cases met a second in this process; null before the first step.</param>
/// <param name="TimeLeft">At this rate if no member stops early; null before the first step.</param>
/// <param name="TrainLoss">Mean training loss of the epoch so far; null before the first step.</param>
/// <param name="ValidationMeasure">The watched measure after the last whole epoch; null where undefined.</param>
/// <param name="EpochEnded">Whether this record closes an epoch.</param>
public sealed record TrainingProgress(
    int Epoch,
    int Epochs,
    long Step,
    long Steps,
    double? CasesPerSecond,
    TimeSpan? TimeLeft,
    double? TrainLoss,
    double? ValidationMeasure,
    bool EpochEnded
);
