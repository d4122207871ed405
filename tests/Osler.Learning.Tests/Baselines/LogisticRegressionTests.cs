using System.Globalization;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Learning.Baselines;

namespace Osler.Learning.Tests.Baselines;

public sealed class LogisticRegressionTests
{
    private static readonly string[] s_golden = File.ReadAllLines(
        Path.Combine(AppContext.BaseDirectory, "Goldens", "logistic_regression.csv")
    );

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(2, 0.01)]
    public void Agrees_with_scikit_learn(int line, double c)
    {
        double[] expected = Numbers(s_golden[line].Split(',', 2)[1]);
        double[][] cases = [.. s_golden[4..].Select(Numbers)];
        bool[] outcomes = [.. cases.Select(row => row[0] == 1)];

        var model = LogisticRegression.Fit(Rows(cases), 4, All(cases.Length), outcomes, c);

        for (int j = 0; j < 4; j++)
            Assert.Equal(expected[j], model.Weights[j], 1e-4);
        Assert.Equal(expected[4], model.Intercept, 1e-4);
    }

    [Fact]
    public void Predicts_the_logistic_function_of_its_log_odds()
    {
        double[][] cases = [.. s_golden[4..].Select(Numbers)];
        var model = LogisticRegression.Fit(Rows(cases), 4, All(200), [.. cases.Select(row => row[0] == 1)]);

        double predicted = model.Predict(Rows(cases), [17])[0];

        double logOdds = model.Intercept;
        for (int j = 0; j < 4; j++)
            logOdds += model.Weights[j] * (float)cases[17][j + 1];
        Assert.Equal(1 / (1 + Math.Exp(-logOdds)), predicted, 1e-12);
    }

    [Fact]
    public void Mean_prediction_equals_the_prevalence_since_the_intercept_is_free()
    {
        double[][] cases = [.. s_golden[4..].Select(Numbers)];
        bool[] outcomes = [.. cases.Select(row => row[0] == 1)];
        var model = LogisticRegression.Fit(Rows(cases), 4, All(200), outcomes, c: 0.001);

        double mean = model.Predict(Rows(cases), All(200)).Average();

        Assert.Equal(outcomes.Count(o => o) / 200.0, mean, 1e-6);
    }

    [Fact]
    public void Separable_cases_end_at_finite_weights()
    {
        double[][] cases = [.. Enumerable.Range(0, 20).Select(i => new double[] { i < 10 ? 0 : 1, i - 9.5 })];
        var model = LogisticRegression.Fit(Rows(cases), 1, All(20), [.. cases.Select(row => row[0] == 1)]);

        Assert.InRange(model.Weights[0], 0.1, 10);
    }

    [Fact]
    public void Takes_more_rows_than_one_block_in_any_order()
    {
        var random = new KeyedRandom(3, "test");
        double[][] cases =
        [
            .. Enumerable
                .Range(0, 9_000)
                .Select(_ => new[] { random.Next(2), random.NextNormal(), random.NextNormal() }),
        ];
        bool[] outcomes = [.. cases.Select(row => row[0] == 1)];
        int[] backwards = [.. All(9_000).Reverse()];

        var forth = LogisticRegression.Fit(Rows(cases), 2, All(9_000), outcomes);
        var back = LogisticRegression.Fit(Rows(cases), 2, backwards, [.. outcomes.Reverse()]);

        Assert.Equal(forth.Weights[0], back.Weights[0], 1e-9);
        Assert.Equal(forth.Intercept, back.Intercept, 1e-9);
    }

    [Fact]
    public void Refuses_one_class()
    {
        double[][] cases =
        [
            [1, 0.5],
            [1, 0.7],
        ];
        var fault = Assert.Throws<DataException>(() =>
            LogisticRegression.Fit(Rows(cases), 1, [0, 1], [true, true])
        );
        Assert.Equal("logistic regression needs both outcomes, got 2 present among 2 cases.", fault.Message);
    }

    [Fact]
    public void Refuses_a_feature_that_is_not_finite()
    {
        double[][] cases =
        [
            [1, 0.5],
            [0, double.NaN],
        ];
        Assert.Throws<DataException>(() => LogisticRegression.Fit(Rows(cases), 1, [0, 1], [true, false]));
    }

    private static GatherFeatures Rows(double[][] cases) =>
        (rows, destination) =>
        {
            int at = 0;
            foreach (int row in rows)
            foreach (double value in cases[row].AsSpan(1))
                destination[at++] = (float)value;
        };

    private static int[] All(int count) => [.. Enumerable.Range(0, count)];

    private static double[] Numbers(string line) =>
        [.. line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
}
