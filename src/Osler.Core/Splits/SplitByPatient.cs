using Osler.Core.Cases;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Core.Words;

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
            : throw new RequestException($"A part's fraction is {value}; it must be at least 0 and below 1.");
}

/// <summary>A random split in which all rows of a patient share a part, stratified by outcome.</summary>
/// <remarks>
/// Patients, not rows, are drawn: within each stratum (any row present; else any row absent; else unknown) they are
/// shuffled and cut, so that each part has its fraction of each stratum within one patient.
/// </remarks>
public static class SplitByPatient
{
    /// <summary>Draws the split; the same seed gives the same split.</summary>
    /// <param name="patients">Patient of each row.</param>
    /// <param name="labels">[rows]: the outcome, by which to stratify; empty for none.</param>
    /// <param name="fractions">Sizes of validation and test.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="RequestException">The fractions leave nothing for training.</exception>
    /// <exception cref="DataException">Too few patients for a part that was asked for.</exception>
    public static Split Draw(
        Patients patients,
        ReadOnlySpan<Label> labels,
        SplitFractions fractions,
        long seed
    )
    {
        if (fractions.Validation + fractions.Test >= 1)
            throw new RequestException(
                $"Validation ({fractions.Validation}) and test ({fractions.Test}) leave nothing to train on.",
                remedy: "Let them sum to less than 1."
            );
        var ofPatient = new Part[patients.Count];
        Array.Fill(ofPatient, Part.Train);
        var random = new KeyedRandom(seed, "split");
        foreach (int[] stratum in Strata.Of(patients, labels))
        {
            random.Shuffle(stratum);
            int test = Strata.Share(stratum.Length, fractions.Test);
            int validation = Math.Min(
                stratum.Length - test,
                Strata.Share(stratum.Length, fractions.Validation)
            );
            foreach (int patient in stratum.AsSpan(0, test))
                ofPatient[patient] = Part.Test;
            foreach (int patient in stratum.AsSpan(test, validation))
                ofPatient[patient] = Part.Validation;
        }
        Require(ofPatient, Part.Train, 1, patients.Count);
        Require(ofPatient, Part.Validation, fractions.Validation, patients.Count);
        Require(ofPatient, Part.Test, fractions.Test, patients.Count);
        return new Split(Strata.ToRows(patients, ofPatient));
    }

    private static void Require(Part[] ofPatient, Part part, double fraction, int patients)
    {
        if (fraction > 0 && !ofPatient.AsSpan().Contains(part))
            throw new DataException(
                $"{Counted.Of(patients, "patient is", "patients are")} too few: none is left for {part.ToString().ToLowerInvariant()}.",
                remedy: "Use cross-validation, or larger fractions."
            );
    }
}
