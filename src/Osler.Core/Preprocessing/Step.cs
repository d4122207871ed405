using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Osler.Core.Faults;

namespace Osler.Core.Preprocessing;

/// <summary>One step of preprocessing as declared; what it needs to know of the data it learns from the training part.</summary>
/// <remarks>Steps run in the order declared, each on what the one before left.</remarks>
[JsonPolymorphic(
    TypeDiscriminatorPropertyName = "step",
    UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization
)]
[JsonDerivedType(typeof(Derive), "derive")]
[JsonDerivedType(typeof(InOrder), "in_order")]
[JsonDerivedType(typeof(Drop), "drop")]
[JsonDerivedType(typeof(Clip), "clip")]
[JsonDerivedType(typeof(Log), "log")]
[JsonDerivedType(typeof(Impute), "impute")]
[JsonDerivedType(typeof(OneHot), "one_hot")]
[JsonDerivedType(typeof(Standardise), "standardise")]
[JsonDerivedType(typeof(RobustScale), "robust_scale")]
[JsonDerivedType(typeof(QuantileNormal), "quantile_normal")]
public abstract record Step
{
    private protected Step() { }
}

/// <summary>A step that works on each of some columns by itself.</summary>
public abstract record ColumnStep : Step
{
    private protected ColumnStep() { }

    /// <summary>The columns; empty for all that the step is meant for.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];
}

/// <summary>Adds a column computed by a fixed formula.</summary>
/// <param name="Name">Name of the new column.</param>
/// <param name="From">The formula and its operands.</param>
public sealed record Derive(string Name, Derivation From) : Step;

/// <summary>
/// Puts two columns in order: where the lower one exceeds the upper (diastolic above systolic), the two were
/// most likely written in each other's field, and are swapped.
/// </summary>
/// <param name="Lower">The column that can't be the greater, e.g. diastolic pressure.</param>
/// <param name="Upper">The column that can't be the smaller, e.g. systolic pressure.</param>
public sealed record InOrder(string Lower, string Upper) : Step;

/// <summary>Removes columns that only served to derive others.</summary>
/// <param name="Columns">The columns.</param>
public sealed record Drop(ImmutableArray<string> Columns) : Step;

/// <summary>Limits numbers to quantiles of the training part. For all numeric columns unless stated.</summary>
public sealed record Clip : ColumnStep
{
    /// <summary>The lower quantile, in [0, 0.5).</summary>
    public double Low
    {
        get;
        init =>
            field = value is >= 0 and < 0.5
                ? value
                : throw new RequestException($"clip: low is {value}; it must be in [0, 0.5).");
    } = 0.005;

    /// <summary>The upper quantile, in (0.5, 1].</summary>
    public double High
    {
        get;
        init =>
            field = value is > 0.5 and <= 1
                ? value
                : throw new RequestException($"clip: high is {value}; it must be in (0.5, 1].");
    } = 0.995;
}

/// <summary>
/// The natural logarithm of number plus offset, for skewed columns. Columns must be stated. A later value at or
/// below the training part's least is treated as that least.
/// </summary>
public sealed record Log : ColumnStep
{
    /// <summary>Added before the logarithm; training values plus offset must be positive.</summary>
    public double Offset { get; init; } = 1;
}

/// <summary>What a missing number becomes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ImputeBy>))]
public enum ImputeBy : byte
{
    /// <summary>The median of the training part.</summary>
    [JsonStringEnumMemberName("median")]
    Median,

    /// <summary>The mean of the training part.</summary>
    [JsonStringEnumMemberName("mean")]
    Mean,
}

/// <summary>
/// Fills missing numbers, and missing binary values with the more frequent level. For all numeric and binary
/// columns unless stated.
/// </summary>
public sealed record Impute : ColumnStep
{
    /// <summary>What a missing number becomes.</summary>
    public ImputeBy By { get; init; } = ImputeBy.Median;

    /// <summary>Whether a column with missing values in training gets an indicator beside it (1 where missing).</summary>
    public bool Indicators { get; init; } = true;
}

/// <summary>
/// One column of 0 and 1 per level of a categorical column. For all categorical columns unless stated. Levels that
/// are rare in training share a column ("other"), where a level never seen lands too; without one it is all zeros.
/// Missing is all zeros, with an indicator where training had missing ones.
/// </summary>
public sealed record OneHot : ColumnStep
{
    /// <summary>A level on fewer training rows than this is rare. At least 1.</summary>
    public int RareBelow
    {
        get;
        init =>
            field =
                value >= 1
                    ? value
                    : throw new RequestException($"one_hot: rare_below is {value}; it must be at least 1.");
    } = 5;
}

/// <summary>Subtracts the training mean and divides by the training standard deviation (n - 0). Numeric columns unless stated.</summary>
public sealed record Standardise : ColumnStep;

/// <summary>Subtracts the training median and divides by the interquartile range. Numeric columns unless stated.</summary>
public sealed record RobustScale : ColumnStep;

/// <summary>
/// Replaces a number by the normal deviate of its rank in training, linear between knots: skew and outliers vanish.
/// Numeric columns unless stated. The deviates end at ±3 (the ranks 0.00135 and 0.99865).
/// </summary>
public sealed record QuantileNormal : ColumnStep
{
    /// <summary>Knots, 2 to 2,000; no more than distinct training values are used.</summary>
    public int Knots
    {
        get;
        init =>
            field = value is >= 2 and <= 2000
                ? value
                : throw new RequestException(
                    $"quantile_normal: knots is {value}; it must be from 2 to 2000."
                );
    } = 200;

    /// <summary>
    /// Whether the ranks come beside the number, as a column of their own, rather than in its place: a network then has
    /// the straight line and the outlier-proof one to choose from. By default false.
    /// </summary>
    public bool Beside { get; init; }

    /// <summary>
    /// Columns with fewer distinct training values are left as they are, 1 to 1,000,000; by default 2. Grades and counts
    /// of few values gain nothing by ranks.
    /// </summary>
    public int LeastDistinct
    {
        get;
        init =>
            field = value is >= 1 and <= 1_000_000
                ? value
                : throw new RequestException(
                    $"quantile_normal: least_distinct is {value}; it must be from 1 to 1000000."
                );
    } = 2;
}
