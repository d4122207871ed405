using Osler.Core.Metrics;

namespace Osler.Reports.Tests;

public sealed class NumeralsTests
{
    [Theory]
    [InlineData(0.74249, "0.742")]
    [InlineData(-0.0301, "−0.030")]
    [InlineData(-0.0001, "0.000")]
    [InlineData(double.NaN, "—")]
    [InlineData(double.PositiveInfinity, "—")]
    [InlineData(-1e300, "−1e+300")]
    public void Writes_three_decimals_with_a_true_minus(double value, string text) =>
        Assert.Equal(text, Numerals.Fixed(value));

    [Theory]
    [InlineData(1.0 / 3380, 1, "<0.1\u202F%")]
    [InlineData(3379.0 / 3380, 1, ">99.9\u202F%")]
    [InlineData(0.0, 1, "0.0\u202F%")]
    [InlineData(0.002, 0, "<1\u202F%")]
    public void One_of_thousands_is_neither_nobody_nor_everybody(double share, int decimals, string text) =>
        Assert.Equal(text, Numerals.Percent(share, decimals));

    [Theory]
    [InlineData(0.00042, "<\u202F0.001")]
    [InlineData(0.034, "0.034")]
    [InlineData(1.0, "1.000")]
    public void Writes_small_p_values_as_a_bound(double p, string text) => Assert.Equal(text, Numerals.P(p));

    [Fact]
    public void An_undefined_value_is_a_dash_and_never_zero()
    {
        Assert.Equal("—", Numerals.Fixed(null));
        Assert.Equal("—", Numerals.Percent(null));
        Assert.Equal("—", Numerals.P(null));
        Assert.Equal("—", Numerals.WithInterval(Estimate.None("no positive case"), v => Numerals.Fixed(v)));
    }

    [Theory]
    [InlineData(0.711, 0.752, "0.711–0.752")]
    [InlineData(-0.01, 0.02, "−0.010 to 0.020")]
    public void An_interval_with_a_negative_limit_has_no_dash_between(double low, double high, string text) =>
        Assert.Equal(text, Numerals.Interval(new Estimate(0, low, high), v => Numerals.Fixed(v)));

    [Fact]
    public void An_interval_of_shares_has_one_per_cent_sign() =>
        Assert.Equal(
            "64.3–72.2\u202F%",
            Numerals.Interval(new Estimate(0.684, 0.643, 0.722), v => Numerals.Percent(v))
        );

    [Theory]
    [InlineData(0, "0")]
    [InlineData(132.5, "132.5")]
    [InlineData(27.04, "27")]
    [InlineData(0.0371, "0.037")]
    [InlineData(48213.7, "48,214")]
    [InlineData(1.5e-7, "1.5e−7")]
    public void Writes_a_number_of_unknown_size_briefly(double value, string text) =>
        Assert.Equal(text, Numerals.Plain(value));
}
