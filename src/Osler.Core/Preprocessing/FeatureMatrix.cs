using Osler.Core.Tables;

namespace Osler.Core.Preprocessing;

/// <summary>Features of all cases, [Rows, Width] float32 row-major: in memory, or in a memory-mapped file when large.</summary>
public sealed class FeatureMatrix : IDisposable
{
    /// <summary>Bytes up to which the matrix stays in memory.</summary>
    public const long MemoryLimit = 256L << 20;

    /// <summary>How many cases.</summary>
    public int Rows { get; private init; }

    /// <summary>How many features.</summary>
    public int Width { get; private init; }

    /// <summary>Makes the features of every row of a table: one pass.</summary>
    /// <param name="table">The table.</param>
    /// <param name="preprocessing">Fitted.</param>
    /// <param name="folder">Where a large matrix's file goes (deleted when disposed); null for the temporary folder.</param>
    /// <param name="memoryLimit">Bytes up to which it stays in memory.</param>
    public static FeatureMatrix From(
        Table table,
        FittedPreprocessing preprocessing,
        string? folder = null,
        long memoryLimit = MemoryLimit
    ) => throw new NotImplementedException();

    /// <summary>Copies some cases' features, in the order asked for; safe from several threads.</summary>
    /// <param name="rows">Cases.</param>
    /// <param name="destination">[rows.Length, Width].</param>
    public void Gather(ReadOnlySpan<int> rows, Span<float> destination) =>
        throw new NotImplementedException();

    /// <summary>Copies one case's features.</summary>
    /// <param name="row">The case.</param>
    /// <param name="destination">[Width].</param>
    public void Row(int row, Span<float> destination) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
