using Osler.Core.Intervals;
using Osler.Core.Tests.Metrics;

namespace Osler.Core.Tests.Intervals;

public sealed class PatientBootstrapTests
{
    private static PatientBootstrap Mean(double[] values, ulong[] patients, long seed, int[]? order = null) =>
        PatientBootstrap.Draw(
            values.Length,
            patients,
            1,
            (multiplicity, statistics) =>
            {
                double sum = 0;
                int count = 0;
                for (int place = 0; place < multiplicity.Length; place++)
                {
                    sum += multiplicity[place] * values[order is null ? place : order[place]];
                    count += multiplicity[place];
                }
                statistics[0] = sum / count;
            },
            seed,
            4000,
            order ?? []
        );

    [Fact]
    public void Spread_of_a_mean_is_its_standard_error()
    {
        double[] values = Cohort.Draw(1, 500).Scores;
        double mean = values.Average();
        double error = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)) / 500);
        double[] draws = Mean(values, [], 1).Values(0).ToArray();
        // Error of a standard deviation over 4,000 draws: 1.1 %; the bound is four of it.
        Assert.Equal(error, Math.Sqrt(draws.Average(d => (d - mean) * (d - mean))), 0.045 * error);
        Assert.Equal(mean, draws.Average(), 4 * error / Math.Sqrt(4000));
    }

    [Fact]
    public void Draws_patients_with_all_their_cases()
    {
        ulong[] patients = [7, 7, 3, 9, 9, 9];
        int whole = 0;
        PatientBootstrap.Draw(
            6,
            patients,
            1,
            (multiplicity, statistics) =>
            {
                Assert.Equal(multiplicity[0], multiplicity[1]);
                Assert.Equal(multiplicity[3], multiplicity[4]);
                Assert.Equal(multiplicity[3], multiplicity[5]);
                Assert.Equal(3, multiplicity[0] + multiplicity[2] + multiplicity[3]);
                Interlocked.Increment(ref whole);
                statistics[0] = 0;
            },
            seed: 1,
            draws: 200
        );
        Assert.Equal(200, whole);
    }

    [Fact]
    public void Copies_under_one_patient_add_no_certainty()
    {
        double[] values = Cohort.Draw(2, 300).Scores;
        double[] thrice = [.. values, .. values, .. values];
        ulong[] patients = [.. Enumerable.Range(0, 900).Select(i => (ulong)(i % 300))];
        double Width((double Low, double High)? limits) => limits!.Value.High - limits.Value.Low;
        double once = Width(Mean(values, [], 3).Limits(0));
        Assert.Equal(once, Width(Mean(thrice, patients, 3).Limits(0)), 0.1 * once);
        Assert.Equal(once / Math.Sqrt(3), Width(Mean(thrice, [], 3).Limits(0)), 0.1 * once);
    }

    [Fact]
    public void Same_seed_gives_the_same_draws_and_another_seed_others()
    {
        double[] values = Cohort.Draw(3, 100).Scores;
        double[] one = Mean(values, [], 5).Values(0).ToArray();
        Assert.Equal(one, Mean(values, [], 5).Values(0).ToArray());
        Assert.NotEqual(one, Mean(values, [], 6).Values(0).ToArray());
    }

    [Fact]
    public void An_order_of_places_draws_the_same_patients()
    {
        var cohort = Cohort.Draw(4, 100);
        int[] order = [.. Enumerable.Range(0, 100).OrderBy(i => cohort.Scores[i])];
        double[] plain = Mean(cohort.Scores, cohort.Patients, 5).Values(0).ToArray();
        double[] ordered = Mean(cohort.Scores, cohort.Patients, 5, order).Values(0).ToArray();
        for (int draw = 0; draw < plain.Length; draw++)
            Assert.Equal(plain[draw], ordered[draw], 1e-12);
    }

    [Fact]
    public void Gives_no_limits_when_many_draws_are_undefined()
    {
        static PatientBootstrap Undefined(double share) =>
            PatientBootstrap.Draw(
                50,
                [],
                1,
                (multiplicity, statistics) =>
                {
                    // The first case's multiplicity is 0 in a share 0.364 of the draws, more than 3 in 0.019.
                    statistics[0] =
                        share > 0.1 ? (multiplicity[0] == 0 ? double.NaN : 1)
                        : multiplicity[0] > 3 ? double.NaN
                        : 1;
                },
                1
            );
        Assert.Null(Undefined(0.364).Limits(0));
        Assert.Null(Undefined(0.364).Percentile(0, 1).Low);
        Assert.Equal((1, 1), Undefined(0.019).Limits(0));
    }

    [Fact]
    public void Refuses_no_case_too_few_draws_and_lengths_that_differ()
    {
        Resampled nothing = (_, statistics) => statistics[0] = 0;
        Assert.Throws<ArgumentOutOfRangeException>(() => PatientBootstrap.Draw(0, [], 1, nothing, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            PatientBootstrap.Draw(5, [], 1, nothing, 1, draws: 10)
        );
        Assert.Throws<ArgumentException>(() => PatientBootstrap.Draw(5, [1], 1, nothing, 1));
    }
}

public sealed class QuantileTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 1.75)]
    [InlineData(0.5, 2.5)]
    [InlineData(0.9, 5.1)]
    [InlineData(1, 6)]
    public void Interpolates_as_R_s_type_7(double probability, double expected) =>
        Assert.Equal(expected, Quantile.OfSorted([1, 2, 3, 6], probability), 1e-12);

    [Fact]
    public void Needs_a_value() => Assert.Throws<ArgumentException>(() => Quantile.OfSorted([], 0.5));
}
