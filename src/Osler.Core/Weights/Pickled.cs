using System.Collections.Immutable;
using Osler.Core.Bundles;

namespace Osler.Core.Weights;

/// <summary>What a pickle may hold beside numbers, texts, truths and nothing: containers, and the pieces of a tensor.</summary>
/// <param name="Depth">How many containers it holds inside each other, 1 for one of plain values.</param>
internal abstract record Pickled(int Depth);

internal sealed record PickledTuple(ImmutableArray<object?> Items, int Depth) : Pickled(Depth);

/// <summary>A list; equal only to itself.</summary>
internal sealed record PickledList(List<object?> Items) : Pickled(1)
{
    public bool Equals(PickledList? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>A dictionary in the order of insertion, its keys as texts; equal only to itself.</summary>
internal sealed record PickledDictionary(OrderedDictionary<string, object?> Items) : Pickled(1)
{
    public bool Equals(PickledDictionary? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>One of the few names of the closed list; it is never looked up, only told apart.</summary>
internal sealed record PickledGlobal(string Name) : Pickled(1);

/// <summary>Where a tensor's numbers lie: a block of one kind, named by a key.</summary>
internal sealed record PickledStorage(string Key, TensorKind Kind, long Count) : Pickled(1);

/// <summary>A tensor as a view of a storage: number (i, j) lies at offset + i strides[0] + j strides[1].</summary>
internal sealed record PickledTensor(
    PickledStorage Storage,
    long Offset,
    ImmutableArray<int> Sizes,
    ImmutableArray<long> Strides
) : Pickled(1);
