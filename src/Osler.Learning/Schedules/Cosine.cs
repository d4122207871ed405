namespace Osler.Learning.Schedules;

/// <summary>
/// Half a cosine from 1 down to <see cref="Lowest"/> over the run, without restarts
/// (Loshchilov and Hutter, ICLR 2017, arXiv:1608.03983).
/// </summary>
public sealed record Cosine : Schedule
{
    /// <summary>The factor that the run ends near; in [0, 1), by default 0.</summary>
    public double Lowest
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, 1);
            field = value;
        }
    }

    private protected override double Shape(ScheduleMoment moment)
    {
        double done = moment.Steps == 0 ? 0 : (double)moment.Step / moment.Steps;
        return Lowest + (1 - Lowest) * (1 + Math.Cos(Math.PI * done)) / 2;
    }
}
