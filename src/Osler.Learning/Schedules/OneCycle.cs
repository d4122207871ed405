namespace Osler.Learning.Schedules;

/// <summary>
/// One rise and one long fall: half a cosine up to the optimiser's rate, then half a cosine down to almost nothing
/// (Smith and Topin, arXiv:1708.07120; the two-phase form with cosines).
/// </summary>
/// <remarks>Momentum is left as it is; the paper lowers it while the rate is high.</remarks>
public sealed record OneCycle : Schedule
{
    /// <summary>Part of the run that rises; in (0, 1), by default 0.3.</summary>
    public double Rise
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, 1);
            field = value;
        }
    } = 0.3;

    /// <summary>The first rate is the highest divided by this; at least 1, by default 25.</summary>
    public double StartDivisor
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 25;

    /// <summary>The last rate is the first divided by this; at least 1, by default 10,000.</summary>
    public double EndDivisor
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1e4;

    private protected override double Shape(ScheduleMoment moment)
    {
        double first = 1 / StartDivisor;
        double last = first / EndDivisor;
        double lastStep = Math.Max(1, moment.Steps - 1);
        double peak = Rise * moment.Steps - 1;
        return moment.Step <= peak
            ? Between(first, 1, moment.Step / Math.Max(peak, 1))
            : Between(
                1,
                last,
                Math.Clamp(
                    (moment.Step - Math.Max(peak, 0)) / Math.Max(lastStep - Math.Max(peak, 0), 1),
                    0,
                    1
                )
            );
    }

    private static double Between(double from, double to, double done) =>
        to + (from - to) * (1 + Math.Cos(Math.PI * done)) / 2;
}
