using System.Text.Json.Serialization;

namespace Osler.Learning.Schedules;

/// <summary>Where a run stands when a learning rate is asked for.</summary>
/// <param name="Step">0-based step.</param>
/// <param name="Steps">Steps of the whole run, when nothing stops it early.</param>
/// <param name="StepsPerEpoch">Steps in an epoch.</param>
/// <param name="Measures">
/// The watched validation measure after each whole epoch so far, turned so that lower is better; NaN where undefined.
/// </param>
public readonly record struct ScheduleMoment(
    long Step,
    long Steps,
    long StepsPerEpoch,
    IReadOnlyList<double> Measures
);

/// <summary>How the learning rate changes over a run: a factor on the optimiser's rate, a pure function of the moment.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Constant), "constant")]
[JsonDerivedType(typeof(StepDown), "step_down")]
[JsonDerivedType(typeof(Cosine), "cosine")]
[JsonDerivedType(typeof(OneCycle), "one_cycle")]
[JsonDerivedType(typeof(Plateau), "plateau")]
public abstract record Schedule
{
    private protected Schedule() { }

    /// <summary>
    /// Epochs (also parts of one) over which the factor climbs linearly from near 0; the schedule proper begins
    /// after them. At least 0, the default. Goyal et al., arXiv:1706.02677.
    /// </summary>
    public double WarmUpEpochs
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>The factor on the learning rate for this step, at least 0.</summary>
    public double Factor(ScheduleMoment moment)
    {
        long warmUp = Math.Min(moment.Steps, (long)Math.Round(WarmUpEpochs * moment.StepsPerEpoch));
        if (moment.Step < warmUp)
            return Shape(moment with { Step = 0, Steps = moment.Steps - warmUp })
                * (moment.Step + 1)
                / warmUp;
        return Shape(moment with { Step = moment.Step - warmUp, Steps = moment.Steps - warmUp });
    }

    /// <summary>The factor without warm-up; <see cref="ScheduleMoment.Step"/> counts from the warm-up's end.</summary>
    private protected abstract double Shape(ScheduleMoment moment);
}

/// <summary>The same learning rate throughout.</summary>
public sealed record Constant : Schedule
{
    private protected override double Shape(ScheduleMoment moment) => 1;
}
