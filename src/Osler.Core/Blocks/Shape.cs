using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Osler.Core.Blocks;

/// <summary>
/// Sizes of one case's axes, the batch axis left out: <c>[8]</c> features, <c>[12, 8]</c> rows of features,
/// <c>[1, 28, 28]</c> channels, height, width, <c>[1, 28, 28, 28]</c> channels, depth, height, width.
/// </summary>
/// <remarks>
/// Two axes are rows of features to dense blocks and those that join features, and a signal [channels, length] to
/// convolution, pooling and batch norm; those of a sequence of tokens (<see cref="Padding"/>) are rows to all. Made from a collection expression: <c>Shape input = [1, 28, 28];</c>. Equal when the sizes (and the padding) are equal.
/// </remarks>
[CollectionBuilder(typeof(Shape), nameof(Of))]
public readonly record struct Shape : IReadOnlyList<int>
{
    private readonly ImmutableArray<int> _sizes;

    /// <param name="sizes">Sizes of the axes, each at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Shape(ImmutableArray<int> sizes)
    {
        foreach (int size in sizes)
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(sizes));
        _sizes = sizes;
    }

    /// <summary>Sizes of the axes.</summary>
    public ImmutableArray<int> Sizes => _sizes.IsDefault ? [] : _sizes;

    /// <summary>How many axes: 1 for features, 2 for rows of features or a signal, 3 for images, 4 for volumes.</summary>
    public int Rank => Sizes.Length;

    /// <summary>How many values one case has: the product of the sizes.</summary>
    public long Values => Sizes.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>
    /// The token id that fills this sequence up behind its last token, so that what was made of it must not count; null
    /// where this is no sequence of tokens.
    /// </summary>
    public int? Padding { get; init; }

    /// <summary>Whether this is a sequence [T, F] made of token ids, T another one for each batch.</summary>
    public bool IsSequence => Padding is not null;

    /// <summary>
    /// Which axis holds features: the first (channels) of three or more, else the last. The batch axis is not counted.
    /// </summary>
    public int FeatureAxis => Rank >= 3 ? 0 : Math.Max(0, Rank - 1);

    /// <summary>How many features (or channels).</summary>
    public int Features => Sizes[FeatureAxis];

    /// <inheritdoc/>
    public int Count => Rank;

    /// <summary>Size of an axis.</summary>
    public int this[int axis] => Sizes[axis];

    /// <summary>A shape of these sizes.</summary>
    public static Shape Of(params ReadOnlySpan<int> sizes) => new([.. sizes]);

    /// <summary>The same shape with another number of features (or channels).</summary>
    public Shape WithFeatures(int features) =>
        new(Sizes.SetItem(FeatureAxis, features)) { Padding = Padding };

    /// <inheritdoc/>
    public bool Equals(Shape other) =>
        Padding == other.Padding && Sizes.AsSpan().SequenceEqual(other.Sizes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int size in Sizes)
            hash.Add(size);
        hash.Add(Padding);
        return hash.ToHashCode();
    }

    /// <summary>The sizes in brackets: <c>[1, 28, 28]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", Sizes)}]";

    /// <summary>Walks the sizes without allocating.</summary>
    public ImmutableArray<int>.Enumerator GetEnumerator() => Sizes.GetEnumerator();

    IEnumerator<int> IEnumerable<int>.GetEnumerator() => ((IEnumerable<int>)Sizes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)Sizes).GetEnumerator();
}
