using System.Numerics;
using Osler.Core.Tables;

namespace Osler.Core.Splits;

/// <summary>Clusters of cases that are nearly the same, which no split may put on both sides.</summary>
/// <remarks>
/// The distance of two cases is the number of features that are determined in both and differ (Hamming). Cases at most so
/// far apart are joined, and whatever is joined through others too (single linkage): outside a cluster there is no case
/// that is near one inside. What few features tell of a case joins it to many; leave such cases out before.
/// </remarks>
public static class NearIdentical
{
    /// <summary>The cluster of each case.</summary>
    /// <param name="features">[cases, width] row-major: 0 absent, 1 present, anything else not determined.</param>
    /// <param name="width">Features of a case, at least 1.</param>
    /// <param name="distance">Cases that differ in at most so many features are near; at least 0.</param>
    /// <param name="cancellation">Looked at once a case.</param>
    /// <exception cref="ArgumentException">Values are no rows of that width.</exception>
    public static Patients Clusters(
        ReadOnlySpan<sbyte> features,
        int width,
        int distance,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(distance);
        if (features.Length % width != 0)
            throw new ArgumentException(
                $"{features.Length} values are no rows of {width}.",
                nameof(features)
            );
        int cases = features.Length / width;
        int words = (width + 63) / 64;
        ulong[] present = new ulong[(long)cases * words];
        ulong[] absent = new ulong[present.Length];
        for (int i = 0; i < cases; i++)
        for (int j = 0; j < width; j++)
        {
            int value = features[i * width + j];
            if (value is not (0 or 1))
                continue;
            ulong[] bits = value == 1 ? present : absent;
            bits[i * words + j / 64] |= 1UL << (j % 64);
        }
        int[] parent = [.. Enumerable.Range(0, cases)];
        for (int i = 0; i < cases; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int j = 0; j < i; j++)
                if (Root(parent, i) != Root(parent, j) && Near(present, absent, words, i, j, distance))
                    parent[Root(parent, i)] = Root(parent, j);
        }
        for (int i = 0; i < cases; i++)
            parent[i] = Root(parent, i);
        return Patients.From(parent);
    }

    private static bool Near(ulong[] present, ulong[] absent, int words, int first, int second, int distance)
    {
        int differing = 0;
        for (
            int i = first * words, j = second * words, end = i + words;
            i < end && differing <= distance;
            i++, j++
        )
            differing += BitOperations.PopCount((present[i] & absent[j]) | (absent[i] & present[j]));
        return differing <= distance;
    }

    private static int Root(int[] parent, int of)
    {
        while (parent[of] != of)
            of = parent[of] = parent[parent[of]];
        return of;
    }
}
