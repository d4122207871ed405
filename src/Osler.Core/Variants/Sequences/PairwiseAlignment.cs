using System.Collections.Immutable;

namespace Osler.Core.Variants.Sequences;

/// <summary>A stretch of the reference and a sequence, base beside base.</summary>
/// <param name="Pairs">
/// Indexes into both, ascending; -1 in one of them where the other's base has no partner. What overhangs at an end of either
/// is no part of it.
/// </param>
/// <param name="Score">Matches less what differences cost.</param>
internal sealed record PairwiseAlignment(ImmutableArray<(int Reference, int Sequence)> Pairs, int Score)
{
    // A base that is not known (N) neither gains nor costs.
    private const int Match = 1;
    private const int Mismatch = -2;
    private const int Opening = 5;
    private const int Extension = 1;

    // Overhang and net shift that is found, in bases, beyond the lengths' difference.
    private const int Band = 150;

    private const int None = int.MinValue / 2;

    // Where a cell's best score came from.
    private const byte Begin = 0;
    private const byte Paired = 1;
    private const byte Deleted = 2;
    private const byte Inserted = 3;

    /// <summary>The best overlap with affine gaps.</summary>
    /// <param name="reference">Bases, N where not known.</param>
    /// <param name="sequence">Bases without gaps, N where not known.</param>
    /// <returns>Null where nothing scores.</returns>
    /// <remarks>
    /// Gotoh, J. Mol. Biol. 162, 1982, with free ends (the shorter one's ends and the longer one's overhang cost nothing),
    /// within a band around the main diagonals. Memory: reference bases times the band, a byte each.
    /// </remarks>
    public static PairwiseAlignment? Of(string reference, string sequence)
    {
        (int n, int m) = (reference.Length, sequence.Length);
        // Column j of row i stands at j - i - low.
        int low = Math.Min(0, m - n) - Band;
        int width = Math.Max(0, m - n) + Band - low + 1;
        var traces = new byte[checked((n + 1) * width)];
        var (paired, nextPaired) = (Row(width), Row(width));
        var (deleted, nextDeleted) = (Row(width), Row(width));
        var (inserted, nextInserted) = (Row(width), Row(width));
        (int Score, int I, int J) best = (0, 0, 0);
        for (int i = 1; i <= n; i++)
        {
            foreach (int[] row in (int[][])[nextPaired, nextDeleted, nextInserted])
                Array.Fill(row, None);
            var trace = traces.AsSpan(i * width, width);
            int first = Math.Max(1, i + low);
            int last = Math.Min(m, i + low + width - 1);
            for (int j = first; j <= last; j++)
            {
                int k = j - i - low;
                // The cell before on the diagonal stands at k of the row above, the one above at k + 1, the one left at k - 1.
                (int before, byte from) = Best(paired[k], deleted[k], inserted[k]);
                if (i == 1 || j == 1)
                    (before, from) = (0, Begin);
                nextPaired[k] = before + Pair(reference[i - 1], sequence[j - 1]);
                int opened = k + 1 < width ? paired[k + 1] - Opening : None;
                int extended = k + 1 < width ? deleted[k + 1] - Extension : None;
                nextDeleted[k] = Math.Max(opened, extended);
                byte told = (byte)(from | (extended > opened ? 1 << 2 : 0));
                opened = k > 0 ? nextPaired[k - 1] - Opening : None;
                extended = k > 0 ? nextInserted[k - 1] - Extension : None;
                nextInserted[k] = Math.Max(opened, extended);
                trace[k] = (byte)(told | (extended > opened ? 1 << 3 : 0));
                if ((i == n || j == m) && nextPaired[k] > best.Score)
                    best = (nextPaired[k], i, j);
            }
            (paired, nextPaired) = (nextPaired, paired);
            (deleted, nextDeleted) = (nextDeleted, deleted);
            (inserted, nextInserted) = (nextInserted, inserted);
        }
        return best.Score > 0 ? new(Trace(traces, width, low, best.I, best.J), best.Score) : null;
    }

    private static ImmutableArray<(int, int)> Trace(byte[] traces, int width, int low, int i, int j)
    {
        var pairs = ImmutableArray.CreateBuilder<(int, int)>();
        byte state = Paired;
        while (true)
        {
            byte trace = traces[i * width + (j - i - low)];
            switch (state)
            {
                case Paired:
                    pairs.Add((i - 1, j - 1));
                    state = (byte)(trace & 3);
                    (i, j) = (i - 1, j - 1);
                    break;
                case Deleted:
                    pairs.Add((i - 1, -1));
                    state = (trace & 1 << 2) != 0 ? Deleted : Paired;
                    i--;
                    break;
                default:
                    pairs.Add((-1, j - 1));
                    state = (trace & 1 << 3) != 0 ? Inserted : Paired;
                    j--;
                    break;
            }
            if (state == Begin)
            {
                pairs.Reverse();
                return pairs.ToImmutable();
            }
        }
    }

    private static int Pair(char reference, char other) =>
        reference == 'N' || other == 'N' ? 0
        : reference == other ? Match
        : Mismatch;

    private static (int Score, byte From) Best(int paired, int deleted, int inserted) =>
        paired >= deleted && paired >= inserted ? (paired, Paired)
        : deleted >= inserted ? (deleted, Deleted)
        : (inserted, Inserted);

    private static int[] Row(int width)
    {
        int[] row = new int[width];
        Array.Fill(row, None);
        return row;
    }
}
