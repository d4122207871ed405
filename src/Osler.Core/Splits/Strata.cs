using Osler.Core.Cases;
using Osler.Core.Tables;

namespace Osler.Core.Splits;

/// <summary>Patients by outcome.</summary>
internal static class Strata
{
    /// <summary>Patients with the outcome in any row; without it; not known. Each in ascending order.</summary>
    /// <param name="patients">Patient of each row.</param>
    /// <param name="labels">[rows]; empty puts all patients into one stratum.</param>
    public static IReadOnlyList<int[]> Of(Patients patients, ReadOnlySpan<Label> labels)
    {
        if (labels.IsEmpty)
            return
            [
                [.. Enumerable.Range(0, patients.Count)],
            ];
        if (labels.Length != patients.Rows)
            throw new ArgumentException($"{labels.Length} labels for {patients.Rows} rows.", nameof(labels));
        var label = new Label[patients.Count];
        for (int row = 0; row < labels.Length; row++)
        {
            ref Label known = ref label[patients[row]];
            if (labels[row] > known)
                known = labels[row];
        }
        int[][] strata =
        [
            new int[label.AsSpan().Count(Label.Present)],
            new int[label.AsSpan().Count(Label.Absent)],
            new int[label.AsSpan().Count(Label.Unknown)],
        ];
        Span<int> next = [0, 0, 0];
        for (int patient = 0; patient < label.Length; patient++)
        {
            int stratum = Label.Present - label[patient];
            strata[stratum][next[stratum]++] = patient;
        }
        return strata;
    }

    /// <summary>A fraction of a count, rounded half up.</summary>
    public static int Share(int count, double fraction) => (int)Math.Floor(count * fraction + 0.5);

    /// <summary>[rows] from [patients]; the same array where rows are patients.</summary>
    public static T[] ToRows<T>(Patients patients, T[] ofPatient)
    {
        if (patients.EachRowIsOne)
            return ofPatient;
        var ofRow = new T[patients.Rows];
        for (int row = 0; row < ofRow.Length; row++)
            ofRow[row] = ofPatient[patients[row]];
        return ofRow;
    }
}
