using Osler.Core.Tables;

namespace Osler.Core.Splits;

/// <summary>Patients by outcome.</summary>
internal static class Strata
{
    /// <summary>Patients with the outcome in any row; without it; not known. Each in ascending order.</summary>
    /// <param name="patients">Patient of each row.</param>
    /// <param name="targets">[rows]; empty puts all patients into one stratum.</param>
    public static IReadOnlyList<int[]> Of(Patients patients, ReadOnlySpan<float> targets)
    {
        if (targets.IsEmpty)
            return
            [
                [.. Enumerable.Range(0, patients.Count)],
            ];
        if (targets.Length != patients.Rows)
            throw new ArgumentException(
                $"{targets.Length} targets for {patients.Rows} rows.",
                nameof(targets)
            );
        byte[] label = new byte[patients.Count];
        for (int row = 0; row < targets.Length; row++)
        {
            byte here = targets[row] switch
            {
                1 => 2,
                0 => 1,
                _ => 0,
            };
            ref byte known = ref label[patients[row]];
            known = Math.Max(known, here);
        }
        int[][] strata =
        [
            new int[label.AsSpan().Count((byte)2)],
            new int[label.AsSpan().Count((byte)1)],
            new int[label.AsSpan().Count((byte)0)],
        ];
        Span<int> next = [0, 0, 0];
        for (int patient = 0; patient < label.Length; patient++)
        {
            int stratum = 2 - label[patient];
            strata[stratum][next[stratum]++] = patient;
        }
        return strata;
    }

    /// <summary>A fraction of a count, rounded half up.</summary>
    public static int Share(int count, double fraction) => (int)Math.Floor(count * fraction + 0.5);

    /// <summary>[rows] from [patients].</summary>
    public static T[] ToRows<T>(Patients patients, T[] ofPatient)
    {
        var ofRow = new T[patients.Rows];
        for (int row = 0; row < ofRow.Length; row++)
            ofRow[row] = ofPatient[patients[row]];
        return ofRow;
    }
}
