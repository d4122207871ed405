using CsCheck;
using Osler.Core.Faults;
using Osler.Learning.Batches;
using Osler.Learning.Optimisers;
using Osler.Learning.Schedules;
using Osler.Learning.Training;
using static Osler.Core.Blocks.Lego;

namespace Osler.Learning.Tests.Training;

public sealed class AccumulationTests
{
    private static TrainedNetwork Train(int batch, int accumulate, int members, Optimiser optimiser)
    {
        var data = new ToyImages(44, 8);
        return Trainer.Train(
            Sequence(Conv(3, 3), Tanh(), Flatten(), Dense(1)),
            data,
            data.All,
            default,
            new TrainingSettings
            {
                Epochs = 2,
                Batch = batch,
                Accumulate = accumulate,
                Optimiser = optimiser,
                Schedule = new Constant(),
                ClipNorm = 0.5,
                EarlyStopping = null,
                Ensemble = new() { Members = members, Bootstrap = members > 1 },
            },
            new TrainingRun { Seed = 6 }
        );
    }

    // Of 44 cases some have no known label, so that batches of a step weigh differently: a mean of means would be off.
    [Theory]
    [InlineData(22, 11, 2, 1)]
    [InlineData(44, 11, 4, 1)]
    [InlineData(44, 5, 9, 1)]
    [InlineData(12, 4, 3, 1)]
    [InlineData(22, 6, 4, 3)]
    public void Is_the_step_of_one_large_batch(int large, int small, int accumulate, int members)
    {
        var whole = Train(large, 1, members, new Sgd(0.1) { Momentum = 0.9 });
        var summed = Train(small, accumulate, members, new Sgd(0.1) { Momentum = 0.9 });
        Assert.Equal(whole.History.Epochs[^1].Step, summed.History.Epochs[^1].Step);
        Assert.Equal(whole.History.Epochs[^1].TrainLoss, summed.History.Epochs[^1].TrainLoss, 1e-6);
        foreach (var (name, tensor) in whole.Weights)
        {
            foreach (var (due, got) in tensor.Values.Zip(summed.Weights[name].Values))
                Assert.Equal(due, got, 1e-6);
        }
    }

    [Fact]
    public void Every_case_is_in_one_batch_and_no_batch_is_too_large_or_empty() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int[1, 40], Gen.Int[1, 20])
            .Sample(
                (cases, largest, accumulate) =>
                {
                    var plan = new BatchPlan(cases, largest, accumulate);
                    var cursor = new BatchCursor(plan, 0);
                    int next = 0;
                    int smallest = int.MaxValue;
                    for (int step = 0; step < plan.Steps; step++)
                    {
                        Assert.InRange(plan.Batches(step), 1, accumulate);
                        for (int batch = 0; batch < plan.Batches(step); batch++)
                        {
                            cursor.Move();
                            (int start, int size) = cursor.Place;
                            Assert.Equal((0, next), (cursor.Epoch, start));
                            Assert.InRange(size, 1, largest);
                            smallest = Math.Min(smallest, size);
                            next += size;
                        }
                    }
                    cursor.Move();
                    Assert.Equal((1, 0), (cursor.Epoch, cursor.Place.Start));
                    Assert.Equal(cases, next);
                    Assert.Equal(smallest, plan.Smallest);
                    // As many steps, of as many cases, as batches of the product would be.
                    Assert.Equal(new BatchPlan(cases, largest * accumulate).Steps, plan.Steps);
                }
            );

    [Fact]
    public void Batch_norm_refuses_a_batch_of_one_also_where_several_make_a_step()
    {
        var data = ToyExamples.Bent(9);
        var fault = Assert.Throws<RequestException>(() =>
            Trainer.Train(
                Sequence(Dense(3), BatchNorm(), Dense(1)),
                data,
                data.All,
                default,
                new TrainingSettings { Batch = 2, Accumulate = 5 },
                new TrainingRun { Seed = 1 }
            )
        );
        Assert.Equal("training.batch", fault.Where);
    }

    [Fact]
    public void Batches_of_a_step_have_dropout_masks_of_their_own_and_a_run_repeats()
    {
        var data = ToyExamples.Bent(64);
        TrainedNetwork Dropped(int accumulate) =>
            Trainer.Train(
                Sequence(Dense(8), Relu(), Dropout(0.5), Dense(1)),
                data,
                data.All,
                default,
                new TrainingSettings
                {
                    Epochs = 2,
                    Batch = 16,
                    Accumulate = accumulate,
                    EarlyStopping = null,
                },
                new TrainingRun { Seed = 1 }
            );
        var first = Dropped(4);
        foreach (var (name, tensor) in Dropped(4).Weights)
            Assert.Equal(first.Weights[name].Values, tensor.Values);
        Assert.Equal(2, first.History.Epochs[^1].Step);
        Assert.Equal(8, Dropped(1).History.Epochs[^1].Step);
    }
}
