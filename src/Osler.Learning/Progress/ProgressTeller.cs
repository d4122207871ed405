using Osler.Learning.Training;

namespace Osler.Learning.Progress;

/// <summary>Tells of a run's progress, now and then.</summary>
internal sealed class ProgressTeller(TrainingRun run, int epochs, long steps)
{
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(250);

    private readonly long _started = run.Time.GetTimestamp();
    private long _told;
    private long _casesMet;
    private long? _firstStep;

    /// <summary>After a step.</summary>
    public void Step(TrainingState state, int size, int stepsPerEpoch)
    {
        _firstStep ??= state.Step - 1;
        _casesMet += size;
        if (run.Progress is null || run.Time.GetElapsedTime(_told == 0 ? _started : _told) < s_between)
            return;
        _told = run.Time.GetTimestamp();
        double sum = state.LossSums.Sum();
        double weight = state.LossWeights.Sum();
        Tell(
            state,
            (int)((state.Step - 1) / stepsPerEpoch) + 1,
            weight == 0 ? null : sum / weight,
            ended: false
        );
    }

    /// <summary>After an epoch.</summary>
    public void Epoch(TrainingState state) =>
        Tell(state, state.Epochs.Length, state.Epochs[^1].TrainLoss, ended: true);

    private void Tell(TrainingState state, int epoch, double? loss, bool ended)
    {
        if (run.Progress is null)
            return;
        double seconds = run.Time.GetElapsedTime(_started).TotalSeconds;
        double? rate = seconds > 0 && _casesMet > 0 ? _casesMet / seconds : null;
        long done = state.Step - (_firstStep ?? state.Step);
        TimeSpan? left =
            done > 0 && seconds > 0 ? TimeSpan.FromSeconds(seconds / done * (steps - state.Step)) : null;
        run.Progress.Report(
            new TrainingProgress(
                epoch,
                epochs,
                state.Step,
                steps,
                rate,
                left,
                loss,
                state.Epochs.IsEmpty ? null : state.Epochs[^1].ValidationMeasure,
                ended
            )
        );
    }
}
