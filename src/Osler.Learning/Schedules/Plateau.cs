namespace Osler.Learning.Schedules;

/// <summary>
/// The learning rate falls when the watched validation measure has not become better for some epochs.
/// </summary>
/// <remarks>In an ensemble the mean of the members' measures is watched: they share one rate.</remarks>
public sealed record Plateau : Schedule
{
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

    /// <summary>Epochs without a better measure that are borne; the next one brings the fall. At least 0, by default 10.</summary>
    public int Patience
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 10;

    /// <summary>By how much a measure must be better to count; at least 0, by default 1e-4.</summary>
    public double MinDelta
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 1e-4;

    /// <summary>The factor does not fall below this; in [0, 1], by default 1e-4.</summary>
    public double Lowest
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
            field = value;
        }
    } = 1e-4;

    private protected override double Shape(ScheduleMoment moment)
    {
        double factor = 1;
        double best = double.PositiveInfinity;
        int bad = 0;
        foreach (double measure in moment.Measures)
        {
            if (measure < best - MinDelta)
            {
                best = measure;
                bad = 0;
            }
            else if (++bad > Patience)
            {
                factor = Math.Max(Lowest, factor * By);
                bad = 0;
            }
        }
        return factor;
    }
}
