using Osler.Core.Blocks;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Learning.Networks;
using Osler.Learning.Optimisers;
using Osler.Learning.Training;
using static Osler.Core.Blocks.Lego;

namespace Osler.Learning.Tests.Training;

/// <summary>Each optimiser against its textbook loop in double precision, weight by weight.</summary>
public sealed class OptimiserTests
{
    private static readonly Block s_network = Sequence(Dense(3), Dense(2));

    public static TheoryData<Optimiser> All { get; } =
    [
        new Sgd(0.1),
        new Sgd(0.1, 0.05),
        new Sgd(0.1, 0.05) { Momentum = 0.9 },
        new Sgd(0.1) { Momentum = 0.9, Nesterov = true },
        new Sgd(0.1, 0.05)
        {
            Momentum = 0.9,
            Nesterov = true,
            DecayAll = true,
        },
        new Adam(0.02),
        new Adam(0.02, 0.1)
        {
            Beta1 = 0.8,
            Beta2 = 0.95,
            Epsilon = 1e-6,
        },
        new AdamW(0.02, 0),
        new AdamW(0.02, 0.3),
        new AdamW(0.02, 0.3) { DecayAll = true },
        new RmsProp(0.01),
        new RmsProp(0.01, 0.1) { Alpha = 0.9, Momentum = 0.5 },
    ];

    [Theory, MemberData(nameof(All))]
    public void Follows_its_textbook(Optimiser optimiser)
    {
        using var module = TorchNetwork.Build(s_network, [4], 1);
        using var weights = new FlatWeights(module);
        using var flat = new FlatOptimiser(optimiser, weights);
        bool[] matrices = weights.PerValue((spec, _) => spec.Shape.Rank > 1);
        double[] twin = [.. Numbers.Of(weights.Values).Select(value => (double)value)];
        double[] first = new double[twin.Length];
        double[] second = new double[twin.Length];
        var random = new KeyedRandom(1, "gradients");
        for (int step = 1; step <= 6; step++)
        {
            float[] gradients = new float[twin.Length];
            for (int i = 0; i < gradients.Length; i++)
                gradients[i] = (float)random.NextNormal();
            Numbers.Copy(gradients, weights.Gradients);
            double factor = 1.0 / step;
            flat.Step(step, factor);
            for (int i = 0; i < twin.Length; i++)
            {
                bool decays = optimiser.DecayAll || matrices[i];
                twin[i] = Textbook(
                    optimiser,
                    step,
                    factor,
                    twin[i],
                    gradients[i],
                    decays ? optimiser.WeightDecay : 0,
                    ref first[i],
                    ref second[i]
                );
            }
            // Six steps of float32 with values up to about 2: errors of about 1e-6.
            Assert.All(
                twin.Zip(Numbers.Of(weights.Values)),
                pair => Assert.Equal(pair.First, pair.Second, 5e-6)
            );
        }
    }

    [Theory, InlineData(1), InlineData(3)]
    public void Clips_each_members_gradient_by_its_own_norm(int members)
    {
        using var module = TorchNetwork.Build(members == 1 ? s_network : Members(s_network, members), [4], 1);
        using var weights = new FlatWeights(module);
        using var flat = new FlatOptimiser(new Sgd(), weights);
        int[] owner = weights.PerValue((_, member) => member + 1);
        var random = new KeyedRandom(1, "gradients");
        // Member 0's gradient is short enough, the others' are not.
        float[] gradients =
        [
            .. owner.Select(o => o == 0 ? 0 : (float)random.NextNormal() * (o == 1 ? 0.01f : o)),
        ];
        Numbers.Copy(gradients, weights.Gradients);
        flat.Clip(0.5);
        float[] clipped = Numbers.Of(weights.Gradients);
        for (int member = 1; member <= members; member++)
        {
            double norm = Math.Sqrt(gradients.Where((_, i) => owner[i] == member).Sum(g => (double)g * g));
            double scale = Math.Min(1, 0.5 / (norm + 1e-6));
            for (int i = 0; i < clipped.Length; i++)
            {
                if (owner[i] == member)
                    Assert.Equal(gradients[i] * scale, clipped[i], 1e-6);
            }
        }
    }

    [Theory, InlineData(1), InlineData(3)]
    public void An_l1_penalty_adds_each_weights_sign_to_its_gradient_and_spares_biases(int members)
    {
        const double Rate = 0.1;
        const double Penalty = 0.03;
        using var module = TorchNetwork.Build(members == 1 ? s_network : Members(s_network, members), [4], 1);
        using var weights = new FlatWeights(module);
        using var flat = new FlatOptimiser(new Sgd(Rate), weights, l1: Penalty);
        bool[] matrices = weights.PerValue((spec, _) => spec.Shape.Rank > 1);
        float[] before = Numbers.Of(weights.Values);
        before[0] = 0; // which has no sign
        Numbers.Copy(before, weights.Values);
        var random = new KeyedRandom(1, "gradients");
        float[] gradients = [.. before.Select(_ => (float)random.NextNormal())];
        Numbers.Copy(gradients, weights.Gradients);
        flat.Step(1, 1);
        float[] after = Numbers.Of(weights.Values);
        for (int i = 0; i < after.Length; i++)
            Assert.Equal(
                before[i] - Rate * (gradients[i] + (matrices[i] ? Penalty * Math.Sign(before[i]) : 0)),
                after[i],
                1e-6
            );
    }

    [Fact]
    public void Nesterov_needs_momentum()
    {
        using var module = TorchNetwork.Build(s_network, [4], 1);
        using var weights = new FlatWeights(module);
        Assert.Throws<RequestException>(() => new FlatOptimiser(new Sgd { Nesterov = true }, weights));
    }

    [Fact]
    public void Settings_refuse_nonsense()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(0.1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { Beta1 = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RmsProp { Epsilon = 0 });
    }

    private static double Textbook(
        Optimiser optimiser,
        int step,
        double factor,
        double weight,
        double gradient,
        double decay,
        ref double first,
        ref double second
    )
    {
        double rate = optimiser.LearningRate * factor;
        if (optimiser is AdamW)
            weight -= rate * decay * weight;
        else
            gradient += decay * weight;
        switch (optimiser)
        {
            case Sgd sgd:
                first = step == 1 ? gradient : sgd.Momentum * first + gradient;
                if (sgd.Momentum == 0)
                    return weight - rate * gradient;
                return weight - rate * (sgd.Nesterov ? gradient + sgd.Momentum * first : first);
            case AdaptiveMoments adam:
                first = adam.Beta1 * first + (1 - adam.Beta1) * gradient;
                second = adam.Beta2 * second + (1 - adam.Beta2) * gradient * gradient;
                double mean = first / (1 - Math.Pow(adam.Beta1, step));
                double square = second / (1 - Math.Pow(adam.Beta2, step));
                return weight - rate * mean / (Math.Sqrt(square) + adam.Epsilon);
            case RmsProp rms:
                second = rms.Alpha * second + (1 - rms.Alpha) * gradient * gradient;
                first = rms.Momentum * first + gradient / (Math.Sqrt(second) + rms.Epsilon);
                return weight - rate * first;
            default:
                throw new NotSupportedException();
        }
    }
}
