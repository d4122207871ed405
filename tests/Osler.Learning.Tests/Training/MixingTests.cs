using Osler.Core.Blocks;
using Osler.Learning.Batches;
using Osler.Learning.Losses;
using Osler.Learning.Training;
using static TorchSharp.torch;
using Shape = Osler.Core.Blocks.Shape;

namespace Osler.Learning.Tests.Training;

public sealed class MixingTests
{
    [Fact]
    public void The_loss_of_shares_is_the_classes_losses_by_their_shares()
    {
        using var scope = NewDisposeScope();
        var loss = new SoftmaxCrossEntropy { LabelSmoothing = 0.1 };
        var logits = tensor(new float[] { 0.3f, -1, 2, 0.5f, 0, 1 }, [1, 2, 3]);
        var first = loss.Terms(logits, tensor(new float[] { 0, 1 }, [2, 1]));
        var second = loss.Terms(logits, tensor(new float[] { 2, 1 }, [2, 1]));
        var mixed = loss.Terms(logits, tensor(new float[] { 0.3f, 0, 0.7f, 0, 1, 0 }, [2, 3]));
        Assert.Equal([1L, 2, 1], mixed.shape);
        for (int i = 0; i < 2; i++)
        {
            float share = i == 0 ? 0.3f : 1;
            Assert.Equal(
                share * first[0, i, 0].item<float>() + (1 - share) * second[0, i, 0].item<float>(),
                mixed[0, i, 0].item<float>(),
                1e-5f
            );
        }
    }

    [Fact]
    public void A_batch_has_shares_that_sum_to_one_and_what_an_unknown_is_mixed_into_has_no_weight()
    {
        var examples = new Mixed();
        var recipe = new BatchRecipe(
            examples,
            new[] { 0, 1, 2, 3 },
            new SoftmaxCrossEntropy(),
            3,
            Seed: 1,
            new TrainingSettings { Batch = 4 },
            CPU
        );
        using var source = BatchSource.Of(recipe, 0);
        using var batch = source.Next();
        Assert.Equal([4L, 3], batch.Labels.shape);
        float[] labels = batch.Labels.data<float>().ToArray();
        float[] weights = batch.Weights!.data<float>().ToArray();
        // Each case is mixed half and half with the next; case 3 is unknown, so it and the one before it don't count.
        Assert.Equal(2, weights.Count(weight => weight == 0));
        foreach (var (row, weight) in labels.Chunk(3).Zip(weights))
            Assert.Equal(weight, row.Sum(), 1e-6f);
        Assert.Contains(labels, label => label == 0.5f);
    }

    [Fact]
    public void A_network_learns_from_mixed_cases()
    {
        var trained = Trainer.Train(
            Lego.Dense(3),
            new Mixed(),
            new[] { 0, 1, 2, 3 },
            ReadOnlyMemory<int>.Empty,
            new TrainingSettings
            {
                Loss = new SoftmaxCrossEntropy(),
                Epochs = 3,
                Batch = 4,
                EarlyStopping = null,
            },
            new TrainingRun { Seed = 1 }
        );
        Assert.All(trained.History.Epochs, epoch => Assert.InRange(epoch.TrainLoss, 0.01, 10));
    }

    /// <summary>Four cases of three classes, the last unknown; each is mixed half and half with the next of its batch.</summary>
    private sealed class Mixed : IExamples
    {
        public int Count => 4;

        public Shape Input => [2];

        public int Outcomes => 1;

        public bool Varies => true;

        public bool Mixes => true;

        public void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination)
        {
            for (int i = 0; i < cases.Length; i++)
                (destination[2 * i], destination[2 * i + 1]) = (cases[i], 1);
        }

        public void Targets(ReadOnlySpan<int> cases, Span<float> destination)
        {
            for (int i = 0; i < cases.Length; i++)
                destination[i] = cases[i] == 3 ? float.NaN : cases[i];
        }

        public void Mix(Memory<float> inputs, Memory<float> targets, int cases, long epoch, long number)
        {
            float[] old = targets.ToArray();
            int width = old.Length / cases;
            for (int i = 0; i < old.Length; i++)
                targets.Span[i] = (old[i] + old[(i + width) % old.Length]) / 2;
        }
    }
}
