using Osler.Core.Bundles;

namespace Osler.Core.Tests.Bundles;

public sealed class SamplesTests
{
    [Fact]
    public void Every_drawn_value_is_one_of_its_own_column()
    {
        double[] drawn = Samples.Draw([1, 10, 2, 20, 3, double.NaN], inputs: 2, count: 50, seed: 1);
        for (int row = 0; row < 50; row++)
        {
            Assert.Contains(drawn[row * 2], new double[] { 1, 2, 3 });
            Assert.Contains(drawn[row * 2 + 1], new[] { 10, 20, double.NaN });
        }
    }

    [Fact]
    public void Columns_are_drawn_apart_so_that_no_record_stays_whole()
    {
        double[] rows = [.. Enumerable.Range(0, 1_000).SelectMany(i => new double[] { i, i, i })];
        double[] drawn = Samples.Draw(rows, inputs: 3, count: 200, seed: 1);
        int whole = Enumerable
            .Range(0, 200)
            .Count(row => drawn[row * 3] == drawn[row * 3 + 1] && drawn[row * 3] == drawn[row * 3 + 2]);
        Assert.Equal(0, whole);
    }

    [Fact]
    public void Missing_values_travel_as_null()
    {
        var samples = Samples.Of(["a", "b"], [1, double.NaN], [0.5f], [-1f]);
        Assert.Null(samples.Rows[0][1]);
        Assert.Equal([1, double.NaN], samples.FlatRows());
    }
}
