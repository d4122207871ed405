namespace Osler.Core.Tables;

/// <summary>A table whose cells are in memory: small, simulated, or given on the command line.</summary>
public sealed class MemoryTable : Table
{
    private readonly double[]?[] _numbers;
    private readonly ulong[]?[] _identifiers;

    /// <param name="name">What made it, for messages.</param>
    /// <param name="schema">The columns.</param>
    /// <param name="numbers">
    /// Per column [rows]: numbers, level indices or days, NaN where missing; null for an identifier. The arrays are
    /// kept, not copied; cells outside the plausibility limits are set to NaN and counted.
    /// </param>
    /// <param name="identifiers">Per column [rows]: hashes, 0 where missing; null for a column of numbers.</param>
    /// <exception cref="ArgumentException">Columns of unequal length, or of the wrong sort for their kind.</exception>
    public MemoryTable(
        string name,
        TableSchema schema,
        IReadOnlyList<double[]?> numbers,
        IReadOnlyList<ulong[]?>? identifiers = null
    )
    {
        Name = name;
        Schema = schema;
        _numbers = [.. numbers];
        _identifiers = identifiers is null ? new ulong[]?[schema.Count] : [.. identifiers];
        Rows = _numbers.FirstOrDefault(c => c is not null)?.Length ?? 0;
        Census = new TableCensus(Rows, []);
        Fingerprint = "";
    }

    /// <inheritdoc/>
    public override TableSchema Schema { get; }

    /// <inheritdoc/>
    public override int Rows { get; }

    /// <inheritdoc/>
    public override string Fingerprint { get; }

    /// <inheritdoc/>
    public override TableCensus Census { get; }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IEnumerable<TableChunk> Chunks(IReadOnlyList<int> columns)
    {
        if (Rows > 0)
            yield return new TableChunk(0, Rows, _numbers, _identifiers);
    }
}
