using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Osler.Learning.Losses;

namespace Osler.Learning.Batches;

/// <summary>Batches gathered ahead by a thread of its own while the network trains.</summary>
/// <remarks>The thread only runs ahead: what a batch holds depends on its step alone.</remarks>
internal sealed class LoadedBatches : BatchSource
{
    private const int Ahead = 3;

    private readonly BatchRecipe _recipe;
    private readonly BlockingCollection<Batch> _ready = new(Ahead);
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _loader;
    private float[] _inputs = [];
    private ExceptionDispatchInfo? _fault;

    public LoadedBatches(BatchRecipe recipe, long firstStep)
    {
        _recipe = recipe;
        _loader = new Thread(() => Load(firstStep)) { IsBackground = true, Name = "batches" };
        _loader.Start();
    }

    public override Batch Next()
    {
        if (_ready.TryTake(out var batch, Timeout.Infinite))
            return batch;
        _fault?.Throw();
        throw new InvalidOperationException("The loader ended before the run did.");
    }

    private void Load(long step)
    {
        try
        {
            var order = new ReadOrder[_recipe.Orders];
            for (int i = 0; i < order.Length; i++)
                order[i] = _recipe.Order(Expect);
            var cursor = new BatchCursor(_recipe.Plan, step);
            while (true)
            {
                cursor.Move();
                var batch = Gather(order, cursor);
                try
                {
                    _ready.Add(batch, _stop.Token);
                }
                catch (OperationCanceledException)
                {
                    batch.Dispose();
                    return;
                }
            }
        }
#pragma warning disable CA1031 // Whatever stops the loader is thrown again, as it is, where the batch is awaited.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            _fault = ExceptionDispatchInfo.Capture(fault);
        }
        finally
        {
            _ready.CompleteAdding();
        }
    }

    private void Expect(ReadOnlyMemory<int> positions)
    {
        var all = _recipe.Cases.Span;
        int[] cases = new int[positions.Length];
        for (int i = 0; i < cases.Length; i++)
            cases[i] = all[positions.Span[i]];
        _recipe.Examples.Expect(cases);
    }

    private Batch Gather(ReadOrder[] orders, BatchCursor cursor)
    {
        var examples = _recipe.Examples;
        var all = _recipe.Cases.Span;
        (int start, int size) = cursor.Place;
        int outcomes = examples.Outcomes;
        int[] cases = new int[orders.Length * size];
        for (int member = 0; member < orders.Length; member++)
            orders[member](cursor.Epoch, member, start, cases.AsSpan(member * size, size));
        foreach (ref int position in cases.AsSpan())
            position = all[position];
        int values = checked(cases.Length * _recipe.Width);
        if (_inputs.Length < values)
            _inputs = new float[values];
        var inputs = _inputs.AsMemory(0, values);
        Gathering.Inputs(examples, cases, cursor.Epoch, training: true, inputs);
        float[] targets = new float[cases.Length * outcomes];
        examples.Targets(cases, cursor.Epoch, targets);
        // Of exclusive classes that are mixed a label is a share of each class.
        bool shared = examples.Mixes && _recipe.Loss.Exclusive;
        int columns = shared ? _recipe.Logits : outcomes;
        if (shared)
            targets = ClassShares.Of(targets, columns);
        if (examples.Mixes)
            Mix(inputs, targets, orders.Length, cursor);
        float[] labels = new float[targets.Length];
        float[] weights = new float[cases.Length * outcomes];
        if (shared)
            ClassShares.Prepare(targets, columns, labels, weights);
        else
            _recipe.Loss.Prepare(targets, outcomes, _recipe.Logits, labels, weights);
        float[] weighed = new float[_recipe.Weightings * size * outcomes];
        for (int member = 0; member < _recipe.Weightings; member++)
        {
            int from = orders.Length == 1 ? 0 : member * size;
            var own = weighed.AsSpan(member * size * outcomes, size * outcomes);
            weights.AsSpan(from * outcomes, own.Length).CopyTo(own);
            if (_recipe.WeighsCases)
                KeptBatches.Weigh(_recipe, member, cases.AsSpan(from, size), own);
        }
        var given = Training.Numbers.Tensor(
            inputs.Span,
            BatchRecipe.Shape(orders.Length, size, examples.Input.Sizes.AsSpan()),
            _recipe.Device
        );
        var cut = _recipe.Cut(given, cases);
        if (!ReferenceEquals(cut, given))
            given.Dispose();
        return new Batch(
            cut,
            Training.Numbers.Tensor(labels, BatchRecipe.Shape(orders.Length, size, columns), _recipe.Device),
            shared || weighed.AsSpan().ContainsAnyExcept(1f)
                ? Training.Numbers.Tensor(
                    weighed,
                    BatchRecipe.Shape(_recipe.Weightings, size, outcomes),
                    _recipe.Device
                )
                : null
        );
    }

    // Each order's cases among themselves.
    private void Mix(Memory<float> inputs, Memory<float> targets, int orders, BatchCursor cursor)
    {
        (int start, int size) = cursor.Place;
        int input = inputs.Length / orders;
        int target = targets.Length / orders;
        for (int member = 0; member < orders; member++)
            _recipe.Examples.Mix(
                inputs.Slice(member * input, input),
                targets.Slice(member * target, target),
                size,
                cursor.Epoch,
                (long)start * orders + member
            );
    }

    public override void Dispose()
    {
        _stop.Cancel();
        while (_ready.TryTake(out var batch, Timeout.Infinite))
            batch.Dispose();
        _loader.Join();
        _ready.Dispose();
        _stop.Dispose();
    }
}
