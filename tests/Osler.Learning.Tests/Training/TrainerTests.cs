using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Learning.Losses;
using Osler.Learning.Optimisers;
using Osler.Learning.Schedules;
using Osler.Learning.Training;
using TorchSharp;
using static Osler.Core.Blocks.Lego;

namespace Osler.Learning.Tests.Training;

public sealed class TrainerTests
{
    private static readonly Block s_small = Sequence(Dense(8), Tanh(), Dense(1));

    internal static TrainingSettings Settings { get; } =
        new()
        {
            Epochs = 5,
            Batch = 32,
            Optimiser = new AdamW(0.01),
        };

    [Fact]
    public void Solves_exclusive_or_with_a_hidden_layer()
    {
        var xor = ToyExamples.ExclusiveOr();
        var trained = Trainer.Train(
            s_small,
            xor,
            xor.All,
            Array.Empty<int>(),
            Settings with
            {
                Epochs = 200,
                Optimiser = new Adam(0.05),
                Schedule = new Constant(),
            },
            new TrainingRun { Seed = 1 }
        );
        Assert.True(trained.History.Epochs[^1].TrainLoss < 0.05);
        float[] logits = Inference.Logits(trained.Network, trained.Weights, xor, [0, 1, 2, 3]);
        Assert.Equal([false, true, true, false], logits.Select(logit => logit > 0));
    }

    [Fact]
    public void Cannot_solve_exclusive_or_with_one_neuron()
    {
        var xor = ToyExamples.ExclusiveOr();
        var trained = Trainer.Train(
            Dense(1),
            xor,
            xor.All,
            Array.Empty<int>(),
            Settings with
            {
                Epochs = 200,
                Optimiser = new Adam(0.05),
            },
            new TrainingRun { Seed = 1 }
        );
        // The best that a straight line can say is one half for each corner: log 2.
        Assert.InRange(trained.History.Epochs[^1].TrainLoss, Math.Log(2) - 0.005, Math.Log(2) + 0.02);
    }

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(3, false, false)]
    [InlineData(3, true, false)]
    [InlineData(3, true, true)]
    public void Same_seed_gives_same_bytes_and_another_seed_others(int members, bool bootstrap, bool ownOrder)
    {
        var data = ToyExamples.Bent(200);
        Block network = Sequence(Dense(8), BatchNorm(), Relu(), Dropout(0.3), Dense(1));
        var settings = Settings with
        {
            AverageDecay = 0.9,
            ClipNorm = 1,
            Ensemble = new()
            {
                Members = members,
                Bootstrap = bootstrap,
                OwnOrder = ownOrder,
            },
        };
        TrainedNetwork Train(long seed) =>
            Trainer.Train(
                network,
                data,
                data.All.AsMemory(0, 150),
                data.All.AsMemory(150),
                settings,
                new TrainingRun { Seed = seed }
            );
        var first = Train(7);
        AssertSameBytes(first, Train(7));
        Assert.NotEqual(first.Weights.First().Value, Train(8).Weights.First().Value);
        Assert.Equal(first.History.Epochs, Train(7).History.Epochs);
    }

    [Fact]
    public void A_member_learns_what_it_would_learn_alone()
    {
        var data = ToyExamples.Bent(128);
        var settings = Settings with
        {
            Optimiser = new Sgd(0.1) { Momentum = 0.9 },
            ClipNorm = 0.05,
            EarlyStopping = null,
        };
        var run = new TrainingRun { Seed = 3 };
        var together = Trainer.Train(
            s_small,
            data,
            data.All,
            Array.Empty<int>(),
            settings with
            {
                Ensemble = new() { Members = 3 },
            },
            run
        );
        var start = Osler.Learning.Networks.InitialWeights.Of(Members(s_small, 3), data.Input, 3);
        for (int member = 0; member < 3; member++)
        {
            string prefix = $"members.{member}.";
            var own = start
                .Where(weight => weight.Key.StartsWith(prefix, StringComparison.Ordinal))
                .ToDictionary(weight => weight.Key[prefix.Length..], weight => weight.Value);
            var alone = Trainer.Train(
                s_small,
                data,
                data.All,
                Array.Empty<int>(),
                settings,
                run with
                {
                    InitialWeights = own,
                }
            );
            foreach (var (name, weight) in alone.Weights)
            {
                // Float32 sums grouped otherwise: 20 steps, each with an error of about 1e-7 of values below 1.
                Assert.All(
                    weight.Values.Zip(together.Weights[prefix + name].Values),
                    pair => Assert.Equal(pair.First, pair.Second, 2e-5)
                );
            }
        }
    }

    [Fact]
    public void Learns_exclusive_classes()
    {
        var xor = ToyExamples.ExclusiveOr();
        var trained = Trainer.Train(
            Sequence(Dense(8), Tanh(), Dense(2)),
            xor,
            xor.All,
            xor.All,
            Settings with
            {
                Epochs = 150,
                Loss = new SoftmaxCrossEntropy(),
                Optimiser = new Adam(0.05),
                EarlyStopping = new() { Measure = "accuracy", Patience = 150 },
            },
            new TrainingRun { Seed = 1 }
        );
        Assert.Equal(1, trained.History.Members[0].BestMeasure);
        float[] logits = Inference.Logits(trained.Network, trained.Weights, xor, [0, 1, 2, 3]);
        Assert.Equal(
            [0, 1, 1, 0],
            Enumerable.Range(0, 4).Select(i => logits[2 * i + 1] > logits[2 * i] ? 1 : 0)
        );
    }

    [Fact]
    public void Leaves_no_tensor_behind()
    {
        var data = ToyExamples.Bent(200);
        void Train(int epochs) =>
            Trainer.Train(
                Sequence(Dense(8), BatchNorm(), Relu(), Dropout(0.2), Dense(1)),
                data,
                data.All.AsMemory(0, 150),
                data.All.AsMemory(150),
                Settings with
                {
                    Epochs = epochs,
                    AverageDecay = 0.99,
                    ClipNorm = 1,
                    Optimiser = new RmsProp(1e-3, 1e-3) { Momentum = 0.5 },
                    Ensemble = new() { Members = 2, Bootstrap = true },
                },
                new TrainingRun { Seed = 1 }
            );
        Train(1);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Train(1);
        long after = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Equal(before, after);
        Train(4);
        Assert.Equal(after, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    internal static void AssertSameBytes(TrainedNetwork first, TrainedNetwork second)
    {
        Assert.Equal(first.Weights.Keys, second.Weights.Keys);
        foreach (var (name, weight) in first.Weights)
            Assert.Equal<TensorData>(weight, second.Weights[name]);
    }
}
