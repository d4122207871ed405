using Osler.Core.Chance;
using Osler.Core.Variants.Sequences;

namespace Osler.Core.Tests.Variants;

/// <summary>The alignment of two sequences against a slow one that tries every gap by its length.</summary>
public sealed class PairwiseAlignmentTests
{
    [Fact]
    public void Scores_as_trying_every_gap_does_and_its_pairs_add_up_to_the_score()
    {
        for (int i = 0; i < 300; i++)
        {
            var random = new KeyedRandom(1, "alignment", 0, i);
            string first = Bases(random, random.Next(1, 30));
            // Mostly a relative of the first.
            string second = random.Next(4) == 0 ? Bases(random, random.Next(1, 30)) : Changed(random, first);
            int expected = Slow(first, second);
            var found = PairwiseAlignment.Of(first, second);
            Assert.Equal(expected, found?.Score ?? 0);
            if (found is null)
                continue;
            Assert.Equal(found.Score, Score(found, first, second));
            AssertOrdered(found.Pairs.Select(pair => pair.Reference));
            AssertOrdered(found.Pairs.Select(pair => pair.Sequence));
        }
    }

    // Every index once and in order, whatever stands between.
    private static void AssertOrdered(IEnumerable<int> indexes)
    {
        int[] own = [.. indexes.Where(index => index >= 0)];
        Assert.Equal(Enumerable.Range(own[0], own.Length), own);
    }

    private static int Score(PairwiseAlignment alignment, string first, string second)
    {
        int score = 0;
        for (int i = 0; i < alignment.Pairs.Length; i++)
        {
            var (a, b) = alignment.Pairs[i];
            if (a >= 0 && b >= 0)
                score += Pair(first[a], second[b]);
            else
            {
                var (before, other) = alignment.Pairs[i - 1];
                score -= (a < 0) == (before < 0) && (b < 0) == (other < 0) ? 1 : 5;
            }
        }
        return score;
    }

    private static int Pair(char a, char b) =>
        a == 'N' || b == 'N' ? 0
        : a == b ? 1
        : -2;

    // best[i, j]: ending in the pair i, j, before which is another pair behind one gap, or the beginning of either sequence.
    private static int Slow(string first, string second)
    {
        (int n, int m) = (first.Length, second.Length);
        int[,] best = new int[n, m];
        int highest = 0;
        for (int i = 0; i < n; i++)
        for (int j = 0; j < m; j++)
        {
            int before = i == 0 || j == 0 ? 0 : best[i - 1, j - 1];
            if (i > 0 && j > 0)
            {
                // Bases of the first alone, bases of the second alone: a gap of length g costs 4 + g.
                for (int gap = 1; gap <= i - 1; gap++)
                    before = Math.Max(before, best[i - 1 - gap, j - 1] - 4 - gap);
                for (int gap = 1; gap <= j - 1; gap++)
                    before = Math.Max(before, best[i - 1, j - 1 - gap] - 4 - gap);
            }
            best[i, j] = before + Pair(first[i], second[j]);
            if (i == n - 1 || j == m - 1)
                highest = Math.Max(highest, best[i, j]);
        }
        return highest;
    }

    private static string Bases(KeyedRandom random, int length) =>
        string.Concat(
            Enumerable.Range(0, length).Select(_ => "ACGTN"[random.Next(20) == 0 ? 4 : random.Next(4)])
        );

    private static string Changed(KeyedRandom random, string bases)
    {
        int at = random.Next(bases.Length);
        return random.Next(3) switch
        {
            0 => bases[..at] + Bases(random, random.Next(1, 6)) + bases[at..],
            1 when bases.Length > 1 => bases.Remove(at, Math.Min(bases.Length - at, random.Next(1, 6))) + "A",
            _ => bases[..at] + Bases(random, 1) + bases[(at + 1)..],
        };
    }
}
