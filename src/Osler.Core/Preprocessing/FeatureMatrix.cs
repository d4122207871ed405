using System.IO.MemoryMappedFiles;
using Osler.Core.Faults;
using Osler.Core.Tables;

namespace Osler.Core.Preprocessing;

/// <summary>Features of all cases, [Rows, Width] float32 row-major: in memory, or in a memory-mapped file when large.</summary>
public sealed class FeatureMatrix : IDisposable
{
    /// <summary>Bytes up to which the matrix stays in memory.</summary>
    public const long MemoryLimit = 256L << 20;
    private readonly float[]? _values;
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;

    private FeatureMatrix(int rows, int width, float[]? values, MemoryMappedFile? file)
    {
        (Rows, Width, _values, _file) = (rows, width, values, file);
        _view = file?.CreateViewAccessor(0, (long)rows * width * sizeof(float));
    }

    /// <summary>How many cases.</summary>
    public int Rows { get; }

    /// <summary>How many features.</summary>
    public int Width { get; }

    /// <summary>Whether the features lie in a file.</summary>
    public bool IsMapped => _view is not null;

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
            : Mapped(table.Rows, width, folder ?? Path.GetTempPath());
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
        for (int i = 0; i < rows.Length; i++)
            Row(rows[i], destination.Slice(i * Width, Width));
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
            _view!.SafeMemoryMappedViewHandle.ReadSpan(
                (ulong)row * (ulong)Width * sizeof(float),
                destination[..Width]
            );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view?.Dispose();
        _file?.Dispose();
    }

    private void Store(int firstRow, ReadOnlySpan<float> block)
    {
        if (_values is not null)
            block.CopyTo(_values.AsSpan(firstRow * Width));
        else
            _view!.SafeMemoryMappedViewHandle.WriteSpan(
                (ulong)firstRow * (ulong)Width * sizeof(float),
                block
            );
    }

    private static FeatureMatrix Mapped(int rows, int width, string folder)
    {
        long bytes = (long)rows * width * sizeof(float);
        try
        {
            Directory.CreateDirectory(folder);
            // Room is taken at once, so that a full disk is an error here and not a fault at a later write.
            var stream = new FileStream(
                Path.Combine(folder, $"osler-features-{Guid.NewGuid():N}.tmp"),
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.ReadWrite,
                    Options = FileOptions.DeleteOnClose,
                    PreallocationSize = bytes,
                }
            );
            stream.SetLength(bytes);
            var file = MemoryMappedFile.CreateFromFile(
                stream,
                mapName: null,
                bytes,
                MemoryMappedFileAccess.ReadWrite,
                HandleInheritability.None,
                leaveOpen: false
            );
            return new FeatureMatrix(rows, width, null, file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"There is no room for {bytes >> 20} MB of features.",
                folder,
                "Free some space, or name another folder.",
                fault
            );
        }
    }
}
