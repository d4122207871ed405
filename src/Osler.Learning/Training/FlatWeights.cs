using System.Collections.Immutable;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Learning.Networks;
using static TorchSharp.torch;

namespace Osler.Learning.Training;

/// <summary>One member's named tensor and its place in the flat weights.</summary>
/// <param name="Spec">Its full name and shape.</param>
/// <param name="Member">Which member's it is; 0 where there is one network.</param>
/// <param name="Offset">Where its values begin in the flat tensor (that of trained weights, or that of statistics).</param>
internal readonly record struct WeightSlot(ParameterSpec Spec, int Member, int Offset);

/// <summary>
/// The weights of a network in two flat tensors (trained weights, running statistics), so that a step of an optimiser,
/// an average or a snapshot is a handful of operations however many weights and members there are.
/// </summary>
/// <remarks>
/// The network's own tensors are turned into views on the flat ones, and their gradients into views on one flat
/// gradient, into which libtorch then adds in place. Each tensor begins at a multiple of 64 bytes, so that matrix
/// products see the same alignment, and so round alike, in every run.
/// </remarks>
internal sealed class FlatWeights : IDisposable
{
    private const int Alignment = 16;

    private readonly ImmutableArray<WeightSlot> _slots;

    /// <param name="network">A plain network, or <c>Members(...)</c>; it keeps its values.</param>
    public FlatWeights(TorchNetwork network)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Members = (network.Network as Members)?.Count ?? 1;
        var slots = ImmutableArray.CreateBuilder<WeightSlot>();
        int trained = 0;
        int buffered = 0;
        foreach (var weight in network.Weights)
        {
            ref int end = ref weight.Trainable ? ref trained : ref buffered;
            for (int i = 0; i < weight.Members; i++)
            {
                var spec = weight.Specs[i];
                int member = Members == 1 ? 0 : MemberNames.Member(spec.Name);
                slots.Add(new WeightSlot(spec, member, checked(end + i * (int)spec.Count)));
            }
            end = checked(
                end + (int)(weight.Specs[0].Count * weight.Members + Alignment - 1) / Alignment * Alignment
            );
        }
        _slots = slots.ToImmutable();
        var device = network.Weights.IsEmpty ? CPU : network.Weights[0].Tensor.device;
        Values = zeros([trained], ScalarType.Float32, device).DetachFromDisposeScope();
        Gradients = zeros([trained], ScalarType.Float32, device).DetachFromDisposeScope();
        Buffers = zeros([buffered], ScalarType.Float32, device).DetachFromDisposeScope();
        int first = 0;
        foreach (var weight in network.Weights)
        {
            int offset = _slots[first].Offset;
            first += weight.Members;
            var place = View(weight.Trainable ? Values : Buffers, offset, weight.Tensor.shape);
            place.copy_(weight.Tensor);
            weight.Tensor.set_(place);
            if (weight.Trainable)
                weight.Tensor.grad = View(Gradients, offset, weight.Tensor.shape);
        }
        if (Members > 1)
        {
            MemberOfValue = tensor(PerValue((_, member) => (long)member), device: device)
                .DetachFromDisposeScope();
            MemberOfBuffer = tensor(PerBuffer(), device: device).DetachFromDisposeScope();
        }
    }

    /// <summary>How many members, K.</summary>
    public int Members { get; }

    /// <summary>All trained weights, [P].</summary>
    public Tensor Values { get; }

    /// <summary>Their gradients, [P].</summary>
    public Tensor Gradients { get; }

    /// <summary>All running statistics, [Q]; may be empty.</summary>
    public Tensor Buffers { get; }

    /// <summary>For each trained value its member, [P] of int64; null where there is one.</summary>
    public Tensor? MemberOfValue { get; }

    /// <summary>For each running statistic its member, [Q] of int64; null where there is one.</summary>
    public Tensor? MemberOfBuffer { get; }

    /// <summary>Multiplies each member's gradient by a number of its own.</summary>
    /// <param name="factors">[K].</param>
    public void ScaleGradients(float[] factors)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var each = tensor(factors, device: Gradients.device);
        Gradients.mul_(MemberOfValue is null ? each : each.index_select(0, MemberOfValue));
    }

    /// <summary>For each trained value a number by its tensor and member; padding gets the default.</summary>
    public T[] PerValue<T>(Func<ParameterSpec, int, T> number)
    {
        var all = new T[Values.numel()];
        foreach (var slot in _slots.Where(slot => slot.Spec.Trainable))
            all.AsSpan(slot.Offset, (int)slot.Spec.Count).Fill(number(slot.Spec, slot.Member));
        return all;
    }

    /// <summary>
    /// Copies named tensors into the flat ones; those not named are left as they are. Names of a single network go to
    /// every member.
    /// </summary>
    /// <exception cref="RequestException">A tensor has another shape than the network needs, or is not of it.</exception>
    public void Load(IReadOnlyDictionary<string, TensorData> weights)
    {
        float[] values = Numbers.Of(Values);
        float[] buffers = Numbers.Of(Buffers);
        var slots = _slots
            .SelectMany(slot =>
                Members == 1
                    ? [(slot.Spec.Name, Slot: slot)]
                    : new[]
                    {
                        (slot.Spec.Name, Slot: slot),
                        (Name: MemberNames.Alone(slot.Spec.Name), Slot: slot),
                    }
            )
            .ToLookup(named => named.Name, named => named.Slot, StringComparer.Ordinal);
        foreach ((string name, var data) in weights)
        {
            if (!slots.Contains(name))
                throw new RequestException($"The network has no weights '{name}'.", "initial weights");
            foreach (var slot in slots[name])
            {
                if (!data.Shape.AsSpan().SequenceEqual(slot.Spec.Shape.Sizes.AsSpan()))
                {
                    throw new RequestException(
                        $"'{name}' has the shape [{string.Join(", ", data.Shape)}]; the network needs {slot.Spec.Shape}.",
                        "initial weights",
                        "Start from weights of the same network."
                    );
                }
                data.Values.CopyTo((slot.Spec.Trainable ? values : buffers).AsSpan(slot.Offset));
            }
        }
        Numbers.Copy(values, Values);
        Numbers.Copy(buffers, Buffers);
    }

    /// <summary>The named tensors out of flat ones laid out as these.</summary>
    public IReadOnlyDictionary<string, TensorData> Save(Tensor values, Tensor buffers)
    {
        float[] trained = Numbers.Of(values);
        float[] running = Numbers.Of(buffers);
        var all = new OrderedDictionary<string, TensorData>(StringComparer.Ordinal);
        // Member by member, as Parameters.Of has them, however they are stacked.
        foreach (var slot in _slots.OrderBy(slot => slot.Member))
        {
            var numbers = (slot.Spec.Trainable ? trained : running).AsSpan(slot.Offset, (int)slot.Spec.Count);
            all.Add(slot.Spec.Name, new TensorData(slot.Spec.Shape.Sizes, numbers.ToArray()));
        }
        return all;
    }

    public void Dispose()
    {
        Values.Dispose();
        Gradients.Dispose();
        Buffers.Dispose();
        MemberOfValue?.Dispose();
        MemberOfBuffer?.Dispose();
    }

    private long[] PerBuffer()
    {
        long[] all = new long[Buffers.numel()];
        foreach (var slot in _slots.Where(slot => !slot.Spec.Trainable))
            all.AsSpan(slot.Offset, (int)slot.Spec.Count).Fill(slot.Member);
        return all;
    }

    private static Tensor View(Tensor flat, int offset, long[] shape) =>
        flat.narrow(0, offset, shape.Aggregate(1L, (product, size) => product * size)).view(shape);
}
