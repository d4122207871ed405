using Osler.Core.Chance;
using Osler.Core.Explanation;

namespace Osler.Core.Tests.Explanation;

public sealed class PrincipalComponentsTests
{
    [Fact]
    public void Finds_the_line_along_which_cases_lie()
    {
        // Along (3, 4) / 5, from -10 to 10.
        float[] rows = [.. Enumerable.Range(-10, 21).SelectMany(t => new[] { 0.6f * t + 1, 0.8f * t - 2 })];
        var found = PrincipalComponents.Of(rows, 2);
        Assert.Equal(1, found.Shares[0], 1e-6);
        for (int i = 0; i < 21; i++)
        {
            Assert.Equal(i - 10, found.Scores[2 * i], 1e-5);
            Assert.Equal(0, found.Scores[2 * i + 1], 1e-5);
        }
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Scores_have_the_variances_and_are_uncorrelated(int seed)
    {
        const int cases = 200;
        const int width = 5;
        var random = new KeyedRandom(seed, "components");
        float[] rows = new float[cases * width];
        for (int i = 0; i < cases; i++)
        {
            double common = random.NextNormal();
            for (int j = 0; j < width; j++)
                rows[i * width + j] = (float)(j * common + random.NextNormal());
        }
        var found = PrincipalComponents.Of(rows, width, width);
        Assert.Equal(1, found.Shares.Sum(), 1e-9);
        Assert.Equal(found.Shares.OrderDescending(), found.Shares);
        // Turning keeps lengths: all scores together have the rows' variance.
        double whole = 0;
        for (int j = 0; j < width; j++)
        {
            double mean = Enumerable.Range(0, cases).Average(i => rows[i * width + j]);
            whole += Enumerable.Range(0, cases).Average(i => Math.Pow(rows[i * width + j] - mean, 2));
        }
        for (int a = 0; a < width; a++)
        for (int b = 0; b <= a; b++)
        {
            double product = Enumerable
                .Range(0, cases)
                .Average(i => found.Scores[i * width + a] * found.Scores[i * width + b]);
            Assert.Equal(a == b ? found.Shares[a] * whole : 0, product, 1e-6 * whole);
        }
    }

    [Fact]
    public void Cases_that_are_all_the_same_have_no_direction()
    {
        var found = PrincipalComponents.Of([1, 2, 1, 2, 1, 2], 2);
        Assert.Equal([0, 0], found.Shares);
        Assert.All(found.Scores, score => Assert.Equal(0, score, 1e-9));
    }
}
