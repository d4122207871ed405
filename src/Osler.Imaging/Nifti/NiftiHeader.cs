using System.Buffers.Binary;
using Osler.Imaging.Arrays;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Nifti;

/// <summary>What the 348 bytes at the start of a NIfTI-1 file say.</summary>
internal sealed record NiftiHeader
{
    public const int Bytes = 348;

    // All ways to give three axes to three others.
    private static readonly int[][] Orders =
    [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ];

    public required bool BigEndian { get; init; }
    public required NumberKind Kind { get; init; }
    public required int Width { get; init; }
    public required int Height { get; init; }
    public required int Depth { get; init; }
    public required long Volumes { get; init; }
    public required long Offset { get; init; }
    public required float Slope { get; init; }
    public required float Intercept { get; init; }

    /// <summary>Millimetres between voxels along each of the file's axes.</summary>
    public required double[] Spacing { get; init; }

    /// <summary>Whether sform or qform says how the patient lies.</summary>
    public required bool IsOriented { get; init; }

    /// <summary>[patient's axis (to the right, front, head), file's axis]: direction, and length in millimetres.</summary>
    public required double[,] Directions { get; init; }

    /// <summary>Whether the numbers stand for others; a slope of 0 means that they don't.</summary>
    public bool IsScaled => Slope != 0 && (Slope != 1 || Intercept != 0);

    public int VoxelBytes => Kind.Size();

    public long Voxels => (long)Width * Height * Depth;

    public string Shown => $"{Depth} x {Height} x {Width}";

    /// <summary>Whether the first field is the header's own length, in either byte order.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= sizeof(int)
        && (
            BinaryPrimitives.ReadInt32LittleEndian(bytes) == Bytes
            || BinaryPrimitives.ReadInt32BigEndian(bytes) == Bytes
        );

    public static NiftiHeader Read(ReadOnlySpan<byte> bytes, string where)
    {
        bool big = BinaryPrimitives.ReadInt32BigEndian(bytes) == Bytes;
        if (!Begins(bytes))
            throw NiftiFile.Bad("it does not begin as NIfTI-1 does", where);
        if (!bytes[344..348].SequenceEqual("n+1\0"u8))
            throw NiftiFile.Bad(
                bytes[344..347].SequenceEqual("ni1"u8)
                    ? "its numbers are in another file (.hdr and .img); one file is read"
                    : "it is an Analyze file, or of a later version",
                where
            );
        var read = new Fields(bytes, big);
        int axes = read.Short(40);
        if (axes is < 1 or > 7)
            throw NiftiFile.Bad($"{axes} axes; there are 1 to 7", where);
        long[] size = [1, 1, 1, 1];
        for (int axis = 0; axis < axes; axis++)
        {
            int length = read.Short(42 + 2 * axis);
            if (length < 1)
                throw NiftiFile.Bad($"axis {axis + 1} has the size {length}", where);
            size[Math.Min(axis, 3)] *= length;
            if (size[3] > int.MaxValue)
                throw NiftiFile.Bad("it claims too many volumes", where);
        }
        Volume.RequireSize(size[2], size[1], size[0], where);
        float offset = read.Float(108);
        if (!(offset is >= Bytes and < 1 << 30) || offset != MathF.Floor(offset))
            throw NiftiFile.Bad($"its numbers begin at byte {offset}", where);
        (float slope, float intercept) = (read.Float(112), read.Float(116));
        if (!float.IsFinite(slope) || !float.IsFinite(intercept))
            (slope, intercept) = (0, 0); // Some writers put NaN for "not scaled".
        double unit = (bytes[123] & 7) switch
        {
            1 => 1000,
            3 => 0.001,
            _ => 1,
        };
        double[] spacing = [.. Enumerable.Range(0, 3).Select(_ => 1.0)];
        for (int axis = 0; axis < 3; axis++)
        {
            double given = Math.Abs(read.Float(80 + 4 * axis)) * unit;
            if (double.IsFinite(given) && given > 0)
                spacing[axis] = given;
        }
        var directions = Direction(read, spacing);
        return new()
        {
            BigEndian = big,
            Kind = KindOf(read.Short(70), where),
            Width = (int)size[0],
            Height = (int)size[1],
            Depth = (int)size[2],
            Volumes = size[3],
            Offset = (long)offset,
            Slope = slope,
            Intercept = intercept,
            Spacing = spacing,
            IsOriented = directions is not null,
            Directions =
                directions
                ?? new double[3, 3]
                {
                    { 1, 0, 0 },
                    { 0, 1, 0 },
                    { 0, 0, 1 },
                },
        };
    }

    /// <summary>For each of the patient's axes the file's axis that runs along it most, and whether it runs against it.</summary>
    public (int[] AxisOf, bool[] Flips) Axes()
    {
        double[] length =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(axis =>
                    Math.Sqrt(Enumerable.Range(0, 3).Sum(p => Directions[p, axis] * Directions[p, axis]))
                ),
        ];
        int[] best = Orders.MaxBy(order =>
            Enumerable
                .Range(0, 3)
                .Sum(p => length[order[p]] == 0 ? 0 : Math.Abs(Directions[p, order[p]]) / length[order[p]])
        )!;
        return (best, [.. Enumerable.Range(0, 3).Select(p => Directions[p, best[p]] < 0)]);
    }

    private static NumberKind KindOf(int code, string where) =>
        code switch
        {
            2 => NumberKind.UInt8,
            4 => NumberKind.Int16,
            8 => NumberKind.Int32,
            16 => NumberKind.Float32,
            64 => NumberKind.Float64,
            256 => NumberKind.Int8,
            512 => NumberKind.UInt16,
            768 => NumberKind.UInt32,
            1024 => NumberKind.Int64,
            1280 => NumberKind.UInt64,
            128 or 2304 => throw NiftiFile.Bad("its voxels are colours; only numbers are read", where),
            32 or 1792 or 2048 => throw NiftiFile.Bad("its voxels are complex numbers", where),
            1 => throw NiftiFile.Bad("its voxels are single bits", where),
            1536 => throw NiftiFile.Bad("its voxels are floats of 128 bits", where),
            _ => throw NiftiFile.Bad($"its voxels are of the unknown kind {code}", where),
        };

    /// <summary>By the sform matrix where it is given, else by the qform quaternion; null where neither is.</summary>
    private static double[,]? Direction(Fields read, double[] spacing)
    {
        double[,] direction = new double[3, 3];
        if (read.Short(254) > 0)
        {
            for (int p = 0; p < 3; p++)
            for (int axis = 0; axis < 3; axis++)
                direction[p, axis] = read.Float(280 + 16 * p + 4 * axis);
        }
        else if (read.Short(252) > 0)
        {
            (double b, double c, double d) = (read.Float(256), read.Float(260), read.Float(264));
            double a = Math.Sqrt(Math.Max(0, 1 - (b * b + c * c + d * d)));
            double third = read.Float(76) < 0 ? -1 : 1;
            direction = new[,]
            {
                { a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c) * third },
                { 2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b) * third },
                { 2 * (b * d - a * c), 2 * (c * d + a * b), (a * a + d * d - b * b - c * c) * third },
            };
            for (int p = 0; p < 3; p++)
            for (int axis = 0; axis < 3; axis++)
                direction[p, axis] *= spacing[axis];
        }
        else
        {
            return null;
        }
        foreach (double part in direction)
            if (!double.IsFinite(part))
                return null;
        return direction;
    }

    private readonly ref struct Fields(ReadOnlySpan<byte> bytes, bool big)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public int Short(int at) =>
            big
                ? BinaryPrimitives.ReadInt16BigEndian(_bytes[at..])
                : BinaryPrimitives.ReadInt16LittleEndian(_bytes[at..]);

        public float Float(int at) =>
            big
                ? BinaryPrimitives.ReadSingleBigEndian(_bytes[at..])
                : BinaryPrimitives.ReadSingleLittleEndian(_bytes[at..]);
    }
}
