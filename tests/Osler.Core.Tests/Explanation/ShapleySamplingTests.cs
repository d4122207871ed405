using System.Numerics;
using Osler.Core.Explanation;
using Osler.Core.Faults;

namespace Osler.Core.Tests.Explanation;

public sealed class ShapleySamplingTests
{
    private static readonly double[] Patient = [1.2, -0.7, 1, 0.4];

    [Theory, InlineData(1), InlineData(7), InlineData(100)]
    public void Contributions_add_up_however_small_the_sample(int background)
    {
        double[] rows = Models.Rows(1, background);
        var explained = ShapleySampling.Explain(
            Models.Curved,
            Patient,
            rows,
            Models.Four,
            seed: 3,
            new ShapleySettings { PairsPerCase = 1 }
        );
        double mean = rows.Chunk(4).Average(row => Models.Of(Models.Curved, row));
        Assert.Equal(Models.Of(Models.Curved, Patient), explained.Prediction, 1e-15);
        Assert.Equal(mean, explained.Base, 1e-14);
        Assert.Equal(
            explained.Prediction - explained.Base,
            explained.Attributions.Sum(a => a.Contribution),
            1e-14
        );
    }

    [Fact]
    public void Adds_up_over_the_cases_drawn_from_a_large_background()
    {
        var explained = ShapleySampling.Explain(
            Models.Curved,
            Patient,
            Models.Rows(2, 5000),
            Models.Four,
            seed: 3,
            new ShapleySettings { Background = 50 }
        );
        Assert.Equal(
            explained.Prediction - explained.Base,
            explained.Attributions.Sum(a => a.Contribution),
            1e-14
        );
    }

    [Fact]
    public void Agrees_with_every_subset_within_its_own_interval()
    {
        double[] rows = Models.Rows(3, 40);
        double[] exact = Exact(Models.Curved, Patient, rows);
        var explained = ShapleySampling.Explain(
            Models.Curved,
            Patient,
            rows,
            Models.Four,
            seed: 5,
            new ShapleySettings { PairsPerCase = 50 }
        );
        for (int input = 0; input < 4; input++)
        {
            var attribution = explained.Attributions[input];
            Assert.Equal(exact[input], attribution.Contribution, 0.004);
            Assert.InRange(exact[input], attribution.Low!.Value - 1e-12, attribution.High!.Value + 1e-12);
        }
    }

    [Fact]
    public void Is_exact_for_a_linear_model_and_gives_nothing_to_an_idle_input()
    {
        double[] rows = Models.Rows(4, 30);
        var explained = ShapleySampling.Explain(Models.Linear, Patient, rows, Models.Four, seed: 1);
        double Mean(int input) => rows.Where((_, i) => i % 4 == input).Average();
        Assert.Equal(0.3 * (1.2 - Mean(0)), explained.Attributions[0].Contribution, 1e-13);
        Assert.Equal(-0.2 * (-0.7 - Mean(1)), explained.Attributions[1].Contribution, 1e-13);
        Assert.Equal(0, explained.Attributions[3].Contribution, 1e-15);
        Assert.Equal(("age", 1.2), (explained.Attributions[0].InputName, explained.Attributions[0].Value));
    }

    [Fact]
    public void Same_seed_gives_the_same_explanation_whatever_the_batches()
    {
        // 200 pairs of 4 inputs fit one batch of 4,096 rows; 1,000 pairs take two.
        double[] rows = Models.Rows(5, 100);
        var one = ShapleySampling.Explain(Models.Curved, Patient, rows, Models.Four, seed: 9);
        var two = ShapleySampling.Explain(Models.Curved, Patient, rows, Models.Four, seed: 9);
        Assert.Equal(one.Attributions, two.Attributions);
        var other = ShapleySampling.Explain(Models.Curved, Patient, rows, Models.Four, seed: 10);
        Assert.NotEqual(one.Attributions[0].Contribution, other.Attributions[0].Contribution);
        var many = new ShapleySettings { PairsPerCase = 10 };
        var batched = ShapleySampling.Explain(Models.Curved, Patient, rows, Models.Four, 9, many);
        Assert.Equal(batched.Prediction - batched.Base, batched.Attributions.Sum(a => a.Contribution), 1e-13);
    }

    [Fact]
    public void A_single_input_takes_the_whole_difference()
    {
        var predict = Models.PerRow(row => row[0] * row[0]);
        var explained = ShapleySampling.Explain(predict, [3], [1, 2], ["age"], seed: 1);
        Assert.Equal(9 - 2.5, Assert.Single(explained.Attributions).Contribution, 1e-14);
    }

    [Fact]
    public void Refuses_rows_that_do_not_fit_and_a_model_that_gives_no_number()
    {
        Assert.Throws<ArgumentException>(() =>
            ShapleySampling.Explain(Models.Linear, [1, 2], Models.Rows(1, 2), Models.Four, 1)
        );
        Assert.Throws<ArgumentException>(() =>
            ShapleySampling.Explain(Models.Linear, Patient, [1, 2, 3], Models.Four, 1)
        );
        Assert.Throws<ArgumentException>(() =>
            ShapleySampling.Explain(Models.Linear, Patient, [], Models.Four, 1)
        );
        var broken = Models.PerRow(_ => double.NaN);
        Assert.Throws<DataException>(() =>
            ShapleySampling.Explain(broken, Patient, Models.Rows(1, 2), Models.Four, 1)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShapleySettings { Background = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShapleySettings { PairsPerCase = 0 });
    }

    // Shapley's formula over every subset of inputs, the value of a subset averaged over the background.
    private static double[] Exact(Predict predict, double[] patient, double[] background)
    {
        int width = patient.Length;
        double[] worth = new double[1 << width];
        for (int subset = 0; subset < worth.Length; subset++)
            worth[subset] = background
                .Chunk(width)
                .Average(row =>
                    Models.Of(predict, [.. row.Select((v, i) => (subset >> i & 1) == 1 ? patient[i] : v)])
                );
        double Factorial(int k) => k < 2 ? 1 : k * Factorial(k - 1);
        double[] values = new double[width];
        for (int input = 0; input < width; input++)
        for (int subset = 0; subset < worth.Length; subset++)
        {
            if ((subset >> input & 1) == 1)
                continue;
            int size = BitOperations.PopCount((uint)subset);
            double weight = Factorial(size) * Factorial(width - size - 1) / Factorial(width);
            values[input] += weight * (worth[subset | 1 << input] - worth[subset]);
        }
        return values;
    }
}

public sealed class AttributionsTests
{
    [Fact]
    public void Sums_features_to_inputs_and_spans_the_members()
    {
        // Two members; "smoker" has two features.
        var attributions = Attributions.OfInputs(
            [0.1, 0.2, 0.3, 0.3, 0.0, 0.1],
            [0, 1, 1],
            ["age", "smoker"],
            [54, 1]
        );
        Assert.Equal(0.2, attributions[0].Contribution, 1e-15);
        Assert.Equal((0.1, 0.3), (attributions[0].Low, attributions[0].High));
        Assert.Equal(0.3, attributions[1].Contribution, 1e-15);
        Assert.Equal(0.1, attributions[1].Low!.Value, 1e-15);
        Assert.Equal(0.5, attributions[1].High!.Value, 1e-15);
        Assert.Equal(54, attributions[0].Value);
    }

    [Fact]
    public void Keeps_the_sum_and_has_no_range_for_one_member()
    {
        var attributions = Attributions.OfInputs([0.4, -0.1, 0.2], [1, 0, 1], ["a", "b"], [1, double.NaN]);
        Assert.Equal(0.5, attributions.Sum(a => a.Contribution), 1e-15);
        Assert.All(attributions, a => Assert.Null(a.Low));
    }

    [Fact]
    public void Averages_absolute_contributions_over_a_cohort()
    {
        var cohort = Attributions.OfCohort([
            [new Attribution("a", 1, 0.2, null, null)],
            [new Attribution("a", 2, -0.4, null, null)],
        ]);
        Assert.Equal(0.3, cohort[0].MeanAbsolute.Value!.Value, 1e-15);
        Assert.Equal(0.3 - (1.959963984540054 * 0.1), cohort[0].MeanAbsolute.Low!.Value, 1e-12);
    }

    [Fact]
    public void Refuses_sizes_that_do_not_fit()
    {
        Assert.Throws<ArgumentException>(() => Attributions.OfInputs([1, 2, 3], [0, 1], ["a", "b"], [1, 2]));
        Assert.Throws<ArgumentException>(() => Attributions.OfInputs([1], [1], ["a"], [1]));
        Assert.Throws<ArgumentException>(() => Attributions.OfInputs([1], [0], ["a"], []));
        Assert.Throws<ArgumentException>(() => Attributions.OfCohort([]));
    }
}
