using Osler.Core.Preprocessing;
using Osler.Core.Tables;

namespace Osler.Core.Splits;

/// <summary>Whether a split keeps its sides apart.</summary>
public static class SplitChecks
{
    /// <summary>Refuses a split with a patient on two sides.</summary>
    /// <exception cref="Faults.DataException">A patient has rows in two parts (cases left out do not count).</exception>
    public static void RequirePatientsApart(Split split, Patients patients) =>
        throw new NotImplementedException();

    /// <summary>
    /// Counts cases outside the training part whose features equal, bit by bit, those of a training case of
    /// another patient: likely the same person under two numbers.
    /// </summary>
    public static int DuplicatesAcross(Split split, Patients patients, FeatureMatrix features) =>
        throw new NotImplementedException();
}
