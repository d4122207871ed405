using Osler.Core.Cases;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Tables;

namespace Osler.Core.Splits;

/// <summary>Folds for cross-validation: all rows of a patient share a fold, stratified by outcome.</summary>
public static class GroupedFolds
{
    /// <summary>Draws the folds.</summary>
    /// <param name="patients">Patient of each row.</param>
    /// <param name="labels">[rows]: the outcome, by which to stratify; empty for none.</param>
    /// <param name="folds">How many, at least 2.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="repeat">Which repetition, where the cross-validation is repeated.</param>
    /// <returns>[rows]: fold from 0.</returns>
    /// <remarks>
    /// Shuffled patients are dealt in turn, the second stratum starting where the first ended, so that folds differ
    /// by at most one patient within a stratum and by at most one in all.
    /// </remarks>
    /// <exception cref="RequestException">Fewer than two folds.</exception>
    /// <exception cref="DataException">Fewer patients, or fewer patients of one outcome, than folds.</exception>
    public static int[] Draw(
        Patients patients,
        ReadOnlySpan<Label> labels,
        int folds,
        long seed,
        int repeat = 0
    )
    {
        if (folds < 2)
            throw new RequestException($"Cross-validation with {folds} folds; it takes at least 2.");
        if (patients.Count < folds)
            throw new DataException(
                $"There are {patients.Count} patients for {folds} folds.",
                remedy: patients.Count >= 2
                    ? $"Ask for at most {patients.Count} folds."
                    : "More patients are needed."
            );
        var strata = Strata.Of(patients, labels);
        if (!labels.IsEmpty)
            for (int outcome = 0; outcome < 2; outcome++)
                if (strata[outcome].Length < folds)
                    throw new DataException(
                        $"There are {strata[outcome].Length} patients {(outcome == 0 ? "with" : "without")} the outcome for {folds} folds, so that a fold would have none.",
                        remedy: strata[outcome].Length >= 2
                            ? $"Ask for at most {strata[outcome].Length} folds."
                            : "More such cases are needed."
                    );
        int[] ofPatient = new int[patients.Count];
        var random = new KeyedRandom(seed, "folds", epoch: repeat);
        int turn = 0;
        foreach (int[] stratum in strata)
        {
            random.Shuffle(stratum);
            foreach (int patient in stratum)
                ofPatient[patient] = turn++ % folds;
        }
        return Strata.ToRows(patients, ofPatient);
    }

    /// <summary>
    /// The split in which one fold is the test part, and a fraction of the other folds' patients is drawn for
    /// validation.
    /// </summary>
    /// <param name="folds">From <see cref="Draw"/>.</param>
    /// <param name="test">The test fold.</param>
    /// <param name="patients">Patient of each row.</param>
    /// <param name="labels">As for <see cref="Draw"/>.</param>
    /// <param name="validation">Fraction of the remaining patients for validation, in [0, 1).</param>
    /// <param name="seed">The run's seed.</param>
    public static Split Hold(
        int[] folds,
        int test,
        Patients patients,
        ReadOnlySpan<Label> labels,
        double validation,
        long seed
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(validation, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(validation, 1);
        var ofPatient = new Part[patients.Count];
        for (int row = 0; row < folds.Length; row++)
            ofPatient[patients[row]] =
                folds[row] < 0 ? Part.LeftOut
                : folds[row] == test ? Part.Test
                : Part.Train;
        var random = new KeyedRandom(seed, "validation", epoch: test);
        foreach (int[] stratum in Strata.Of(patients, labels))
        {
            int[] rest = [.. stratum.Where(patient => ofPatient[patient] == Part.Train)];
            random.Shuffle(rest);
            foreach (int patient in rest.AsSpan(0, Strata.Share(rest.Length, validation)))
                ofPatient[patient] = Part.Validation;
        }
        return new Split(Strata.ToRows(patients, ofPatient), folds);
    }
}
