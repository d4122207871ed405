using Osler.Reports.TableStudies;

namespace Osler.Reports.Tests.TableStudies;

public sealed class CharacteristicTests
{
    [Fact]
    public void A_number_has_quartiles_and_missing_values_by_outcome()
    {
        double[] values = [1, 2, 3, 4, 5, double.NaN, 10, 20];
        bool[] outcomes = [false, false, false, false, false, false, true, true];
        var row = Assert.IsType<NumericCharacteristic>(Characteristic.OfNumbers("x", "mm", values, outcomes));
        Assert.Equal(
            (5, 1, 2.0, 3.0, 4.0),
            (
                row.Absent.Count,
                row.Absent.Missing,
                row.Absent.LowerQuartile,
                row.Absent.Median,
                row.Absent.UpperQuartile
            )
        );
        Assert.Equal(
            (2, 0, 12.5, 15.0, 17.5),
            (
                row.Present.Count,
                row.Present.Missing,
                row.Present.LowerQuartile,
                row.Present.Median,
                row.Present.UpperQuartile
            )
        );
        Assert.Equal((7, 1), (row.All.Count, row.All.Missing));
    }

    [Fact]
    public void The_standardised_difference_of_a_number_is_in_pooled_standard_deviations()
    {
        // Means 5 and 2; variances 1 and 1.
        double[] values = [4, 5, 6, 1, 2, 3];
        bool[] outcomes = [true, true, true, false, false, false];
        Assert.Equal(
            3,
            Characteristic.OfNumbers("x", null, values, outcomes).StandardisedDifference!.Value,
            12
        );
    }

    [Fact]
    public void The_standardised_difference_turns_its_sign_with_the_outcome()
    {
        double[] values = [4, 5, 6.5, 1, 2, 3];
        bool[] outcomes = [true, true, true, false, false, false];
        double one = Characteristic.OfNumbers("x", null, values, outcomes).StandardisedDifference!.Value;
        double other = Characteristic
            .OfNumbers("x", null, values, [.. outcomes.Select(o => !o)])
            .StandardisedDifference!.Value;
        Assert.Equal(one, -other, 12);
    }

    [Fact]
    public void The_standardised_difference_of_two_levels_is_that_of_proportions()
    {
        // Shares of the second level: 3/4 and 1/4; (0.5) / sqrt(0.1875).
        double[] levels = [0, 1, 1, 1, 0, 0, 0, 1];
        bool[] outcomes = [true, true, true, true, false, false, false, false];
        var row = Characteristic.OfLevels("x", ["no", "yes"], levels, outcomes);
        Assert.Equal(0.5 / Math.Sqrt(0.1875), row.StandardisedDifference!.Value, 9);
        var turned = Characteristic.OfLevels("x", ["no", "yes"], levels, [.. outcomes.Select(o => !o)]);
        Assert.Equal(-row.StandardisedDifference!.Value, turned.StandardisedDifference!.Value, 9);
    }

    [Fact]
    public void More_levels_are_compared_by_their_distance_in_any_order()
    {
        double[] levels = [0, 1, 2, 1, 0, 0, 2, 2, 1, 0];
        bool[] outcomes = [true, true, true, true, true, false, false, false, false, false];
        double one = Characteristic
            .OfLevels("x", ["a", "b", "c"], levels, outcomes)
            .StandardisedDifference!.Value;
        double other = Characteristic
            .OfLevels("x", ["c", "b", "a"], [.. levels.Select(level => 2 - level)], outcomes)
            .StandardisedDifference!.Value;
        Assert.True(one > 0);
        Assert.Equal(one, other, 9);
    }

    [Fact]
    public void Is_undefined_without_spread_or_without_one_of_the_groups()
    {
        Assert.Null(
            Characteristic
                .OfNumbers("x", null, [1, 1, 1, 1], [true, true, false, false])
                .StandardisedDifference
        );
        Assert.Null(
            Characteristic.OfNumbers("x", null, [1, 2, 3], [true, true, true]).StandardisedDifference
        );
        Assert.Null(Characteristic.OfLevels("x", ["a", "b"], [0, 1], [true, true]).StandardisedDifference);
        Assert.Null(Characteristic.OfLevels("x", ["a"], [0, 0], [true, false]).StandardisedDifference);
        Assert.Null(Characteristic.OfLevels("x", [], [], []).StandardisedDifference);
    }

    [Fact]
    public void A_level_that_is_missing_is_counted_apart()
    {
        var row = Assert.IsType<CategoricalCharacteristic>(
            Characteristic.OfLevels(
                "x",
                ["a", "b"],
                [0, double.NaN, 1, double.NaN],
                [true, true, false, false]
            )
        );
        Assert.Equal((1, 1), (row.MissingPresent, row.MissingAbsent));
        Assert.Equal([new LevelCount("a", 1, 0), new LevelCount("b", 0, 1)], row.Levels);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public void An_index_that_names_no_level_is_refused(double index) =>
        Assert.Throws<ArgumentException>(() => Characteristic.OfLevels("x", ["a", "b"], [index], [true]));
}
