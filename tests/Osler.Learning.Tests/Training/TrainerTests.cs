using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
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

    private static TrainingSettings Settings { get; } =
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
    public void Returns_the_weights_of_the_best_epoch()
    {
        // A rate that overshoots: the validation loss goes up and down, and the last epoch is not the best.
        var data = ToyExamples.Bent(300);
        int[] validation = data.All[200..];
        var trained = Trainer.Train(
            Sequence(Dense(32), Relu(), Dense(1)),
            data,
            data.All.AsMemory(0, 200),
            validation,
            Settings with
            {
                Epochs = 60,
                Optimiser = new Adam(0.05),
                Schedule = new Constant(),
                EarlyStopping = new() { Patience = 8 },
            },
            new TrainingRun { Seed = 5 }
        );
        var history = trained.History;
        Assert.True(history.StoppedEarly);
        var best = history.Epochs.MinBy(epoch => epoch.ValidationMeasure)!;
        Assert.Equal(best.Epoch, history.Members[0].BestEpoch);
        Assert.Equal(best.Epoch + 8, history.Epochs.Length);
        float[] logits = Inference.Logits(trained.Network, trained.Weights, data, validation);
        float[] targets = new float[validation.Length];
        data.Targets(validation, targets);
        double loss = logits.Zip(targets, (z, y) => Math.Log(1 + Math.Exp(z)) - y * z).Average();
        Assert.Equal(best.ValidationMeasure!.Value, loss, 1e-6);
    }

    [Fact]
    public void Each_member_stops_by_itself()
    {
        var data = ToyExamples.Bent(300);
        var trained = Trainer.Train(
            Sequence(Dense(32), Relu(), Dense(1)),
            data,
            data.All.AsMemory(0, 200),
            data.All.AsMemory(200),
            Settings with
            {
                Epochs = 80,
                Optimiser = new Adam(0.03),
                Schedule = new Constant(),
                EarlyStopping = new() { Patience = 5 },
                Ensemble = new() { Members = 5, Bootstrap = true },
            },
            new TrainingRun { Seed = 5 }
        );
        var members = trained.History.Members;
        Assert.All(members, member => Assert.Equal(member.BestEpoch + 5, member.LastEpoch));
        Assert.True(members.Select(member => member.BestEpoch).Distinct().Count() > 1);
        // Each member's own best measure is that of the weights returned.
        float[] logits = Inference.Logits(trained.Network, trained.Weights, data, data.All.AsSpan(200));
        float[] targets = new float[100];
        data.Targets(data.All.AsSpan(200), targets);
        for (int member = 0; member < 5; member++)
        {
            double loss = targets
                .Select((y, i) => Math.Log(1 + Math.Exp(logits[i * 5 + member])) - y * logits[i * 5 + member])
                .Average();
            Assert.Equal(members[member].BestMeasure!.Value, loss, 1e-6);
        }
    }

    [Fact]
    public void The_average_of_weights_is_what_is_returned()
    {
        // One step an epoch, so the average can be followed by training for one epoch more each time.
        var data = ToyExamples.Bent(32);
        var settings = Settings with
        {
            Batch = 32,
            EarlyStopping = null,
            Schedule = new Constant(),
            Optimiser = new Sgd(0.5),
        };
        float[] After(int epochs, double? decay) =>
            Trainer
                .Train(
                    Dense(1),
                    data,
                    data.All,
                    Array.Empty<int>(),
                    settings with
                    {
                        Epochs = epochs,
                        AverageDecay = decay,
                    },
                    new TrainingRun { Seed = 1 }
                )
                .Weights["weight"]
                .Values;
        double[] average =
        [
            .. Osler
                .Learning.Networks.InitialWeights.Of(Dense(1), data.Input, 1)["weight"]
                .Values.Select(w => (double)w),
        ];
        for (int step = 0; step < 8; step++)
        {
            float[] weights = After(step + 1, null);
            double decay = Math.Min(0.6, (1.0 + step) / (10 + step));
            for (int i = 0; i < average.Length; i++)
                average[i] = decay * average[i] + (1 - decay) * weights[i];
        }
        Assert.All(average.Zip(After(8, 0.6)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void A_loss_that_is_no_number_names_epoch_and_step()
    {
        // One input so large that the step it asks for leaves no weight finite.
        var data = ToyExamples.Bent(64).With(0, input: 1e30f);
        var fault = Assert.Throws<DataException>(() =>
            Trainer.Train(
                Sequence(Dense(4), Dense(1)),
                data,
                data.All,
                Array.Empty<int>(),
                Settings with
                {
                    Optimiser = new Sgd(1000),
                    Schedule = new Constant(),
                },
                new TrainingRun { Seed = 1 }
            )
        );
        Assert.Matches(@"epoch [12], step [12] of 2", fault.Message);
        Assert.Contains("learning rate", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_that_is_no_number_is_told_as_such()
    {
        var data = new ToyExamples(
            [
                [float.NaN],
                [1],
            ],
            [
                [0],
                [1],
            ]
        );
        var fault = Assert.Throws<DataException>(() =>
            Trainer.Train(
                Dense(1),
                data,
                data.All,
                Array.Empty<int>(),
                Settings,
                new TrainingRun { Seed = 1 }
            )
        );
        Assert.Contains("an input is not", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Needs_a_known_label()
    {
        var data = new ToyExamples(
            [
                [0],
                [1],
            ],
            [
                [float.NaN],
                [float.NaN],
            ]
        );
        Assert.Throws<DataException>(() =>
            Trainer.Train(
                Dense(1),
                data,
                data.All,
                Array.Empty<int>(),
                Settings,
                new TrainingRun { Seed = 1 }
            )
        );
        Assert.Throws<DataException>(() =>
            Trainer.Train(
                Dense(1),
                data,
                Array.Empty<int>(),
                Array.Empty<int>(),
                Settings,
                new TrainingRun { Seed = 1 }
            )
        );
    }

    [Fact]
    public void Refuses_a_network_that_does_not_fit_the_outcomes()
    {
        var data = ToyExamples.Bent(16);
        Assert.Throws<RequestException>(() =>
            Trainer.Train(
                Dense(2),
                data,
                data.All,
                Array.Empty<int>(),
                Settings,
                new TrainingRun { Seed = 1 }
            )
        );
        Assert.Throws<RequestException>(() =>
            Trainer.Train(
                Members(Dense(1), 2),
                data,
                data.All,
                Array.Empty<int>(),
                Settings,
                new TrainingRun { Seed = 1 }
            )
        );
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
