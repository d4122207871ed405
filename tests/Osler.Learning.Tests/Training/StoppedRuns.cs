using Osler.Learning.Progress;

namespace Osler.Learning.Tests.Training;

/// <summary>Cancels a run after a step.</summary>
internal sealed class StopAfter(long step, CancellationTokenSource stop) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value.Step == step)
            stop.Cancel();
    }
}

/// <summary>A clock that goes on by a second each time that it is looked at.</summary>
internal sealed class Ticking : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => ++_now;
}
