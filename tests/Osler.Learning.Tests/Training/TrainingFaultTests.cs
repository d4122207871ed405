using Osler.Core.Faults;
using Osler.Learning.Optimisers;
using Osler.Learning.Schedules;
using Osler.Learning.Training;
using static Osler.Core.Blocks.Lego;

namespace Osler.Learning.Tests.Training;

public sealed class TrainingFaultTests
{
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
                TrainerTests.Settings with
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
    public void Too_little_memory_is_told_with_what_to_lower()
    {
        // 64 images of 256 pixels with four million channels: hundreds of terabytes.
        var network = Sequence(PadChannels(1 << 22, 0), GlobalMaxPool(), Dense(1));
        var data = new ToyImages(64);
        var fault = Assert.Throws<RequestException>(() =>
            Trainer.Train(
                network,
                data,
                data.All,
                Array.Empty<int>(),
                TrainerTests.Settings,
                new TrainingRun { Seed = 1 }
            )
        );
        Assert.Contains("not enough memory", fault.Message, StringComparison.Ordinal);
        Assert.Contains("training.accumulate", fault.Message, StringComparison.Ordinal);
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
                TrainerTests.Settings,
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
                TrainerTests.Settings,
                new TrainingRun { Seed = 1 }
            )
        );
        Assert.Throws<DataException>(() =>
            Trainer.Train(
                Dense(1),
                data,
                Array.Empty<int>(),
                Array.Empty<int>(),
                TrainerTests.Settings,
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
                TrainerTests.Settings,
                new TrainingRun { Seed = 1 }
            )
        );
        Assert.Throws<RequestException>(() =>
            Trainer.Train(
                Members(Dense(1), 2),
                data,
                data.All,
                Array.Empty<int>(),
                TrainerTests.Settings,
                new TrainingRun { Seed = 1 }
            )
        );
    }
}
