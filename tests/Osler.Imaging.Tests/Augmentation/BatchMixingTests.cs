using Osler.Core.Chance;
using Osler.Imaging.Augmentation;

namespace Osler.Imaging.Tests.Augmentation;

public sealed class BatchMixingTests
{
    [Theory]
    [InlineData("""["mixup"]""")]
    [InlineData("""["cutmix"]""")]
    [InlineData("""["mixup", "cutmix"]""")]
    public void Targets_are_mixed_as_the_pixels_are(string json)
    {
        var steps = AugmentationTests.Steps(json);
        bool mixed = false;
        for (int number = 0; number < 30; number++)
        {
            // Image i is i all over, and so is its target: whatever the mixture, mean and target agree.
            float[] images = [.. Enumerable.Range(0, 6 * 3 * 8 * 10).Select(i => (float)(i / 240))];
            float[] targets = [0, 1, 2, 3, 4, 5];
            steps.Mix(new ImageBatch(images, targets, 6, 8, 10), seed: 5, epoch: 1, number);
            for (int i = 0; i < 6; i++)
                Assert.Equal(images.Skip(i * 240).Take(240).Average(), targets[i], 1e-4f);
            Assert.Equal(15, targets.Sum(), 1e-3f);
            mixed |= targets.Any(target => target != MathF.Round(target));
        }
        Assert.True(mixed);
    }

    [Fact]
    public void The_unknown_stays_unknown_where_it_is_mixed_in()
    {
        float[] targets = [float.NaN, 1, 1, 1];
        new MixUp { Alpha = 100 }.Apply(
            new ImageBatch(new float[4 * 4], targets, 4, 2, 2),
            new KeyedRandom(3, "test")
        );
        Assert.InRange(targets.Count(float.IsNaN), 1, 2);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(5)]
    public void Shares_have_the_mean_and_variance_of_Beta(double alpha)
    {
        var random = new KeyedRandom(1, "beta");
        double[] draws = [.. Enumerable.Range(0, 20_000).Select(_ => BetaDraw.Of(random, alpha, alpha))];
        double mean = draws.Average();
        Assert.Equal(0.5, mean, 0.01);
        Assert.Equal(0.25 / (2 * alpha + 1), draws.Average(draw => (draw - mean) * (draw - mean)), 0.005);
    }
}
