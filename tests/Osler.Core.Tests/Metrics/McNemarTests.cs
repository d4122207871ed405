using CsCheck;
using Osler.Core.Metrics;

namespace Osler.Core.Tests.Metrics;

public sealed class McNemarTests
{
    /// <summary>By whole numbers: 2 sum(comb(n, k) for k in range(fewer + 1)) / 2**n in Python.</summary>
    [Theory]
    [InlineData(2, 8, 0.109375)]
    [InlineData(5, 5, 1)]
    [InlineData(0, 6, 0.03125)]
    [InlineData(400, 600, 2.7284641560660184e-10)]
    public void P_is_that_of_the_exact_binomial_test(int onlyFirst, int onlySecond, double p)
    {
        var (first, second) = Answers(3, onlyFirst, onlySecond, 4);
        var comparison = McNemar.Compare(first, second);
        Assert.Equal((onlyFirst, onlySecond), (comparison.OnlyFirst, comparison.OnlySecond));
        Assert.Equal(p, comparison.PValue!.Value, p * 1e-6);
    }

    /// <summary>Fleiss: difference 6/15 less 0, its variance (10 - 36/15) / 15².</summary>
    [Fact]
    public void The_difference_has_its_paired_interval()
    {
        var (first, second) = Answers(3, 8, 2, 2);
        var difference = McNemar.Compare(first, second).Difference;
        double half = 1.959963984540054 * Math.Sqrt((10 - 36.0 / 15) / (15 * 15));
        Assert.Equal(0.4, difference.Value!.Value, 1e-12);
        Assert.Equal(0.4 - half, difference.Low!.Value, 1e-9);
        Assert.Equal(0.4 + half, difference.High!.Value, 1e-9);
    }

    [Fact]
    public void Swapping_the_models_turns_the_difference_and_keeps_P() =>
        Gen.Select(Gen.Bool, Gen.Bool)
            .Array[1, 40]
            .Sample(cases =>
            {
                bool[] first = [.. cases.Select(one => one.Item1)];
                bool[] second = [.. cases.Select(one => one.Item2)];
                var one = McNemar.Compare(first, second);
                var other = McNemar.Compare(second, first);
                Assert.Equal(one.PValue, other.PValue);
                Assert.Equal(one.Difference.Value!.Value, -other.Difference.Value!.Value, 1e-12);
            });

    [Fact]
    public void No_case_gives_no_number_and_no_difference_no_sign_of_one()
    {
        Assert.Null(McNemar.Compare([], []).PValue);
        Assert.Null(McNemar.Compare([], []).Difference.Value);
        Assert.Equal(1, McNemar.Compare([true, false], [true, false]).PValue);
        Assert.Throws<ArgumentException>(() => McNemar.Compare([true], []));
    }

    private static (bool[] First, bool[] Second) Answers(int both, int onlyFirst, int onlySecond, int none)
    {
        static IEnumerable<bool> Times(bool value, int count) => Enumerable.Repeat(value, count);
        return (
            [
                .. Times(true, both),
                .. Times(true, onlyFirst),
                .. Times(false, onlySecond),
                .. Times(false, none),
            ],
            [
                .. Times(true, both),
                .. Times(false, onlyFirst),
                .. Times(true, onlySecond),
                .. Times(false, none),
            ]
        );
    }
}
