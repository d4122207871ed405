using CsCheck;
using Osler.Core.Intervals;
using Osler.Core.Tests.Goldens;

namespace Osler.Core.Tests.Intervals;

public sealed class WilsonTests
{
    [Fact]
    public void Agrees_with_prop_test()
    {
        foreach (var row in Golden.Read("metrics/binary_r.json").GetProperty("proportions").EnumerateArray())
        {
            double[] golden = row.Doubles();
            var estimate = Wilson.Of((long)golden[0], (long)golden[1], "none");
            Assert.Equal(golden[2], estimate.Low!.Value, 1e-12);
            Assert.Equal(golden[3], estimate.High!.Value, 1e-12);
        }
    }

    [Fact]
    public void Is_undefined_for_no_trial_with_the_reason_given() =>
        Assert.Equal("no positive case", Wilson.Of(0, 0, "no positive case").Undefined);

    [Fact]
    public void Lies_in_the_unit_interval_around_the_proportion_and_mirrors() =>
        Gen.Select(Gen.Int[1, 5000], Gen.Double[0, 1])
            .Sample(
                (trials, share) =>
                {
                    long successes = (long)(share * trials);
                    var one = Wilson.Of(successes, trials, "none");
                    var other = Wilson.Of(trials - successes, trials, "none");
                    return one.Low >= 0
                        && one.High <= 1
                        && one.Low <= one.Value
                        && one.Value <= one.High
                        && Math.Abs(one.Low!.Value - (1 - other.High!.Value)) < 1e-12;
                }
            );

    [Fact]
    public void Refuses_more_successes_than_trials() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Wilson.Of(3, 2, "none"));
}

public sealed class ClopperPearsonTests
{
    [Fact]
    public void Agrees_with_binom_test()
    {
        foreach (var row in Golden.Read("metrics/binary_r.json").GetProperty("proportions").EnumerateArray())
        {
            double[] golden = row.Doubles();
            var estimate = ClopperPearson.Of((long)golden[0], (long)golden[1], "none");
            Assert.Equal(golden[4], estimate.Low!.Value, 1e-9);
            Assert.Equal(golden[5], estimate.High!.Value, 1e-9);
        }
    }

    [Fact]
    public void Holds_Wilsons_interval_nearly_always()
    {
        for (int successes = 1; successes < 30; successes++)
        {
            var exact = ClopperPearson.Of(successes, 30, "none");
            var score = Wilson.Of(successes, 30, "none");
            Assert.True(exact.High - exact.Low > score.High - score.Low);
        }
    }

    [Fact]
    public void Is_undefined_for_no_trial() =>
        Assert.Equal("no case", ClopperPearson.Of(0, 0, "no case").Undefined);
}

public sealed class GaussianTests
{
    [Theory]
    [InlineData(0.5, 0.674489750196082)]
    [InlineData(0.9, 1.64485362695147)]
    [InlineData(0.95, 1.95996398454005)]
    [InlineData(0.99, 2.5758293035489)]
    public void Half_width_is_R_s_qnorm(double confidence, double expected) =>
        Assert.Equal(expected, Gaussian.HalfWidth(confidence), 1e-10);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1.959963984540054, 0.05)]
    [InlineData(-1.959963984540054, 0.05)]
    [InlineData(8, 1.24419211485436e-15)]
    public void Two_sided_P_value_is_R_s_pnorm_twice(double z, double expected) =>
        Assert.Equal(1, Gaussian.TwoSided(z) / expected, 1e-9);

    [Theory, InlineData(0), InlineData(1), InlineData(double.NaN)]
    public void Refuses_an_impossible_coverage(double confidence) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Gaussian.HalfWidth(confidence));
}
