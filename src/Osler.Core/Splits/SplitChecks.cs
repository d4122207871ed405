using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;
using Osler.Core.Words;

namespace Osler.Core.Splits;

/// <summary>Whether a split keeps its sides apart.</summary>
public static class SplitChecks
{
    private const int Nobody = -1;

    /// <summary>Refuses a split with a patient on two sides.</summary>
    /// <param name="split">The split.</param>
    /// <param name="patients">Patient of each row.</param>
    /// <exception cref="DataException">A patient has rows in two parts (cases left out do not count).</exception>
    public static void RequirePatientsApart(Split split, Patients patients)
    {
        if (split.Parts.Length != patients.Rows)
            throw new ArgumentException(
                $"A split of {split.Parts.Length} rows for {patients.Rows}.",
                nameof(split)
            );
        var ofPatient = new Part[patients.Count];
        bool[] crosses = new bool[patients.Count];
        int firstRow = -1;
        for (int row = 0; row < split.Parts.Length; row++)
        {
            if (split.Parts[row] == Part.LeftOut)
                continue;
            ref var part = ref ofPatient[patients[row]];
            if (part == Part.LeftOut)
                part = split.Parts[row];
            else if (part != split.Parts[row])
            {
                crosses[patients[row]] = true;
                firstRow = firstRow < 0 ? row : firstRow;
            }
        }
        if (firstRow >= 0)
            throw new DataException(
                $"{Counted.Of(crosses.AsSpan().Count(true), "patient has", "patients have")} rows in more than one part of the split, first at row {firstRow + 1}.",
                remedy: "Keep all rows of a patient in one part; otherwise the test knows what training saw."
            );
    }

    /// <summary>Refuses a split without training or test cases.</summary>
    /// <exception cref="DataException">A part is empty.</exception>
    internal static void RequireTrainAndTest(this Split split, string where)
    {
        foreach (var part in new[] { Part.Train, Part.Test })
            if (!split.Parts.AsSpan().Contains(part))
                throw new DataException(
                    $"The split has no case for {(part == Part.Train ? "training" : "test")}.",
                    where,
                    "Check the column and the values that the study states."
                );
    }

    /// <summary>
    /// Counts cases outside the training part whose features equal, bit by bit, those of a training case of
    /// another patient: likely the same person under two numbers, or too few features to tell people apart.
    /// </summary>
    /// <param name="split">The split.</param>
    /// <param name="patients">Patient of each row.</param>
    /// <param name="features">Features of each row.</param>
    public static int DuplicatesAcross(Split split, Patients patients, FeatureMatrix features)
    {
        // By 64-bit hash: among a million cases, one false match has a chance of 3e-8. The cases outside training are
        // remembered and training's pass by, since training may be many times as large.
        var trained = new Dictionary<ulong, int>();
        ulong[] hashes = new ulong[split.Count(Part.Validation) + split.Count(Part.Test)];
        int outside = 0;
        foreach ((int _, ulong hash) in Hashes(features, split.Each(Part.Validation)))
            trained[hashes[outside++] = hash] = Nobody;
        foreach ((int _, ulong hash) in Hashes(features, split.Each(Part.Test)))
            trained[hashes[outside++] = hash] = Nobody;
        foreach ((int row, ulong hash) in Hashes(features, split.Each(Part.Train)))
        {
            ref int patient = ref CollectionsMarshal.GetValueRefOrNullRef(trained, hash);
            if (!Unsafe.IsNullRef(ref patient) && patient == Nobody)
                patient = patients[row];
        }
        int duplicates = 0;
        outside = 0;
        foreach (int row in split.Each(Part.Validation).Concat(split.Each(Part.Test)))
            if (trained[hashes[outside++]] is var patient and not Nobody && patient != patients[row])
                duplicates++;
        return duplicates;
    }

    // Gathered many at a time, since the features may lie in a file.
    private static IEnumerable<(int Row, ulong Hash)> Hashes(FeatureMatrix features, IEnumerable<int> rows)
    {
        foreach (int[] some in rows.Chunk(1 << 12))
        {
            float[] gathered = new float[some.Length * features.Width];
            features.Gather(some, gathered);
            for (int i = 0; i < some.Length; i++)
                yield return (
                    some[i],
                    IdentifierHash.Of(
                        MemoryMarshal.Cast<float, char>(gathered.AsSpan(i * features.Width, features.Width))
                    )
                );
        }
    }
}
