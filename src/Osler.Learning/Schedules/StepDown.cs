using Osler.Core.Collections;

namespace Osler.Learning.Schedules;

/// <summary>The learning rate falls by a factor every so many epochs, or after stated ones.</summary>
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

    /// <summary>
    /// Epochs after which the rate falls, ascending, each at least 1: [50, 75]. Empty (the default): every
    /// <see cref="EveryEpochs"/>.
    /// </summary>
    public ValueList<int> AfterEpochs
    {
        get;
        init
        {
            for (int i = 0; i < value.Count; i++)
                ArgumentOutOfRangeException.ThrowIfLessThan(
                    value[i],
                    i == 0 ? 1 : value[i - 1] + 1,
                    nameof(value)
                );
            field = value;
        }
    } = [];

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
        Math.Pow(
            By,
            AfterEpochs.Count > 0
                ? AfterEpochs.Count(epoch => moment.Step >= (long)epoch * moment.StepsPerEpoch)
                : moment.Step / (EveryEpochs * moment.StepsPerEpoch)
        );
}
