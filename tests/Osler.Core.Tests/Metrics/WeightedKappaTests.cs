using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Core.Tests.Goldens;

namespace Osler.Core.Tests.Metrics;

public sealed class WeightedKappaTests
{
    private static (int[] First, int[] Second) Grades(int seed, int cases)
    {
        var random = new KeyedRandom(seed, "grades");
        int[] first = [.. Enumerable.Range(0, cases).Select(_ => random.Next(5))];
        int[] second = [.. first.Select(g => Math.Clamp(g + random.Next(-1, 2), 0, 4))];
        return (first, second);
    }

    [Theory]
    [InlineData("none", KappaWeights.None)]
    [InlineData("linear", KappaWeights.Linear)]
    [InlineData("quadratic", KappaWeights.Quadratic)]
    public void Agrees_with_scikit_learn(string name, KappaWeights weights)
    {
        var golden = Golden.Read("metrics/kappa.json");
        var estimate = WeightedKappa.Of(
            golden.GetProperty("first").Integers(),
            golden.GetProperty("second").Integers(),
            5,
            weights
        );
        Assert.Equal(golden.GetProperty(name).GetDouble(), estimate.Value!.Value, 1e-12);
    }

    [
        Theory,
        InlineData(KappaWeights.None),
        InlineData(KappaWeights.Linear),
        InlineData(KappaWeights.Quadratic)
    ]
    public void Asymptotic_interval_is_close_to_the_bootstraps(KappaWeights weights)
    {
        var (first, second) = Grades(1, 800);
        var formula = WeightedKappa.Of(first, second, 5, weights);
        // Every case twice under one patient: the bootstrap must find the width of the 800.
        ulong[] patients = [.. Enumerable.Range(0, 1600).Select(i => (ulong)(i % 800))];
        var drawn = WeightedKappa.Of([.. first, .. first], [.. second, .. second], 5, weights, patients);
        Assert.Equal(formula.Value!.Value, drawn.Value!.Value, 1e-12);
        double width = formula.High!.Value - formula.Low!.Value;
        Assert.Equal(width, drawn.High!.Value - drawn.Low!.Value, 0.1 * width);
    }

    [Fact]
    public void Is_one_for_full_agreement_and_negative_for_reversed_grades()
    {
        Assert.Equal(1, WeightedKappa.Of([0, 1, 2, 2], [0, 1, 2, 2], 3).Value);
        Assert.True(WeightedKappa.Of([0, 1, 2, 2], [2, 1, 0, 0], 3).Value < 0);
    }

    [Fact]
    public void Keeps_when_the_graders_are_swapped_or_the_scale_is_reversed()
    {
        var (first, second) = Grades(2, 100);
        var one = WeightedKappa.Of(first, second, 5);
        var swapped = WeightedKappa.Of(second, first, 5);
        var reversed = WeightedKappa.Of([.. first.Select(g => 4 - g)], [.. second.Select(g => 4 - g)], 5);
        Assert.Equal(one.Value!.Value, swapped.Value!.Value, 1e-14);
        Assert.Equal(one.Low!.Value, swapped.Low!.Value, 1e-12);
        Assert.Equal(one.Low!.Value, reversed.Low!.Value, 1e-12);
    }

    [Fact]
    public void Weights_make_no_difference_between_two_grades() =>
        Assert.Equal(
            WeightedKappa.Of([0, 1, 1, 0, 1], [0, 1, 0, 0, 1], 2, KappaWeights.None).Value!.Value,
            WeightedKappa.Of([0, 1, 1, 0, 1], [0, 1, 0, 0, 1], 2, KappaWeights.Quadratic).Value!.Value,
            1e-15
        );

    [Fact]
    public void Is_undefined_for_no_case_and_for_a_single_grade()
    {
        Assert.Equal("no case", WeightedKappa.Of([], [], 5).Undefined);
        Assert.Equal(
            "both gradings give every case the same grade",
            WeightedKappa.Of([1, 1], [1, 1], 5).Undefined
        );
    }

    [Fact]
    public void Refuses_a_grade_off_the_scale() =>
        Assert.Equal(
            "judged case 2: grade 5 is not in 0 to 4. Leave out cases whose grade is unknown before judging.",
            Assert.Throws<DataException>(() => WeightedKappa.Of([1, 2], [1, 5], 5)).Message
        );
}
