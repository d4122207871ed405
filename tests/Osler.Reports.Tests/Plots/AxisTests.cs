using CsCheck;
using Osler.Reports.Plots;

namespace Osler.Reports.Tests.Plots;

public sealed class AxisTests
{
    [Fact]
    public void Any_values_give_a_finite_range_with_few_ascending_marks() =>
        Gen
            .Double.Array[0, 6]
            .Sample(values =>
            {
                var axis = Axis.Around("x", values);
                return Sound(axis);
            });

    [Fact]
    public void Any_two_ends_give_a_finite_range() =>
        Gen.Select(Gen.Double, Gen.Double).Sample((low, high) => Sound(Axis.Between("x", low, high)));

    [Theory]
    [InlineData(0, 1, new[] { "0.0", "0.2", "0.4", "0.6", "0.8", "1.0" })]
    [InlineData(-3, 7, new[] { "−2", "0", "2", "4", "6" })]
    [InlineData(0, 20000, new[] { "0", "5,000", "10,000", "15,000", "20,000" })]
    public void Marks_stand_at_round_numbers(double low, double high, string[] expected) =>
        Assert.Equal(expected, Axis.Between("x", low, high).Ticks.Select(tick => tick.Text));

    [Fact]
    public void A_single_value_stands_in_the_middle()
    {
        var axis = Axis.Between("x", 5, 5);
        Assert.Equal(5, (axis.Low + axis.High) / 2, 9);
    }

    [Fact]
    public void Shortening_never_splits_a_surrogate_pair()
    {
        string name = "🫀🫀🫀🫀🫀🫀";
        for (int length = 3; length < name.Length; length++)
            Assert.DoesNotContain(
                '\uFFFD',
                System.Text.Encoding.UTF8.GetString(
                    System.Text.Encoding.UTF8.GetBytes(Axis.Shorten(name, length))
                )
            );
    }

    private static bool Sound(Axis axis) =>
        double.IsFinite(axis.Low)
        && double.IsFinite(axis.High)
        && axis.Low < axis.High
        && axis.Ticks.Length <= 51
        && axis.Ticks.Zip(axis.Ticks.Skip(1)).All(pair => pair.First.Place < pair.Second.Place);
}
