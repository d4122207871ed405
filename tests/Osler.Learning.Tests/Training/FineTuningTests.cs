using System.Collections.Immutable;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Learning.Networks;
using Osler.Learning.Optimisers;
using Osler.Learning.Training;
using static Osler.Core.Blocks.Lego;
using Shape = Osler.Core.Blocks.Shape;

namespace Osler.Learning.Tests.Training;

/// <summary>Parts that wait, parts that learn slowly, norms that stay as they are.</summary>
public sealed class FineTuningTests
{
    private static readonly Shape s_input = [4];

    private static Block Network { get; } =
        Sequence(("base", Sequence(Dense(6), ("norm", BatchNorm()), Tanh())), ("head", Dense(1)));

    [Theory]
    [InlineData("adamw")]
    [InlineData("adam")]
    [InlineData("sgd")]
    [InlineData("rms_prop")]
    public void Frozen_parts_stay_bit_by_bit_and_the_head_learns(string optimiser)
    {
        var before = InitialWeights.Of(Network, s_input, 1);
        var after = Train(new FineTuning { Stages = [new("base", FrozenEpochs: 3)] }, epochs: 3, optimiser);
        Assert.All(Base(before), name => Assert.Equal(before[name], after[name]));
        Assert.NotEqual(before["head.weight"], after["head.weight"]);
    }

    [Fact]
    public void Thawed_parts_learn_from_their_epoch_on()
    {
        var before = InitialWeights.Of(Network, s_input, 1);
        var after = Train(new FineTuning { Stages = [new("base", FrozenEpochs: 3)] }, epochs: 4);
        Assert.All(Base(before), name => Assert.NotEqual(before[name], after[name]));
    }

    [Fact]
    public void Rate_scales_the_step()
    {
        // One step of plain gradient descent: the change is the rate times the gradient.
        var before = InitialWeights.Of(Network, s_input, 1);
        var full = Train(null, epochs: 1, "plain");
        var slow = Train(new FineTuning { Stages = [new("base", Rate: 0.25)] }, epochs: 1, "plain");
        for (int i = 0; i < before["base.0.weight"].Values.Length; i++)
        {
            Assert.Equal(
                0.25 * (full["base.0.weight"].Values[i] - before["base.0.weight"].Values[i]),
                slow["base.0.weight"].Values[i] - before["base.0.weight"].Values[i],
                1e-6
            );
        }
        Assert.Equal(full["head.weight"], slow["head.weight"]);
    }

    [Fact]
    public void The_longest_name_decides()
    {
        var before = InitialWeights.Of(Network, s_input, 1);
        var after = Train(
            new FineTuning { Stages = [new("base", Rate: 0), new("base.norm", Rate: 1)] },
            epochs: 2
        );
        Assert.Equal(before["base.0.weight"], after["base.0.weight"]);
        Assert.NotEqual(before["base.norm.weight"], after["base.norm.weight"]);
    }

    [Fact]
    public void Kept_norms_keep_their_statistics_and_learn_their_scale()
    {
        var before = InitialWeights.Of(Network, s_input, 1);
        var kept = Train(new FineTuning { KeepNorms = true }, epochs: 2);
        Assert.Equal(before["base.norm.running_mean"], kept["base.norm.running_mean"]);
        Assert.Equal(before["base.norm.running_var"], kept["base.norm.running_var"]);
        Assert.NotEqual(before["base.norm.weight"], kept["base.norm.weight"]);
        var moved = Train(new FineTuning(), epochs: 2);
        Assert.NotEqual(before["base.norm.running_mean"], moved["base.norm.running_mean"]);
    }

    [Fact]
    public void No_stage_is_the_same_as_no_fine_tuning()
    {
        var plain = Train(null, epochs: 3, "plain");
        var staged = Train(new FineTuning { Stages = [new("base", 1, 0)] }, epochs: 3, "plain");
        Assert.Equal(plain.Keys, staged.Keys);
        // Rounding may differ, since a step by rates is another operation.
        foreach (string name in plain.Keys)
            Assert.All(
                plain[name].Values.Zip(staged[name].Values),
                pair => Assert.Equal(pair.First, pair.Second, 1e-5)
            );
    }

    [Fact]
    public void Members_begin_with_the_imported_weights_and_freeze_alike()
    {
        var start = InitialWeights
            .Of(Network, s_input, 9)
            .Where(pair => pair.Key.StartsWith("base", StringComparison.Ordinal))
            .ToDictionary();
        var after = Train(new FineTuning { Stages = [new("base", Rate: 0)] }, 2, members: 2, start: start);
        foreach (string name in start.Keys)
        {
            Assert.Equal(start[name], after[$"members.0.{name}"]);
            Assert.Equal(start[name], after[$"members.1.{name}"]);
        }
        Assert.NotEqual(after["members.0.head.weight"], after["members.1.head.weight"]);
    }

    [Theory]
    [InlineData(
        "bass",
        "training.fine_tuning.stages: No weight's name begins with 'bass'. Did you mean 'base'?"
    )]
    [InlineData("", "Every weight is frozen in the first epoch. Leave the last block free to learn.")]
    public void Refuses_a_stage_that_holds_nothing_or_everything(string blocks, string message)
    {
        ImmutableArray<FineTuningStage> stages =
            blocks.Length > 0 ? [new(blocks)] : [new("base", 0), new("head", FrozenEpochs: 1)];
        var fault = Assert.Throws<RequestException>(() =>
            Train(new FineTuning { Stages = stages }, epochs: 1)
        );
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_auxiliary_answer_sends_gradients_to_the_middle()
    {
        // The network's own answer does not see the input at all: only the auxiliary one can teach the base.
        var deaf = Sequence(
            ("base", Dense(4)),
            ("second", Auxiliary(("", Dense(1)), 0.5)),
            ("zero", Dropout(0)),
            ("head", Dense(1))
        );
        var before = InitialWeights.Of(deaf, s_input, 1);
        var start = new Dictionary<string, TensorData>
        {
            ["head.weight"] = new TensorData([1, 4], new float[4]),
        };
        var after = Train(
            new FineTuning { Stages = [new("head", Rate: 0)] },
            epochs: 1,
            network: deaf,
            start: start
        );
        Assert.NotEqual(before["base.weight"], after["base.weight"]);
        Assert.NotEqual(before["second.weight"], after["second.weight"]);
    }

    private static IEnumerable<string> Base(IReadOnlyDictionary<string, TensorData> weights) =>
        weights.Keys.Where(name => name.StartsWith("base", StringComparison.Ordinal));

    private static IReadOnlyDictionary<string, TensorData> Train(
        FineTuning? tuning,
        int epochs,
        string optimiser = "adamw",
        int members = 1,
        IReadOnlyDictionary<string, TensorData>? start = null,
        Block? network = null
    )
    {
        var examples = ToyExamples.Bent(64);
        var settings = new TrainingSettings
        {
            Epochs = epochs,
            Batch = 64,
            EarlyStopping = null,
            Schedule = new Osler.Learning.Schedules.Constant(),
            FineTuning = tuning,
            Ensemble = new EnsembleSettings { Members = members },
            Optimiser = optimiser switch
            {
                "adam" => new Adam { LearningRate = 0.01, WeightDecay = 0.1 },
                "sgd" => new Sgd { LearningRate = 0.1, WeightDecay = 0.1 },
                "plain" => new Sgd
                {
                    LearningRate = 0.1,
                    Momentum = 0,
                    WeightDecay = 0,
                },
                "rms_prop" => new RmsProp { LearningRate = 0.01, WeightDecay = 0.1 },
                _ => new AdamW { LearningRate = 0.01, WeightDecay = 0.1 },
            },
        };
        int[] train = [.. Enumerable.Range(0, 64)];
        return Trainer
            .Train(
                network ?? Network,
                examples,
                train,
                ReadOnlyMemory<int>.Empty,
                settings,
                new TrainingRun { Seed = 1, InitialWeights = start }
            )
            .Weights;
    }
}
