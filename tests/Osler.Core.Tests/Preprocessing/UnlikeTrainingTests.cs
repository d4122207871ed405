using Osler.Core.Preprocessing;
using Osler.Core.Tables;

namespace Osler.Core.Tests.Preprocessing;

public sealed class UnlikeTrainingTests
{
    private static readonly FittedPreprocessing s_preprocessing = new(
        [
            new("sbp", ColumnKind.Numeric)
            {
                Unit = "mmHg",
                Low = 60,
                High = 300,
                Minimum = 85,
                Maximum = 240,
                MissingInTraining = 1,
            },
            new("sex", ColumnKind.Categorical) { Levels = ["f", "m"] },
        ],
        []
    );

    [Fact]
    public void Pressures_in_kilopascal_are_told_with_the_unit_that_is_wanted()
    {
        var unlike = new UnlikeTraining(s_preprocessing);
        unlike.Add([14.1, 0, 120, 1, double.NaN, 0], 3);
        Assert.Equal(
            [
                "sbp is outside its plausibility limits in 1 of 3 rows; these cells are read as missing. Are they in mmHg?",
            ],
            unlike.Sentences()
        );
    }

    [Fact]
    public void A_row_in_a_hundred_beyond_training_is_chance_and_more_are_told()
    {
        double[] rows = [.. Enumerable.Range(0, 100).SelectMany(i => new[] { i < 1 ? 250.0 : 120, 0 })];
        var unlike = new UnlikeTraining(s_preprocessing);
        unlike.Add(rows, 100);
        Assert.Empty(unlike.Sentences());
        unlike.Add([250, InputColumn.UnseenLevel, 260, InputColumn.UnseenLevel], 2);
        Assert.Equal(
            [
                "sbp is beyond every value in training in 3 of 102 rows. Are they in mmHg?",
                "sex has a category that training did not see in 2 of 102 rows.",
            ],
            unlike.Sentences()
        );
    }

    [Fact]
    public void Implausible_values_are_blanked_and_nothing_else()
    {
        double[] rows = [14.1, 1, 120, InputColumn.UnseenLevel];
        s_preprocessing.BlankImplausible(rows);
        Assert.Equal([double.NaN, 1, 120, InputColumn.UnseenLevel], rows);
    }
}
