using static TorchSharp.torch;

namespace Osler.Learning.Batches;

/// <summary>Batches out of tensors that hold all training cases: for small tables the fastest there is.</summary>
internal sealed class KeptBatches : BatchSource
{
    private readonly BatchRecipe _recipe;
    private readonly ReadOrder _order;
    private readonly BatchCursor _cursor;
    private readonly Tensor _inputs; // [N, input]
    private readonly Tensor _labels; // [N, outcomes]
    private readonly Tensor? _weights; // [N, outcomes], or [K, N, outcomes]; null where each is 1
    private readonly long[] _rows;
    private readonly int[] _positions;
    private Tensor? _epochRows;
    private long _epoch = -1;

    public KeptBatches(BatchRecipe recipe, long firstStep)
    {
        _recipe = recipe;
        _cursor = new BatchCursor(recipe.Plan, firstStep);
        var cases = recipe.Cases.Span;
        int outcomes = recipe.Examples.Outcomes;
        _inputs = Gather(recipe);
        float[] labels = new float[cases.Length * outcomes];
        float[] weights = new float[labels.Length];
        float[] targets = new float[labels.Length];
        recipe.Examples.Targets(cases, targets);
        recipe.Loss.Prepare(targets, outcomes, recipe.Logits, labels, weights);
        _labels = Numbers(labels, [cases.Length, outcomes]);
        float[] weighed = new float[(long)recipe.Weightings * weights.Length];
        for (int member = 0; member < recipe.Weightings; member++)
        {
            var own = weighed.AsSpan(member * weights.Length, weights.Length);
            weights.CopyTo(own);
            if (recipe.WeighsCases)
                Weigh(recipe, member, cases, own);
        }
        if (weighed.AsSpan().ContainsAnyExcept(1f))
            _weights = Numbers(weighed, BatchRecipe.Shape(recipe.Weightings, cases.Length, outcomes));
        _order = recipe.Order();
        _positions = new int[cases.Length];
        _rows = new long[(long)recipe.Orders * cases.Length];
    }

    // In pieces, so that the cases are in memory once, not twice.
    private static Tensor Gather(BatchRecipe recipe)
    {
        const int piece = 1 << 13;
        var cases = recipe.Cases;
        var all = empty(
                BatchRecipe.Shape(1, cases.Length, recipe.Examples.Input.Sizes.AsSpan()),
                ScalarType.Float32,
                recipe.Device
            )
            .DetachFromDisposeScope();
        float[] inputs = new float[Math.Min(piece, cases.Length) * recipe.Width];
        for (int start = 0; start < cases.Length; start += piece)
        {
            int size = Math.Min(piece, cases.Length - start);
            var some = inputs.AsMemory(0, size * recipe.Width);
            Gathering.Inputs(recipe.Examples, cases.Slice(start, size), 0, training: true, some);
            using var place = all.narrow(0, start, size);
            Training.Numbers.Copy(some.Span, place);
        }
        return all;
    }

    /// <summary>
    /// Multiplies the weights of cases by how often a member's bootstrap sample holds them, 0 for those it leaves out.
    /// </summary>
    public static void Weigh(BatchRecipe recipe, int member, ReadOnlySpan<int> cases, Span<float> weights)
    {
        int outcomes = weights.Length / cases.Length;
        for (int i = 0; i < cases.Length; i++)
        {
            int times =
                recipe.LeftOut?.LeavesOut(member, cases[i]) == true ? 0
                : recipe.Settings.Ensemble.Bootstrap ? Bootstrap.Times(recipe.Seed, member, cases[i])
                : 1;
            foreach (ref float weight in weights.Slice(i * outcomes, outcomes))
                weight *= times;
        }
    }

    public override Batch Next()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        _cursor.Move();
        Shuffle(_cursor.Epoch);
        (int start, int size) = _cursor.Place;
        Batch batch;
        if (_recipe.Orders == 1)
        {
            var rows = _epochRows!.narrow(0, start, size);
            batch = new Batch(
                _recipe.Cut(_inputs, Numbered(start, size)).index_select(0, rows),
                _labels.index_select(0, rows),
                _weights?.index_select(_recipe.Weightings == 1 ? 0 : 1, rows)
            );
        }
        else
        {
            var rows = _epochRows!.narrow(1, start, size).reshape(-1);
            int members = _recipe.Orders;
            int outcomes = _recipe.Examples.Outcomes;
            // Row r of member k in the weights of all members, one after another.
            var ownRows = (
                _epochRows.narrow(1, start, size)
                + arange(members, ScalarType.Int64, _recipe.Device).unsqueeze(1) * _recipe.Cases.Length
            ).reshape(-1);
            batch = new Batch(
                _inputs
                    .index_select(0, rows)
                    .view(BatchRecipe.Shape(members, size, _recipe.Examples.Input.Sizes.AsSpan())),
                _labels.index_select(0, rows).view(members, size, outcomes),
                _weights?.view(-1, outcomes).index_select(0, ownRows).view(members, size, outcomes)
            );
        }
        foreach (var tensor in (Tensor?[])[batch.Inputs, batch.Labels, batch.Weights])
            tensor?.DetachFromDisposeScope();
        return batch;
    }

    // Case numbers of a batch; none are needed where nothing is cut.
    private ReadOnlySpan<int> Numbered(int start, int size)
    {
        if (_recipe.Lengths is null)
            return [];
        int[] cases = new int[size];
        for (int i = 0; i < size; i++)
            cases[i] = _recipe.Cases.Span[_positions[start + i]];
        return cases;
    }

    private void Shuffle(long epoch)
    {
        if (epoch == _epoch)
            return;
        _epoch = epoch;
        for (int member = 0; member < _recipe.Orders; member++)
        {
            _order(epoch, member, 0, _positions);
            for (int i = 0; i < _positions.Length; i++)
                _rows[member * _positions.Length + i] = _positions[i];
        }
        _epochRows?.Dispose();
        long[] shape = _recipe.Orders == 1 ? [_positions.Length] : [_recipe.Orders, _positions.Length];
        _epochRows = tensor(_rows, shape, device: _recipe.Device).DetachFromDisposeScope();
    }

    private Tensor Numbers(ReadOnlySpan<float> values, long[] shape) =>
        Training.Numbers.Tensor(values, shape, _recipe.Device);

    public override void Dispose()
    {
        _inputs.Dispose();
        _labels.Dispose();
        _weights?.Dispose();
        _epochRows?.Dispose();
    }
}
