using Osler.Core.Tables;

namespace Osler.Core.Splits;

/// <summary>How large the parts are, as fractions of the patients; training gets the rest.</summary>
public sealed record SplitFractions
{
    /// <summary>Fraction for validation, in [0, 1).</summary>
    public double Validation
    {
        get;
        init => field = Fraction(value);
    } = 0.15;

    /// <summary>Fraction for test, in [0, 1).</summary>
    public double Test
    {
        get;
        init => field = Fraction(value);
    } = 0.15;

    private static double Fraction(double value) =>
        value is >= 0 and < 1
            ? value
            : throw new Faults.RequestException(
                $"A part's fraction is {value}; it must be at least 0 and below 1."
            );
}

/// <summary>A random split in which all rows of a patient share a part, stratified by outcome.</summary>
public static class SplitByPatient
{
    /// <summary>Draws the split; the same seed gives the same split.</summary>
    /// <param name="patients">Patient of each row.</param>
    /// <param name="targets">[rows]: outcome 0, 1 or NaN, by which to stratify; empty for none.</param>
    /// <param name="fractions">Sizes of validation and test.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="Faults.DataException">Too few patients for a part that was asked for.</exception>
    public static Split Draw(
        Patients patients,
        ReadOnlySpan<float> targets,
        SplitFractions fractions,
        long seed
    ) => throw new NotImplementedException();
}

/// <summary>Folds for cross-validation: all rows of a patient share a fold, stratified by outcome.</summary>
public static class GroupedFolds
{
    /// <summary>Draws the folds.</summary>
    /// <param name="patients">Patient of each row.</param>
    /// <param name="targets">[rows]: outcome 0, 1 or NaN, by which to stratify; empty for none.</param>
    /// <param name="folds">How many, at least 2.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="repeat">Which repetition, where the cross-validation is repeated.</param>
    /// <returns>[rows]: fold from 0.</returns>
    /// <exception cref="Faults.DataException">Fewer patients, or fewer patients of one outcome, than folds.</exception>
    public static int[] Draw(
        Patients patients,
        ReadOnlySpan<float> targets,
        int folds,
        long seed,
        int repeat = 0
    ) => throw new NotImplementedException();

    /// <summary>
    /// The split in which one fold is the test part, and a fraction of the other folds' patients is drawn for
    /// validation.
    /// </summary>
    /// <param name="folds">From <see cref="Draw"/>.</param>
    /// <param name="test">The test fold.</param>
    /// <param name="patients">Patient of each row.</param>
    /// <param name="targets">As for <see cref="Draw"/>.</param>
    /// <param name="validation">Fraction of the remaining patients for validation, in [0, 1).</param>
    /// <param name="seed">The run's seed.</param>
    public static Split Hold(
        int[] folds,
        int test,
        Patients patients,
        ReadOnlySpan<float> targets,
        double validation,
        long seed
    ) => throw new NotImplementedException();
}
