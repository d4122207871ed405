using System.Buffers.Binary;

namespace Osler.Core.Bundles;

/// <summary>How the numbers of a weight file are stored.</summary>
internal enum TensorKind
{
    F32,
    F64,
    F16,
    BF16,
    I64,
    I32,
    I16,
    I8,
    U8,
    Bool,
}

internal static class TensorKinds
{
    public static TensorKind? Parse(string text) =>
        text switch
        {
            "F32" => TensorKind.F32,
            "F64" => TensorKind.F64,
            "F16" => TensorKind.F16,
            "BF16" => TensorKind.BF16,
            "I64" => TensorKind.I64,
            "I32" => TensorKind.I32,
            "I16" => TensorKind.I16,
            "I8" => TensorKind.I8,
            "U8" => TensorKind.U8,
            "BOOL" => TensorKind.Bool,
            _ => null,
        };

    /// <summary>Bytes of one number.</summary>
    public static int Size(TensorKind kind) =>
        kind switch
        {
            TensorKind.F32 or TensorKind.I32 => 4,
            TensorKind.F16 or TensorKind.BF16 or TensorKind.I16 => 2,
            TensorKind.I8 or TensorKind.U8 or TensorKind.Bool => 1,
            _ => 8,
        };

    /// <summary>Little-endian numbers to float32, rounding where float32 is coarser.</summary>
    public static void Convert(TensorKind kind, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        int size = Size(kind);
        for (int i = 0; i < values.Length; i++)
        {
            var one = bytes.Slice(i * size, size);
            values[i] = kind switch
            {
                TensorKind.F32 => BinaryPrimitives.ReadSingleLittleEndian(one),
                TensorKind.F64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(one),
                TensorKind.F16 => (float)BinaryPrimitives.ReadHalfLittleEndian(one),
                // A bfloat16 is the upper half of a float32.
                TensorKind.BF16 => BitConverter.Int32BitsToSingle(
                    BinaryPrimitives.ReadUInt16LittleEndian(one) << 16
                ),
                TensorKind.I32 => BinaryPrimitives.ReadInt32LittleEndian(one),
                TensorKind.I16 => BinaryPrimitives.ReadInt16LittleEndian(one),
                TensorKind.I8 => (sbyte)one[0],
                TensorKind.U8 => one[0],
                TensorKind.Bool => one[0] == 0 ? 0 : 1,
                _ => BinaryPrimitives.ReadInt64LittleEndian(one),
            };
        }
    }
}
