using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Osler.Learning.Training;

/// <summary>Copies of the weights beside those in training: their moving average, and each member's best.</summary>
internal sealed class Snapshots : IDisposable
{
    private readonly FlatWeights _weights;
    private readonly double? _decay;
    private readonly (Tensor Values, Tensor Buffers)? _average;
    private readonly (Tensor Values, Tensor Buffers)? _best;

    public Snapshots(FlatWeights weights, TrainingSettings settings)
    {
        _weights = weights;
        _decay = settings.AverageDecay;
        if (_decay is not null)
            _average = Copy();
        if (settings.EarlyStopping is not null)
            _best = Copy();
    }

    /// <summary>The weights that are judged: the average where there is one.</summary>
    public (Tensor Values, Tensor Buffers) Last => _average ?? (_weights.Values, _weights.Buffers);

    /// <summary>What a checkpoint keeps.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Tensors
    {
        get
        {
            if (_average is { } average)
            {
                yield return ("average.values", average.Values);
                yield return ("average.buffers", average.Buffers);
            }
            if (_best is { } best)
            {
                yield return ("best.values", best.Values);
                yield return ("best.buffers", best.Buffers);
            }
        }
    }

    /// <summary>Moves the average towards the weights, after a step.</summary>
    /// <param name="step">0-based.</param>
    public void Average(long step)
    {
        if (_average is not { } average)
            return;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        double decay = Math.Min(_decay!.Value, (1.0 + step) / (10 + step));
        using Scalar kept = decay;
        using Scalar taken = 1 - decay;
        average.Values.mul_(kept).add_(_weights.Values, taken);
        average.Buffers.mul_(kept).add_(_weights.Buffers, taken);
    }

    /// <summary>Puts the average in the network's place until disposed.</summary>
    public IDisposable Averaged() => new Exchange(_weights, _average);

    /// <summary>Keeps the judged weights of the members that have improved.</summary>
    public void Keep(bool[] improved)
    {
        if (_best is not { } best || !improved.Any(better => better))
            return;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        if (improved.All(better => better))
        {
            best.Values.copy_(Last.Values);
            best.Buffers.copy_(Last.Buffers);
            return;
        }
        var mask = tensor(improved, device: best.Values.device);
        Merge(best.Values, Last.Values, mask.index_select(0, _weights.MemberOfValue!));
        Merge(best.Buffers, Last.Buffers, mask.index_select(0, _weights.MemberOfBuffer!));
    }

    /// <summary>The best weights; a member whose measure was never defined gives its last.</summary>
    public (Tensor Values, Tensor Buffers) BestOrLast(ImmutableArray<MemberState> members)
    {
        Keep([.. members.Select(member => member.BestEpoch == 0)]);
        return _best ?? Last;
    }

    private static void Merge(Tensor into, Tensor from, Tensor where) => into.copy_(from.where(where, into));

    private (Tensor, Tensor) Copy() =>
        (_weights.Values.clone().DetachFromDisposeScope(), _weights.Buffers.clone().DetachFromDisposeScope());

    public void Dispose()
    {
        foreach (var (_, tensor) in Tensors.ToArray())
            tensor.Dispose();
    }

    private sealed class Exchange : IDisposable
    {
        private readonly FlatWeights _weights;
        private readonly Tensor? _values;
        private readonly Tensor? _buffers;

        public Exchange(FlatWeights weights, (Tensor Values, Tensor Buffers)? average)
        {
            _weights = weights;
            if (average is not { } other)
                return;
            using var quiet = no_grad();
            _values = weights.Values.clone().DetachFromDisposeScope();
            _buffers = weights.Buffers.clone().DetachFromDisposeScope();
            weights.Values.copy_(other.Values);
            weights.Buffers.copy_(other.Buffers);
        }

        public void Dispose()
        {
            if (_values is null || _buffers is null)
                return;
            using var quiet = no_grad();
            _weights.Values.copy_(_values);
            _weights.Buffers.copy_(_buffers);
            _values.Dispose();
            _buffers.Dispose();
        }
    }
}
