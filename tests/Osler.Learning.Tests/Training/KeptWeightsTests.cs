using Osler.Learning.Optimisers;
using Osler.Learning.Schedules;
using Osler.Learning.Training;
using static Osler.Core.Blocks.Lego;

namespace Osler.Learning.Tests.Training;

public sealed class KeptWeightsTests
{
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
            TrainerTests.Settings with
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
            TrainerTests.Settings with
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
        var settings = TrainerTests.Settings with
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
}
