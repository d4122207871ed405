using CsCheck;
using Osler.Core.Chance;

namespace Osler.Core.Tests.Chance;

public sealed class KeyedRandomTests
{
    [Fact]
    public void Equal_keys_give_equal_streams() =>
        Gen.Select(Gen.Long, Gen.Long, Gen.Long)
            .Sample(
                (seed, epoch, @case) =>
                {
                    var one = new KeyedRandom(seed, "split", epoch, @case);
                    var two = new KeyedRandom(seed, "split", epoch, @case);
                    return Enumerable.Range(0, 8).All(_ => one.NextBits() == two.NextBits());
                }
            );

    [Theory]
    [InlineData(1, "split", 0, 0)]
    [InlineData(0, "weights", 0, 0)]
    [InlineData(0, "split", 1, 0)]
    [InlineData(0, "split", 0, 1)]
    public void Another_seed_purpose_epoch_or_case_gives_another_stream(
        long seed,
        string purpose,
        long epoch,
        long @case
    ) =>
        Assert.NotEqual(
            new KeyedRandom(0, "split").NextBits(),
            new KeyedRandom(seed, purpose, epoch, @case).NextBits()
        );

    [Fact]
    public void Uniform_draws_have_the_mean_and_variance_of_the_uniform_distribution()
    {
        var random = new KeyedRandom(7, "moments");
        double[] draws = [.. Enumerable.Range(0, 200_000).Select(_ => random.NextDouble())];
        double mean = draws.Average();
        // Standard error of the mean is 0.00065, of the variance 0.00017; both bounds are five of them.
        Assert.InRange(mean, 0.5 - 0.0033, 0.5 + 0.0033);
        Assert.InRange(draws.Average(d => (d - mean) * (d - mean)), 1 / 12.0 - 0.0009, 1 / 12.0 + 0.0009);
    }

    [Fact]
    public void Normal_draws_have_mean_zero_and_variance_one()
    {
        var random = new KeyedRandom(7, "moments");
        double[] draws = [.. Enumerable.Range(0, 200_000).Select(_ => random.NextNormal())];
        Assert.InRange(draws.Average(), -0.012, 0.012);
        Assert.InRange(draws.Average(d => d * d), 0.98, 1.02);
    }

    [Fact]
    public void Integers_stay_within_their_bounds_and_reach_each()
    {
        var random = new KeyedRandom(3, "dice");
        int[] counts = new int[6];
        for (int i = 0; i < 6_000; i++)
            counts[random.Next(6)]++;
        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
        Assert.Equal(4, random.Next(4, 5));
    }
}
