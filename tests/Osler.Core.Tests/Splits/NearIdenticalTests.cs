using Osler.Core.Chance;
using Osler.Core.Splits;

namespace Osler.Core.Tests.Splits;

public sealed class NearIdenticalTests
{
    [Theory, InlineData(0), InlineData(1), InlineData(3)]
    public void Agrees_with_joining_every_near_pair_by_hand(int distance)
    {
        const int cases = 60;
        const int width = 130; // more than two words of bits
        sbyte[] features = Drawn(cases, width, seed: distance);
        var found = NearIdentical.Clusters(features, width, distance);

        int[] cluster = [.. Enumerable.Range(0, cases)];
        for (bool changed = true; changed; )
        {
            changed = false;
            for (int i = 0; i < cases; i++)
            for (int j = 0; j < cases; j++)
                if (cluster[j] < cluster[i] && Distance(features, width, i, j) <= distance)
                    (cluster[i], changed) = (cluster[j], true);
        }
        for (int i = 0; i < cases; i++)
        for (int j = 0; j < cases; j++)
            Assert.Equal(cluster[i] == cluster[j], found[i] == found[j]);
    }

    [Fact]
    public void What_is_not_determined_in_one_tells_no_difference()
    {
        sbyte[] features = [1, 0, 1, 1, -1, 1, 0, 0, 1];
        var found = NearIdentical.Clusters(features, 3, 0);
        Assert.Equal(found[0], found[1]);
        Assert.NotEqual(found[0], found[2]);
    }

    [Fact]
    public void A_chain_of_near_cases_is_one_cluster()
    {
        sbyte[] features = [0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 1];
        Assert.Equal(1, NearIdentical.Clusters(features, 3, 1).Count);
        Assert.Equal(4, NearIdentical.Clusters(features, 3, 0).Count);
    }

    [Fact]
    public void Values_that_are_no_rows_are_refused() =>
        Assert.Throws<ArgumentException>(() => NearIdentical.Clusters([1, 0, 1], 2, 0));

    private static int Distance(sbyte[] features, int width, int first, int second)
    {
        int differing = 0;
        for (int k = 0; k < width; k++)
        {
            (sbyte a, sbyte b) = (features[first * width + k], features[second * width + k]);
            differing += a >= 0 && b >= 0 && a != b ? 1 : 0;
        }
        return differing;
    }

    // A few strains, each case a variant or two away from one.
    private static sbyte[] Drawn(int cases, int width, int seed)
    {
        var random = new KeyedRandom(seed, "strains");
        sbyte[][] strains =
        [
            .. Enumerable
                .Range(0, 8)
                .Select(_ => Enumerable.Range(0, width).Select(_ => (sbyte)random.Next(2)).ToArray()),
        ];
        sbyte[] features = new sbyte[cases * width];
        for (int i = 0; i < cases; i++)
        {
            strains[random.Next(8)].CopyTo(features, i * width);
            for (int changes = random.Next(4); changes > 0; changes--)
                features[i * width + random.Next(width)] ^= 1;
            if (random.Next(3) == 0)
                features[i * width + random.Next(width)] = -1;
        }
        return features;
    }
}
