using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Osler.Imaging.Arrays;

/// <summary>Sizes and conversions of stored numbers.</summary>
public static class NumberKinds
{
    /// <summary>Bytes of one number: 1, 2, 4 or 8.</summary>
    public static int Size(this NumberKind kind) =>
        kind switch
        {
            NumberKind.Bool or NumberKind.UInt8 or NumberKind.Int8 => 1,
            NumberKind.UInt16 or NumberKind.Int16 or NumberKind.Float16 => 2,
            NumberKind.UInt32 or NumberKind.Int32 or NumberKind.Float32 => 4,
            _ => 8,
        };

    /// <summary>Whether the numbers may have a fraction, be infinite or NaN.</summary>
    public static bool IsFloat(this NumberKind kind) =>
        kind is NumberKind.Float16 or NumberKind.Float32 or NumberKind.Float64;

    /// <summary>The least and greatest number of a whole kind; null for floats.</summary>
    public static (double Low, double High)? Limits(this NumberKind kind) =>
        kind switch
        {
            NumberKind.Bool => (0, 1),
            NumberKind.UInt8 => (0, byte.MaxValue),
            NumberKind.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            NumberKind.UInt16 => (0, ushort.MaxValue),
            NumberKind.Int16 => (short.MinValue, short.MaxValue),
            NumberKind.UInt32 => (0, uint.MaxValue),
            NumberKind.Int32 => (int.MinValue, int.MaxValue),
            NumberKind.UInt64 => (0, ulong.MaxValue),
            NumberKind.Int64 => (long.MinValue, long.MaxValue),
            _ => null,
        };

    /// <summary>The bytes of numbers in this machine's order: a view where the file's order is that, else a turned copy.</summary>
    internal static ReadOnlySpan<byte> InMachineOrder(ReadOnlySpan<byte> bytes, int size, bool bigEndian)
    {
        if (bigEndian != BitConverter.IsLittleEndian)
            return bytes;
        byte[] turned = bytes.ToArray();
        ToMachineOrder(turned, size, bigEndian);
        return turned;
    }

    /// <summary>Turns the bytes of each number around, in place, where the file's order is not this machine's.</summary>
    internal static void ToMachineOrder(Span<byte> bytes, int size, bool bigEndian)
    {
        if (bigEndian != BitConverter.IsLittleEndian || size == 1)
            return;
        switch (size)
        {
            case 2:
                var words = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 4:
                var doubles = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(doubles, doubles);
                break;
            default:
                var quads = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(quads, quads);
                break;
        }
    }

    /// <summary>Converts numbers in this machine's byte order to the nearest float32; a truth is 0 or 1.</summary>
    internal static void ToFloats(NumberKind kind, ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        switch (kind)
        {
            case NumberKind.Bool:
                for (int i = 0; i < bytes.Length; i++)
                    destination[i] = bytes[i] == 0 ? 0 : 1;
                break;
            case NumberKind.UInt8:
                TensorPrimitives.ConvertTruncating<byte, float>(bytes, destination);
                break;
            case NumberKind.Int8:
                Convert<sbyte>(bytes, destination);
                break;
            case NumberKind.UInt16:
                Convert<ushort>(bytes, destination);
                break;
            case NumberKind.Int16:
                Convert<short>(bytes, destination);
                break;
            case NumberKind.UInt32:
                Convert<uint>(bytes, destination);
                break;
            case NumberKind.Int32:
                Convert<int>(bytes, destination);
                break;
            case NumberKind.UInt64:
                Convert<ulong>(bytes, destination);
                break;
            case NumberKind.Int64:
                Convert<long>(bytes, destination);
                break;
            case NumberKind.Float16:
                Convert<Half>(bytes, destination);
                break;
            case NumberKind.Float32:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(destination);
                break;
            default:
                Convert<double>(bytes, destination);
                break;
        }
    }

    /// <summary>Converts one number in this machine's byte order to a whole number; null where it is none or too large.</summary>
    internal static long? ToInteger(NumberKind kind, ReadOnlySpan<byte> bytes) =>
        kind switch
        {
            NumberKind.Bool => bytes[0] == 0 ? 0 : 1,
            NumberKind.UInt8 => bytes[0],
            NumberKind.Int8 => (sbyte)bytes[0],
            NumberKind.UInt16 => MemoryMarshal.Read<ushort>(bytes),
            NumberKind.Int16 => MemoryMarshal.Read<short>(bytes),
            NumberKind.UInt32 => MemoryMarshal.Read<uint>(bytes),
            NumberKind.Int32 => MemoryMarshal.Read<int>(bytes),
            NumberKind.UInt64 => MemoryMarshal.Read<ulong>(bytes) is <= long.MaxValue and var whole
                ? (long)whole
                : null,
            NumberKind.Int64 => MemoryMarshal.Read<long>(bytes),
            NumberKind.Float16 => Whole((double)MemoryMarshal.Read<Half>(bytes)),
            NumberKind.Float32 => Whole(MemoryMarshal.Read<float>(bytes)),
            _ => Whole(MemoryMarshal.Read<double>(bytes)),
        };

    private static long? Whole(double number) =>
        Math.Abs(number) < 9.0e18 && number == Math.Floor(number) ? (long)number : null;

    private static void Convert<T>(ReadOnlySpan<byte> bytes, Span<float> destination)
        where T : unmanaged, System.Numerics.INumberBase<T> =>
        TensorPrimitives.ConvertTruncating<T, float>(MemoryMarshal.Cast<byte, T>(bytes), destination);
}
