using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Osler.Core.Faults;

namespace Osler.Imaging.Arrays;

/// <summary>Numbers of one kind in a shape, row-major, read slice by slice along the first axis.</summary>
/// <remarks>In memory or in a file; reading is safe from several threads. Dispose of it to close the file.</remarks>
public sealed class NumberArray : IDisposable
{
    private const int Piece = 1 << 16;
    private readonly ArrayBytes _bytes;
    private readonly bool _bigEndian;

    internal NumberArray(
        ImmutableArray<int> shape,
        NumberKind kind,
        ArrayBytes bytes,
        bool bigEndian,
        string where
    )
    {
        (Shape, Kind, _bytes, _bigEndian, Where) = (shape, kind, bytes, bigEndian, where);
        long slice = 1;
        for (int axis = 1; axis < shape.Length; axis++)
            slice *= shape[axis];
        if (slice > Array.MaxLength)
            throw Arrays.Malformed($"one slice of its shape {Arrays.Shown(shape)} is too large", where);
        (Slices, SliceLength) = (shape.IsEmpty ? 1 : shape[0], (int)slice);
    }

    /// <summary>Sizes of the axes, the slowest first; empty for a single number.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>What the numbers are.</summary>
    public NumberKind Kind { get; }

    /// <summary>Length of the first axis; 1 for a single number.</summary>
    public int Slices { get; }

    /// <summary>Numbers of one slice: the product of the other axes.</summary>
    public int SliceLength { get; }

    /// <summary>All numbers.</summary>
    public long Count => (long)Slices * SliceLength;

    /// <summary>The file and, in an archive, the array's name.</summary>
    public string Where { get; }

    /// <summary>Numbers that are in memory already.</summary>
    /// <param name="values">Row-major; not copied.</param>
    /// <param name="shape">Sizes of the axes.</param>
    /// <exception cref="ArgumentException">The shape needs another number of values.</exception>
    public static NumberArray Of(byte[] values, params ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(values);
        long needed = 1;
        foreach (int axis in shape)
            needed *= axis;
        return needed == values.Length
            ? new([.. shape], NumberKind.UInt8, ArrayBytes.InMemory(values, "memory"), false, "memory")
            : throw new ArgumentException(
                $"The shape needs {needed} numbers; got {values.Length}.",
                nameof(shape)
            );
    }

    /// <summary>Reads one slice as float32 (a 64-bit number rounds to the nearest).</summary>
    /// <param name="slice">From 0.</param>
    /// <param name="destination">[SliceLength].</param>
    public void Read(int slice, Span<float> destination) => Read(slice, 1, destination);

    /// <summary>Reads neighbouring slices as float32.</summary>
    /// <param name="first">The first slice.</param>
    /// <param name="count">How many.</param>
    /// <param name="destination">[count, SliceLength].</param>
    public void Read(int first, int count, Span<float> destination)
    {
        RequireRange(first, count, destination.Length);
        long at = (long)first * SliceLength;
        int size = Kind.Size();
        if (Kind == NumberKind.Float32)
        {
            var bytes = MemoryMarshal.AsBytes(destination);
            _bytes.Read(bytes, at * size);
            NumberKinds.ToMachineOrder(bytes, size, _bigEndian);
            return;
        }
        byte[] piece = ArrayPool<byte>.Shared.Rent(Piece);
        for (int done = 0; done < destination.Length; )
        {
            int now = Math.Min(destination.Length - done, Piece / size);
            var bytes = piece.AsSpan(0, now * size);
            _bytes.Read(bytes, (at + done) * size);
            NumberKinds.ToMachineOrder(bytes, size, _bigEndian);
            NumberKinds.ToFloats(Kind, bytes, destination.Slice(done, now));
            done += now;
        }
        ArrayPool<byte>.Shared.Return(piece);
    }

    /// <summary>Reads neighbouring slices of 8-bit numbers or truths as they are stored.</summary>
    /// <param name="first">The first slice.</param>
    /// <param name="count">How many.</param>
    /// <param name="destination">[count, SliceLength].</param>
    /// <exception cref="InvalidOperationException">The numbers are neither.</exception>
    public void ReadBytes(int first, int count, Span<byte> destination)
    {
        if (Kind is not (NumberKind.UInt8 or NumberKind.Bool))
            throw new InvalidOperationException($"The numbers are {Kind}, not bytes.");
        RequireRange(first, count, destination.Length);
        _bytes.Read(destination, (long)first * SliceLength);
    }

    /// <summary>Reads neighbouring slices as whole numbers, for labels.</summary>
    /// <param name="first">The first slice.</param>
    /// <param name="count">How many.</param>
    /// <param name="destination">[count, SliceLength].</param>
    /// <exception cref="DataException">A number has a fraction, or is beyond 64 bits.</exception>
    public void ReadIntegers(int first, int count, Span<long> destination)
    {
        RequireRange(first, count, destination.Length);
        int size = Kind.Size();
        byte[] piece = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            for (int done = 0; done < destination.Length; )
            {
                int now = Math.Min(destination.Length - done, Piece / size);
                var bytes = piece.AsSpan(0, now * size);
                _bytes.Read(bytes, ((long)first * SliceLength + done) * size);
                NumberKinds.ToMachineOrder(bytes, size, _bigEndian);
                for (int i = 0; i < now; i++)
                    destination[done + i] =
                        NumberKinds.ToInteger(Kind, bytes.Slice(i * size, size))
                        ?? throw new DataException(
                            $"Number {done + i + 1} of slice {first + 1} is no whole number.",
                            Where
                        );
                done += now;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();

    private void RequireRange(int first, int count, int room)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, Slices - count);
        if (room != (long)count * SliceLength)
            throw new ArgumentException($"Room for {room} of {count} x {SliceLength} numbers.", nameof(room));
    }
}
