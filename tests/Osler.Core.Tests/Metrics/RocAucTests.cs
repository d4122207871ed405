using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Core.Tests.Goldens;

namespace Osler.Core.Tests.Metrics;

public sealed class RocAucTests
{
    [Fact]
    public void Is_undefined_for_one_class_and_for_no_case()
    {
        Assert.Null(RocAuc.Of([0.2, 0.9], [true, true]));
        Assert.Null(RocAuc.Of([0.2, 0.9], [false, false]));
        Assert.Null(RocAuc.Of([], []));
        Assert.Equal("no negative case", RocAuc.Bootstrap([0.2, 0.9], [true, true]).Undefined);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Agrees_with_counting_every_pair(int seed)
    {
        var cohort = Cohort.Draw(seed, 301, ties: seed > 1);
        Assert.Equal(
            ByPairs(cohort.Scores, cohort.Outcomes),
            RocAuc.Of(cohort.Scores, cohort.Outcomes)!.Value,
            1e-14
        );
    }

    [Theory, InlineData("smooth"), InlineData("rare"), InlineData("tied")]
    public void Agrees_with_scikit_learn(string name)
    {
        var cohort = Cohort.Golden(name);
        double golden = Golden
            .Read("metrics/binary.json")
            .Case(name)
            .GetProperty("judged")
            .GetProperty("auroc")
            .GetDouble();
        Assert.Equal(golden, RocAuc.Of(cohort.Scores, cohort.Outcomes)!.Value, 1e-12);
    }

    [Fact]
    public void Is_one_when_every_pair_is_ordered_right_zero_when_wrong_and_half_when_all_tie()
    {
        bool[] outcomes = [false, false, true];
        Assert.Equal(1, RocAuc.Of([0.1, 0.2, 0.3], outcomes));
        Assert.Equal(0, RocAuc.Of([0.3, 0.2, 0.1], outcomes));
        Assert.Equal(0.5, RocAuc.Of([0.2, 0.2, 0.2], outcomes));
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Does_not_depend_on_the_order_of_the_cases(int seed)
    {
        var cohort = Cohort.Draw(seed, 200, ties: true);
        var shuffled = cohort.Shuffled(seed);
        Assert.Equal(
            RocAuc.Of(cohort.Scores, cohort.Outcomes),
            RocAuc.Of(shuffled.Scores, shuffled.Outcomes)
        );
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Is_one_minus_itself_for_negated_scores_and_for_swapped_classes(int seed)
    {
        var cohort = Cohort.Draw(seed, 200, ties: true);
        double area = RocAuc.Of(cohort.Scores, cohort.Outcomes)!.Value;
        Assert.Equal(1 - area, RocAuc.Of([.. cohort.Scores.Select(s => -s)], cohort.Outcomes)!.Value, 1e-14);
        Assert.Equal(1 - area, RocAuc.Of(cohort.Scores, [.. cohort.Outcomes.Select(y => !y)])!.Value, 1e-14);
    }

    [Fact]
    public void Keeps_under_a_rising_transform()
    {
        var cohort = Cohort.Draw(4, 200, ties: true);
        Assert.Equal(
            RocAuc.Of(cohort.Scores, cohort.Outcomes),
            RocAuc.Of([.. cohort.Scores.Select(s => Math.Exp(3 * s) - 7)], cohort.Outcomes)
        );
    }

    [Fact]
    public void Refuses_a_prediction_that_is_not_a_number_and_names_the_case()
    {
        var fault = Assert.Throws<DataException>(() => RocAuc.Of([0.1, double.NaN], [true, false]));
        Assert.StartsWith(
            "judged case 2: the prediction is not a number",
            fault.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Refuses_lengths_that_differ() =>
        Assert.Throws<ArgumentException>(() => RocAuc.Of([0.1, 0.2], [true]));

    [Theory, InlineData(false), InlineData(true)]
    public void Bootstrap_agrees_with_judging_copied_cases(bool repeated)
    {
        var cohort = Cohort.Draw(5, 60, ties: true);
        ulong[] patients = repeated ? cohort.Patients : [];
        var ranked = RankedCases.Of(cohort.Scores, cohort.Outcomes);
        var random = new Core.Chance.KeyedRandom(1, "multiplicities");
        for (int draw = 0; draw < 50; draw++)
        {
            byte[] multiplicity = new byte[60];
            var scores = new List<double>();
            var outcomes = new List<bool>();
            for (int place = 0; place < 60; place++)
            {
                multiplicity[place] = (byte)random.Next(4);
                for (int copy = 0; copy < multiplicity[place]; copy++)
                {
                    scores.Add(cohort.Scores[ranked.Order[place]]);
                    outcomes.Add(cohort.Outcomes[ranked.Order[place]]);
                }
            }
            Assert.Equal(ByPairs([.. scores], [.. outcomes]), ranked.Auroc(multiplicity), 1e-14);
            Assert.Equal(
                AveragePrecisionTests.ByThresholds([.. scores], [.. outcomes]),
                ranked.AveragePrecision(multiplicity),
                1e-13
            );
        }
        var interval = RocAuc.Bootstrap(cohort.Scores, cohort.Outcomes, patients, draws: 400);
        Assert.InRange(interval.Value!.Value, interval.Low!.Value, interval.High!.Value);
    }

    [Fact]
    public void Bootstrap_interval_is_close_to_DeLongs_on_many_cases()
    {
        var cohort = Cohort.Draw(6, 3000);
        var delong = DeLong.Interval(cohort.Scores, cohort.Outcomes);
        var bootstrap = RocAuc.Bootstrap(cohort.Scores, cohort.Outcomes, seed: 3);
        double width = delong.High!.Value - delong.Low!.Value;
        // The Monte-Carlo error of a 2.5 % quantile over 2,000 draws is about 0.06 standard errors, 0.015 widths.
        Assert.Equal(delong.Low.Value, bootstrap.Low!.Value, 0.1 * width);
        Assert.Equal(delong.High.Value, bootstrap.High!.Value, 0.1 * width);
    }

    internal static double ByPairs(double[] scores, bool[] outcomes)
    {
        double sum = 0;
        long pairs = 0;
        for (int i = 0; i < scores.Length; i++)
        for (int j = 0; j < scores.Length; j++)
            if (outcomes[i] && !outcomes[j])
            {
                pairs++;
                sum +=
                    scores[i] > scores[j] ? 1
                    : scores[i] == scores[j] ? 0.5
                    : 0;
            }
        return sum / pairs;
    }
}
