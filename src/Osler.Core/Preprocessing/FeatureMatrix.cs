using System.Buffers;
using System.Runtime.InteropServices;
using Osler.Core.Faults;
using Osler.Core.Files;
using Osler.Core.Tables;

namespace Osler.Core.Preprocessing;

/// <summary>Features of all cases, [Rows, Width] float32 row-major: in memory, or in a file when large.</summary>
public sealed class FeatureMatrix : IDisposable
{
    /// <summary>Bytes up to which the matrix stays in memory.</summary>
    public const long MemoryLimit = 256L << 20;
    private readonly float[]? _values;

    // Read where it is asked to and no further: the system's reading ahead, of up to megabytes for each row of a
    // shuffled batch, would drown the rows themselves. What lies close together is read together here.
    private const int Piece = 256 << 10;
    private const int Close = 64 << 10;
    private const long MostExpected = 256L << 20;
    private readonly FileStream? _file;

    private FeatureMatrix(int rows, int width, float[]? values, FileStream? file) =>
        (Rows, Width, _values, _file) = (rows, width, values, file);

    /// <summary>How many cases.</summary>
    public int Rows { get; }

    /// <summary>How many features.</summary>
    public int Width { get; }

    /// <summary>Whether the features lie in a file.</summary>
    public bool IsInFile => _file is not null;

    /// <summary>Features that are in memory already.</summary>
    /// <param name="values">[rows, width] row-major; kept, not copied.</param>
    /// <param name="width">How many features.</param>
    public static FeatureMatrix Of(float[] values, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        return values.Length % width == 0
            ? new FeatureMatrix(values.Length / width, width, values, null)
            : throw new ArgumentException($"{values.Length} values are no rows of {width}.", nameof(values));
    }

    /// <summary>Makes the features of every row of a table: one pass.</summary>
    /// <param name="table">The table.</param>
    /// <param name="preprocessing">Fitted.</param>
    /// <param name="folder">Where a large matrix's file goes (removed when disposed); null for the temporary folder.</param>
    /// <param name="memoryLimit">Bytes up to which it stays in memory.</param>
    /// <exception cref="DataException">A column of another kind, a row that can't be filled, or no room on the disk.</exception>
    public static FeatureMatrix From(
        Table table,
        FittedPreprocessing preprocessing,
        string? folder = null,
        long memoryLimit = MemoryLimit
    )
    {
        var reader = InputReader.Of(table, preprocessing);
        int width = preprocessing.Width;
        long bytes = (long)table.Rows * width * sizeof(float);
        bool inMemory = bytes <= memoryLimit && bytes / sizeof(float) <= Array.MaxLength;
        var matrix = inMemory
            ? new FeatureMatrix(table.Rows, width, new float[table.Rows * width], null)
            : InFile(table.Rows, width, folder ?? Path.GetTempPath());
        try
        {
            float[] block = [];
            foreach (var rows in reader.Blocks())
            {
                int length = rows.Rows * width;
                if (block.Length < length)
                    block = new float[length];
                preprocessing.Apply(rows.Values.Span, rows.Rows, block.AsSpan(0, length));
                matrix.Store(rows.FirstRow, block.AsSpan(0, length));
            }
            return matrix;
        }
        catch
        {
            matrix.Dispose();
            throw;
        }
    }

    /// <summary>Copies some cases' features, in the order asked for; safe from several threads.</summary>
    /// <param name="rows">Cases.</param>
    /// <param name="destination">[rows.Length, Width].</param>
    public void Gather(ReadOnlySpan<int> rows, Span<float> destination)
    {
        if (destination.Length != (long)rows.Length * Width)
            throw new ArgumentException(
                $"Room for {destination.Length} of {rows.Length} x {Width} features.",
                nameof(destination)
            );
        if (_file is not null)
            GatherFromFile(rows, MemoryMarshal.AsBytes(destination));
        else
            for (int i = 0; i < rows.Length; i++)
                Row(rows[i], destination.Slice(i * Width, Width));
    }

    /// <summary>
    /// Reads cases that will be asked for soon, so that the system has them at hand. Worth it for cases that lie
    /// together and will be asked for in another order; at most 256 MB are read.
    /// </summary>
    /// <param name="rows">Cases, best in ascending order.</param>
    public void Expect(ReadOnlySpan<int> rows)
    {
        if (_file is null)
            return;
        byte[] piece = ArrayPool<byte>.Shared.Rent(Piece);
        long start = 0;
        long end = 0;
        long left = MostExpected;
        foreach (int row in rows)
        {
            long at = (long)row * RowBytes;
            if (at < start || at > end)
                start = end = at;
            while (end < at + RowBytes && left > 0)
            {
                int read = RandomAccess.Read(_file.SafeFileHandle, piece.AsSpan(0, Piece), end);
                end += read;
                left = read == 0 ? 0 : left - read;
            }
        }
        ArrayPool<byte>.Shared.Return(piece);
    }

    /// <summary>Copies one case's features; safe from several threads.</summary>
    /// <param name="row">The case.</param>
    /// <param name="destination">[Width].</param>
    public void Row(int row, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        if (_values is not null)
            _values.AsSpan(row * Width, Width).CopyTo(destination);
        else
            Read(MemoryMarshal.AsBytes(destination[..Width]), (long)row * RowBytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private int RowBytes => Width * sizeof(float);

    private void GatherFromFile(ReadOnlySpan<int> rows, Span<byte> destination)
    {
        int size = RowBytes;
        byte[] piece = ArrayPool<byte>.Shared.Rent(Piece);
        long start = 0;
        int held = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)rows[i], (uint)Rows, nameof(rows));
            long at = (long)rows[i] * size;
            var row = destination.Slice(i * size, size);
            bool isHeld = at >= start && at + size <= start + held;
            bool nextIsClose =
                i + 1 < rows.Length
                && (long)rows[i + 1] * size - at is var distance
                && distance >= 0
                && distance + size <= Close;
            if (!isHeld && nextIsClose)
            {
                start = at;
                held = (int)Math.Min(Piece, (long)Rows * size - at);
                Read(piece.AsSpan(0, held), at);
                isHeld = true;
            }
            if (isHeld)
                piece.AsSpan((int)(at - start), size).CopyTo(row);
            else
                Read(row, at);
        }
        ArrayPool<byte>.Shared.Return(piece);
    }

    private void Read(Span<byte> destination, long at)
    {
        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(_file!.SafeFileHandle, destination, at);
            if (read == 0)
                throw new EndOfStreamException("The file of features ended early.");
            destination = destination[read..];
            at += read;
        }
    }

    private void Store(int firstRow, ReadOnlySpan<float> block)
    {
        if (_values is not null)
            block.CopyTo(_values.AsSpan(firstRow * Width));
        else
            RandomAccess.Write(
                _file!.SafeFileHandle,
                MemoryMarshal.AsBytes(block),
                (long)firstRow * RowBytes
            );
    }

    private static FeatureMatrix InFile(int rows, int width, string folder)
    {
        long bytes = (long)rows * width * sizeof(float);
        var file = ScratchFile.Open(folder, "features", bytes, $"for {bytes >> 20} MB of features");
        return new FeatureMatrix(rows, width, null, file);
    }
}
