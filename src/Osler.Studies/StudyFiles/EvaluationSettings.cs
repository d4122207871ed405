using System.Collections.Immutable;
using Osler.Core.Metrics;

namespace Osler.Studies;

/// <summary>Models that a network is judged beside, on the same split.</summary>
public enum Baseline
{
    /// <summary>Logistic regression, L2-penalised as scikit-learn's default.</summary>
    LogisticRegression,

    /// <summary>Gradient-boosted trees (LightGBM).</summary>
    GradientBoosting,
}

/// <summary>A subgroup table: one line for each level of a column, or each band of a numeric one.</summary>
/// <param name="Column">The column's name.</param>
public sealed record SubgroupSettings(string Column)
{
    /// <summary>Limits between bands of a numeric column, ascending: [45, 60] gives under 45, 45 to 60, 60 and over.</summary>
    public ImmutableArray<double> Bands
    {
        get;
        init
        {
            for (int i = 1; i < value.Length; i++)
                if (value[i] <= value[i - 1])
                    throw new ArgumentException(
                        "bands ascend: each limit is greater than the one before it",
                        nameof(value)
                    );
            field = value;
        }
    } = [];
}

/// <summary>How the network is judged.</summary>
public sealed record EvaluationSettings
{
    /// <summary>Sensitivities for which a threshold is chosen, each in (0, 1).</summary>
    public ImmutableArray<double> AtSensitivity
    {
        get;
        init => field = Shares(value);
    } = [0.9];

    /// <summary>Specificities for which a threshold is chosen, each in (0, 1).</summary>
    public ImmutableArray<double> AtSpecificity
    {
        get;
        init => field = Shares(value);
    } = [0.9];

    /// <summary>Whether the threshold with the highest Youden index is an operating point too.</summary>
    public bool Youden { get; init; } = true;

    /// <summary>The subgroups that are judged by themselves.</summary>
    public ImmutableArray<SubgroupSettings> Subgroups { get; init; } = [];

    /// <summary>Draws of the patient bootstrap; 100 to 100,000, by default 2,000.</summary>
    public int BootstrapDraws
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 100);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 100_000);
            field = value;
        }
    } = 2_000;

    /// <summary>The models beside the network; empty for none.</summary>
    public ImmutableArray<Baseline> Baselines { get; init; } =
    [Baseline.LogisticRegression, Baseline.GradientBoosting];

    /// <summary>Two numeric inputs over whose plane the probability is drawn; none by default.</summary>
    public ImmutableArray<string> Plane
    {
        get;
        init => field = PlaneSettings.Two(value);
    } = [];

    /// <summary>Whether importance, partial dependence and patients' contributions are worked out.</summary>
    public bool Explain { get; init; } = true;

    /// <summary>The thresholds that are asked for and that the cases allow.</summary>
    /// <param name="scores">[cases] probabilities.</param>
    /// <param name="outcomes">[cases] whether each has the outcome.</param>
    /// <param name="where">What they are chosen on, in words.</param>
    internal ImmutableArray<OperatingPoint> Thresholds(double[] scores, bool[] outcomes, string where)
    {
        OperatingPoint?[] points =
        [
            Youden ? OperatingPoints.Youden(scores, outcomes, where) : null,
            .. AtSensitivity.Select(share => OperatingPoints.AtSensitivity(scores, outcomes, share, where)),
            .. AtSpecificity.Select(share => OperatingPoints.AtSpecificity(scores, outcomes, share, where)),
        ];
        return [.. points.OfType<OperatingPoint>()];
    }

    private static ImmutableArray<double> Shares(ImmutableArray<double> shares)
    {
        if (shares.Any(share => share is not (> 0 and < 1)))
            throw new ArgumentException("each share lies between 0 and 1, such as 0.9", nameof(shares));
        if (shares.Distinct().Count() < shares.Length)
            throw new ArgumentException("a share is written twice", nameof(shares));
        return shares;
    }
}

internal static class PlaneSettings
{
    /// <summary>None, or two different inputs.</summary>
    public static ImmutableArray<string> Two(ImmutableArray<string> inputs) =>
        inputs.IsEmpty || (inputs.Length == 2 && inputs[0] != inputs[1])
            ? inputs
            : throw new ArgumentException(
                "a plane has two different inputs, such as [bmi, sbp]",
                nameof(inputs)
            );
}
