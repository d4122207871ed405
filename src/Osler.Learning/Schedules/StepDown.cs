namespace Osler.Learning.Schedules;

/// <summary>The learning rate falls by a factor every so many epochs.</summary>
public sealed record StepDown : Schedule
{
    /// <summary>Epochs between two falls; at least 1, by default 30.</summary>
    public int EveryEpochs
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 30;

    /// <summary>What the rate is multiplied by at each fall; in (0, 1), by default 0.1.</summary>
    public double By
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, 1);
            field = value;
        }
    } = 0.1;

    private protected override double Shape(ScheduleMoment moment) =>
        Math.Pow(By, moment.Step / (EveryEpochs * moment.StepsPerEpoch));
}
