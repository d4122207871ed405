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
        RequireTraining(fractions);
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
        return Checked(patients, ofPatient, fractions);
    }

    /// <summary>Draws a split stratified by many classes, of which some may have fewer cases than there are parts.</summary>
    /// <remarks>
    /// The patients are dealt class by class, in random order within a class, each to the part that is furthest behind its fraction of the
    /// rows dealt so far. So each part has its fraction of the whole to within one patient, and of each class to within about one; rounding in
    /// each class would leave a part empty where every class has few.
    /// </remarks>
    /// <param name="patients">Patient of each row.</param>
    /// <param name="classes">[rows]: the class of each; a patient's is that of the first row.</param>
    /// <param name="fractions">Sizes of validation and test.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="RequestException">The fractions leave nothing for training.</exception>
    /// <exception cref="DataException">Too few patients for a part that was asked for.</exception>
    public static Split DrawByClass(
        Patients patients,
        IReadOnlyList<int> classes,
        SplitFractions fractions,
        long seed
    )
    {
        ArgumentNullException.ThrowIfNull(classes);
        RequireTraining(fractions);
        int[] rows = new int[patients.Count];
        int[] ofClass = new int[patients.Count];
        for (int row = 0; row < classes.Count; row++)
            if (rows[patients[row]]++ == 0)
                ofClass[patients[row]] = classes[row];
        double[] shares = [1 - fractions.Validation - fractions.Test, fractions.Validation, fractions.Test];
        Part[] parts = [Part.Train, Part.Validation, Part.Test];
        int[] dealt = new int[parts.Length];
        int all = 0;
        var ofPatient = new Part[patients.Count];
        var random = new KeyedRandom(seed, "split");
        foreach (
            var stratum in Enumerable
                .Range(0, patients.Count)
                .GroupBy(patient => ofClass[patient])
                .OrderBy(group => group.Key)
        )
        {
            int[] members = [.. stratum];
            random.Shuffle(members);
            foreach (int patient in members)
            {
                all += rows[patient];
                int behind = Enumerable
                    .Range(0, parts.Length)
                    .MaxBy(part => shares[part] * all - dealt[part]);
                dealt[behind] += rows[patient];
                ofPatient[patient] = parts[behind];
            }
        }
        return Checked(patients, ofPatient, fractions);
    }

    private static void RequireTraining(SplitFractions fractions)
    {
        if (fractions.Validation + fractions.Test >= 1)
            throw new RequestException(
                $"Validation ({fractions.Validation}) and test ({fractions.Test}) leave nothing to train on.",
                remedy: "Let them sum to less than 1."
            );
    }

    private static Split Checked(Patients patients, Part[] ofPatient, SplitFractions fractions)
    {
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
