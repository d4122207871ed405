using Osler.Learning.Batches;
using Osler.Learning.Losses;
using Osler.Learning.Training;
using TorchSharp;

namespace Osler.Learning.Tests.Training;

public sealed class BatchTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 3)]
    [InlineData(100, 32)]
    [InlineData(64, 64)]
    [InlineData(65, 64)]
    public void Batches_are_equal_and_cover_every_case_once(int cases, int largest)
    {
        var plan = new BatchPlan(cases, largest);
        int[] sizes = [.. Enumerable.Range(0, plan.Steps).Select(plan.Size)];
        Assert.Equal(cases, sizes.Sum());
        Assert.True(sizes.Max() <= largest);
        Assert.True(sizes.Max() - sizes.Min() <= 1);
        Assert.Equal(sizes.Min(), plan.Smallest);
    }

    [Theory]
    [InlineData(1000, BatchOrder.WholeUpTo)]
    [InlineData(3 * BatchOrder.Block * BatchOrder.BlocksInWindow + 77, 1000)]
    [InlineData(2 * BatchOrder.Block, 1000)]
    public void An_epoch_meets_every_case_once_from_wherever_it_is_read(int count, int wholeUpTo)
    {
        int[] all = new int[count];
        new BatchOrder(1, count, wholeUpTo).Read(4, 0, 0, all);
        bool[] met = new bool[count];
        foreach (int position in all)
        {
            Assert.False(met[position]);
            met[position] = true;
        }
        // Reading in pieces, backwards, with another epoch between.
        var order = new BatchOrder(1, count, wholeUpTo);
        int[] piece = new int[Math.Min(count, 999)];
        for (int start = count - piece.Length; start >= 0; start -= count / 5)
        {
            order.Read(4, 0, start, piece);
            Assert.True(piece.AsSpan().SequenceEqual(all.AsSpan(start, piece.Length)));
            order.Read(5, 0, start, piece);
            Assert.False(piece.AsSpan().SequenceEqual(all.AsSpan(start, piece.Length)));
        }
    }

    [Fact]
    public void Whose_cases_lie_on_a_disk_is_told_them_before_they_come_in_another_order()
    {
        int count = (BatchOrder.BlocksInWindow + 3) * BatchOrder.Block;
        var told = new List<int[]>();
        var order = new BatchOrder(1, count, wholeUpTo: 1000) { Opened = cases => told.Add(cases.ToArray()) };
        int[] epoch = new int[count];
        order.Read(0, 0, 0, epoch);
        Assert.Equal(2, told.Count);
        int first = told[0].Length;
        Assert.Equal(told[0].Order(), epoch[..first].Order());
        Assert.Equal(told[1].Order(), epoch[first..].Order());
        Assert.NotEqual(told[0], epoch[..first]);
        // Each block from its beginning to its end.
        Assert.Equal(Enumerable.Range(told[0][0], BatchOrder.Block), told[0][..BatchOrder.Block]);
    }

    [Fact]
    public void Large_data_are_read_in_neighbourhoods()
    {
        int count = 3 * BatchOrder.Block * BatchOrder.BlocksInWindow;
        int[] window = new int[BatchOrder.Block * BatchOrder.BlocksInWindow];
        new BatchOrder(1, count, wholeUpTo: 1000).Read(0, 0, 0, window);
        var blocks = window.Select(position => position / BatchOrder.Block).ToHashSet();
        Assert.Equal(BatchOrder.BlocksInWindow, blocks.Count);
        // Not simply the first blocks, and not in order.
        Assert.True(blocks.Max() > 2 * BatchOrder.BlocksInWindow);
        Assert.False(window.AsSpan(0, 100).SequenceEqual(window.Order().Take(100).ToArray()));
    }

    [Fact]
    public void A_bootstrap_sample_is_as_large_as_the_cases_on_average()
    {
        int[] times = [.. Enumerable.Range(0, 20_000).Select(i => Bootstrap.Times(1, 2, i))];
        // Poisson(1): mean 1, variance 1, e^-1 left out; five standard errors.
        Assert.Equal(1, times.Average(), 0.036);
        Assert.Equal(Math.Exp(-1), times.Count(time => time == 0) / 20_000.0, 0.018);
        Assert.Equal(Math.Exp(-1) / 2, times.Count(time => time == 2) / 20_000.0, 0.014);
    }

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(3, true, false)]
    [InlineData(3, false, true)]
    [InlineData(3, true, true)]
    public void Loading_ahead_gives_the_same_batches_as_keeping_all(
        int members,
        bool bootstrap,
        bool ownOrder
    )
    {
        var data = ToyExamples.Bent(50, outcomes: 2);
        var settings = new TrainingSettings
        {
            Batch = 8,
            Ensemble = new()
            {
                Members = members,
                Bootstrap = bootstrap,
                OwnOrder = ownOrder,
            },
        };
        var recipe = new BatchRecipe(
            data,
            data.All.AsMemory(5, 41),
            new BinaryCrossEntropy { PositiveWeights = [2, 3] },
            2,
            9,
            settings,
            torch.CPU
        );
        using var kept = BatchSource.Of(recipe, firstStep: 3);
        using var loaded = BatchSource.Of(recipe, firstStep: 3, keptUpTo: 0);
        Assert.IsType<KeptBatches>(kept);
        Assert.IsType<LoadedBatches>(loaded);
        for (int step = 0; step < 15; step++)
        {
            using var first = kept.Next();
            using var second = loaded.Next();
            AssertSame(first.Inputs, second.Inputs);
            AssertSame(first.Labels, second.Labels);
            AssertSame(first.Weights!, second.Weights!);
        }
    }

    private static void AssertSame(torch.Tensor left, torch.Tensor right)
    {
        Assert.Equal(left.shape, right.shape);
        Assert.Equal(Numbers.Of(left), Numbers.Of(right));
    }

    [Fact]
    public void Weights_that_are_all_one_are_left_out()
    {
        var data = ToyExamples.Bent(50);
        var recipe = new BatchRecipe(data, data.All, new BinaryCrossEntropy(), 1, 9, new(), torch.CPU);
        foreach (long keptUpTo in (long[])[0, BatchSource.KeptUpTo])
        {
            using var source = BatchSource.Of(recipe, 0, keptUpTo);
            using var batch = source.Next();
            Assert.Null(batch.Weights);
        }
    }

    [Fact]
    public void A_fault_while_loading_is_thrown_where_the_batch_is_awaited()
    {
        var data = new ToyExamples(
            [
                [1],
                [2],
            ],
            [
                [0],
                [7],
            ]
        );
        var recipe = new BatchRecipe(data, data.All, new BinaryCrossEntropy(), 1, 1, new(), torch.CPU);
        using var loaded = BatchSource.Of(recipe, 0, keptUpTo: 0);
        Assert.Throws<Core.Faults.DataException>(() => loaded.Next());
    }
}
