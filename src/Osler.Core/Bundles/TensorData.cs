using System.Collections.Immutable;

namespace Osler.Core.Bundles;

/// <summary>A tensor's numbers outside of any framework: float32, row-major (the last axis runs fastest).</summary>
public sealed record TensorData
{
    /// <param name="shape">Sizes of the axes, each at least 0; empty for a single number.</param>
    /// <param name="values">As many values as the shape's product; not copied, so don't change them afterwards.</param>
    /// <exception cref="ArgumentException">The number of values is not the product of the sizes.</exception>
    public TensorData(ImmutableArray<int> shape, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        long count = 1;
        foreach (int size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            count = Math.Min(count * size, int.MaxValue + 1L);
        }
        if (count != values.Length)
        {
            throw new ArgumentException(
                $"The shape [{string.Join(", ", shape)}] does not fit {values.Length} values.",
                nameof(values)
            );
        }
        Shape = shape;
        Values = values;
    }

    /// <summary>Sizes of the axes; empty for a single number.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The values, row-major.</summary>
    public float[] Values { get; }

    /// <summary>Same shape and same bits of every value, so that two zeros of different sign differ and NaN equals itself.</summary>
    public bool Equals(TensorData? other) =>
        other is not null
        && Shape.AsSpan().SequenceEqual(other.Shape.AsSpan())
        && System
            .Runtime.InteropServices.MemoryMarshal.AsBytes(Values.AsSpan())
            .SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(other.Values.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int size in Shape)
            hash.Add(size);
        // A few values tell tensors apart well enough; hashing millions would cost more than it saves.
        for (int i = 0; i < Values.Length; i += Math.Max(1, Values.Length / 16))
            hash.Add(BitConverter.SingleToInt32Bits(Values[i]));
        return hash.ToHashCode();
    }

    /// <summary>The shape alone: <c>float32 [16, 8]</c>.</summary>
    public override string ToString() => $"float32 [{string.Join(", ", Shape)}]";
}
