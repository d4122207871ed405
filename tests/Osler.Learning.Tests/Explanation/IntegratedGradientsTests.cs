using Osler.Core.Blocks;
using Osler.Core.Chance;
using Osler.Learning.Explanation;
using Osler.Learning.Networks;
using static Osler.Core.Blocks.Lego;

namespace Osler.Learning.Tests.Explanation;

public sealed class IntegratedGradientsTests
{
    private static float[] Draw(int count, long seed)
    {
        var random = new KeyedRandom(seed, "cases");
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextNormal() * 2)];
    }

    [Fact]
    public void Of_a_neurons_log_odds_is_weight_times_difference()
    {
        Block neuron = Dense(1);
        var weights = InitialWeights.Of(neuron, [3], 1);
        float[] cases = Draw(6, 1);
        float[] baseline = [0.5f, -1, 2];
        var got = IntegratedGradients.Of(
            neuron,
            weights,
            [3],
            cases,
            baseline,
            new() { Explained = Explained.LogOdds }
        );
        for (int i = 0; i < cases.Length; i++)
            Assert.Equal(weights["weight"].Values[i % 3] * (cases[i] - baseline[i % 3]), got.Values[i], 1e-5);
    }

    [Theory]
    [InlineData(1, false, 1)]
    [InlineData(4, false, 1)]
    [InlineData(4, false, 3)]
    [InlineData(2, true, 2)]
    public void Is_complete(int members, bool exclusive, int baselines)
    {
        Block network = Sequence(Dense(16), Relu(), Dense(16), Relu(), Dense(3));
        if (members > 1)
            network = Members(network, members);
        var weights = InitialWeights.Of(network, [5], 3);
        var settings = new IntegratedGradientsSettings
        {
            Outcome = 1,
            Exclusive = exclusive,
            Tolerance = 1e-4,
        };
        var got = IntegratedGradients.Of(
            network,
            weights,
            [5],
            Draw(50, 2),
            Draw(5 * baselines, 3),
            settings
        );
        Assert.True(got.LargestGap <= 1e-4);
        for (int i = 0; i < 10; i++)
        {
            double sum = got.Values[(5 * i)..(5 * i + 5)].Sum();
            Assert.Equal(got.Predictions[i] - got.Baseline, sum, 1.01e-4);
            Assert.InRange(got.Predictions[i], 0, 1);
        }
    }

    [Fact]
    public void An_input_that_does_nothing_gets_nothing_and_alike_ones_get_the_same()
    {
        // Weights of inputs 0 and 1 equal, of input 2 zero.
        Block network = Sequence(Dense(2), Tanh(), Dense(1));
        var weights = InitialWeights.Of(network, [3], 1).ToDictionary();
        weights["0.weight"] = new([2, 3], [0.7f, 0.7f, 0, -0.4f, -0.4f, 0]);
        var got = IntegratedGradients.Of(network, weights, [3], [1.5f, 1.5f, 9], [0, 0, 0]);
        Assert.Equal(got.Values[0], got.Values[1], 1e-9);
        Assert.Equal(0, got.Values[2]);
        Assert.NotEqual(0, got.Values[0]);
    }

    [Fact]
    public void Tells_the_gap_that_too_few_steps_leave()
    {
        Block network = Sequence(Dense(8), Relu(), Dense(1));
        var weights = InitialWeights.Of(network, [3], 5);
        var coarse = IntegratedGradients.Of(
            network,
            weights,
            [3],
            Draw(60, 2),
            [0, 0, 0],
            new() { MostSteps = 16, Tolerance = 1e-12 }
        );
        Assert.True(coarse.LargestGap > 1e-9);
        for (int i = 0; i < 20; i++)
        {
            double sum = coarse.Values[(3 * i)..(3 * i + 3)].Sum();
            Assert.Equal(coarse.Gaps[i], sum - (coarse.Predictions[i] - coarse.Baseline), 1e-12);
        }
    }

    [Fact]
    public void Refuses_what_does_not_fit()
    {
        Block neuron = Dense(1);
        var weights = InitialWeights.Of(neuron, [3], 1);
        Assert.Throws<ArgumentException>(() =>
            IntegratedGradients.Of(neuron, weights, [3], [1, 2], [0, 0, 0])
        );
        Assert.Throws<ArgumentException>(() => IntegratedGradients.Of(neuron, weights, [3], [1, 2, 3], []));
        Assert.Throws<ArgumentException>(() =>
            IntegratedGradients.Of(neuron, weights, [3], [1, 2, 3], [0, 0, 0], new() { Outcome = 1 })
        );
    }
}
