using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Learning.Baselines;

namespace Osler.Learning.Tests.Baselines;

public sealed class GradientBoostingTests
{
    private const int Cases = 3_000;
    private static readonly int[] s_train = [.. Enumerable.Range(0, 2_000)];
    private static readonly int[] s_validation = [.. Enumerable.Range(2_000, 500)];
    private static readonly int[] s_test = [.. Enumerable.Range(2_500, 500)];
    private static readonly (float A, float B, bool Outcome)[] s_cases = Exclusive();

    [Fact]
    public void Learns_what_no_line_separates()
    {
        double[] probabilities = Fit(1).Predict(Gather, s_test);

        int right = s_test.Where((row, i) => probabilities[i] > 0.5 == s_cases[row].Outcome).Count();
        Assert.InRange(right / 500.0, 0.85, 0.95); // one case in ten is mislabelled at random
    }

    [Fact]
    public void Probabilities_mean_what_they_say()
    {
        double[] probabilities = Fit(1).Predict(Gather, s_test);

        var confident = s_test.Where((_, i) => probabilities[i] > 0.75).ToArray();
        double observed = confident.Count(row => s_cases[row].Outcome) / (double)confident.Length;
        double stated = probabilities.Where(p => p > 0.75).Average();
        Assert.Equal(observed, stated, 0.05);
    }

    [Fact]
    public void Same_seed_gives_the_same_probabilities() =>
        Assert.Equal(Fit(5).Predict(Gather, s_test), Fit(5).Predict(Gather, s_test));

    [Fact]
    public void Works_without_validation_cases()
    {
        var model = GradientBoosting.Fit(Gather, 2, s_train, [], Outcome, 1);
        Assert.Equal(500, model.Predict(Gather, s_test).Length);
    }

    [Fact]
    public void Says_something_of_every_size()
    {
        for (int size = 12; size <= 60; size += 4)
        {
            int[] few = [.. Enumerable.Range(0, size)];
            var model = GradientBoosting.Fit(Gather, 2, few, [], Outcome, 1);
            Assert.All(model.Predict(Gather, few), probability => Assert.InRange(probability, 0.01, 0.99));
        }
    }

    [Fact]
    public void Says_the_share_to_everybody_where_the_cases_are_too_few_to_split()
    {
        int[] few = [.. Enumerable.Range(0, 24)];
        double share = few.Count(Outcome) / 24.0;
        var model = GradientBoosting.Fit(Gather, 2, few, [], Outcome, 1);
        Assert.All(model.Predict(Gather, s_test), probability => Assert.Equal(share, probability, 1e-6));
    }

    [Fact]
    public void Refuses_one_class()
    {
        var fault = Assert.Throws<DataException>(() =>
            GradientBoosting.Fit(Gather, 2, s_train, [], _ => false, 1)
        );
        Assert.Equal("gradient boosting needs both outcomes, got 0 present among 2000 cases.", fault.Message);
    }

    private static GradientBoosting Fit(long seed) =>
        GradientBoosting.Fit(Gather, 2, s_train, s_validation, Outcome, seed);

    private static bool Outcome(int row) => s_cases[row].Outcome;

    private static void Gather(ReadOnlySpan<int> rows, Span<float> destination)
    {
        for (int i = 0; i < rows.Length; i++)
            (destination[2 * i], destination[2 * i + 1]) = (s_cases[rows[i]].A, s_cases[rows[i]].B);
    }

    private static (float, float, bool)[] Exclusive()
    {
        var random = new KeyedRandom(7, "exclusive or");
        var cases = new (float, float, bool)[Cases];
        for (int i = 0; i < Cases; i++)
        {
            double a = random.NextNormal();
            double b = random.NextNormal();
            cases[i] = ((float)a, (float)b, a > 0 != b > 0 != random.NextDouble() < 0.1);
        }
        return cases;
    }
}
