using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Osler.Core.Faults;

namespace Osler.Studies;

/// <summary>How the cases are divided into training, validation and test; no patient is ever on two sides.</summary>
[JsonDerivedType(typeof(SplitByPatients), "patients")]
[JsonDerivedType(typeof(SplitByFolds), "folds")]
[JsonDerivedType(typeof(SplitByColumn), "column")]
[JsonDerivedType(typeof(SplitByDate), "time")]
[JsonDerivedType(typeof(SplitBySites), "site")]
[JsonDerivedType(typeof(SplitAsGiven), "given")]
public abstract record SplitSettings;

/// <summary>At random by patient, stratified by outcome. The rest after training and validation is the test.</summary>
public sealed record SplitByPatients : SplitSettings
{
    /// <summary>Fraction for training; more than 0, by default 0.6.</summary>
    public double Train
    {
        get;
        init => field = Fraction.Of(value);
    } = 0.6;

    /// <summary>Fraction for validation; more than 0, by default 0.2.</summary>
    public double Validation
    {
        get;
        init => field = Fraction.Of(value);
    } = 0.2;

    /// <summary>The fraction that is left for the test; more than 0.</summary>
    /// <exception cref="RequestException">Nothing is left.</exception>
    internal double RequireTest()
    {
        double left = 1 - Train - Validation;
        // 1 - 0.7 - 0.3 is 5.6e-17, a fraction of nobody.
        return left > 1e-9
            ? left
            : throw new RequestException(
                "training and validation leave no patient for the test.",
                "split.patients",
                "Their fractions must sum to less than 1."
            );
    }
}

/// <summary>Cross-validation: each patient is tested once, by a network that never saw that patient.</summary>
public sealed record SplitByFolds : SplitSettings
{
    /// <summary>How many folds; 2 to 50, by default 5.</summary>
    public int Count
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 2);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 50);
            field = value;
        }
    } = 5;

    /// <summary>Fraction of the patients outside a fold that validates; more than 0, by default 0.15.</summary>
    public double Validation
    {
        get;
        init => field = Fraction.Of(value);
    } = 0.15;
}

/// <summary>As a column of the table says: train, validation, test.</summary>
/// <param name="Column">The column's name.</param>
public sealed record SplitByColumn(string Column) : SplitSettings;

/// <summary>Earlier patients train, later ones test: how a model meets the years to come.</summary>
/// <param name="TestFrom">First day of the test, written as 2020-01-31 (or a number, where the column holds numbers).</param>
public sealed record SplitByDate(string TestFrom) : SplitSettings
{
    /// <summary>First day of validation; without it a fraction of the earlier patients validates.</summary>
    public string? ValidationFrom { get; init; }

    /// <summary>Fraction of the earlier patients that validates where no day is given; more than 0, by default 0.2.</summary>
    public double Validation
    {
        get;
        init => field = Fraction.Of(value);
    } = 0.2;
}

/// <summary>Some sites test, the others train: how a model meets another hospital.</summary>
/// <param name="Test">The sites that test.</param>
public sealed record SplitBySites(ImmutableArray<string> Test) : SplitSettings
{
    /// <summary>The sites that validate; empty: a fraction of the training sites' patients does.</summary>
    public ImmutableArray<string> ValidationSites { get; init; } = [];

    /// <summary>Fraction of the other sites' patients that validates; more than 0, by default 0.2.</summary>
    public double Validation
    {
        get;
        init => field = Fraction.Of(value);
    } = 0.2;
}

/// <summary>As the images' data set itself states: its training, validation and test parts.</summary>
public sealed record SplitAsGiven : SplitSettings
{
    /// <summary>
    /// Fraction of the training patients that validates where the data set has no validation part; at least 0 (nothing
    /// validates) and less than 1, by default 0.1.
    /// </summary>
    public double Validation
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, 1);
            field = value;
        }
    } = 0.1;
}

internal static class Fraction
{
    public static double Of(double value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, 1);
        return value;
    }
}
