using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Osler.Core.Tables;

/// <summary>A table whose cells are in memory: small, simulated, or given on the command line.</summary>
public sealed class MemoryTable : Table
{
    private readonly double[]?[] _numbers;
    private readonly ulong[]?[] _identifiers;

    /// <param name="name">What made it, for messages.</param>
    /// <param name="schema">The columns.</param>
    /// <param name="numbers">
    /// Per column [rows]: numbers, level indices or days, NaN where missing; null for an identifier. Copied; numbers
    /// outside the plausibility limits become NaN and are counted, infinities and indices of no level too.
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
        _numbers = new double[]?[schema.Count];
        _identifiers = new ulong[]?[schema.Count];
        var counts = ImmutableArray.CreateBuilder<ColumnCensus>(schema.Count);
        int? rows = null;
        for (int i = 0; i < schema.Count; i++)
        {
            var column = schema[i];
            double[]? cells = i < numbers.Count ? numbers[i] : null;
            ulong[]? hashes = i < identifiers?.Count ? identifiers[i] : null;
            if ((cells is null) == column.HasNumbers || (hashes is null) != column.HasNumbers)
                throw new ArgumentException(
                    $"Column '{column.Name}' has not the sort of cells that its kind has.",
                    nameof(numbers)
                );
            int length = cells?.Length ?? hashes!.Length;
            if ((rows ??= length) != length)
                throw new ArgumentException(
                    $"Column '{column.Name}' has {length} cells, not {rows}.",
                    nameof(numbers)
                );
            if (cells is not null)
                _numbers[i] = [.. cells];
            else
                _identifiers[i] = [.. hashes!];
            counts.Add(cells is not null ? CellCount.Of(column, _numbers[i]!, i) : CellCount.Of(hashes!));
        }
        Rows = rows ?? 0;
        Census = new TableCensus(Rows, counts.MoveToImmutable());
        Fingerprint = Hash();
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

    /// <summary>The hash that a file's reader would give an identifier, for tables made in memory.</summary>
    /// <param name="identifier">Trimmed before it is hashed; empty gives 0, missing.</param>
    public static ulong Identifier(ReadOnlySpan<char> identifier) =>
        identifier.Trim() is { IsEmpty: false } text ? IdentifierHash.Of(text) : 0;

    /// <inheritdoc/>
    public override IEnumerable<TableChunk> Chunks(IReadOnlyList<int> columns)
    {
        int size = TableSurvey.ChunkRows(Schema.Count);
        double[]?[] numbers = new double[]?[Schema.Count];
        ulong[]?[] identifiers = new ulong[]?[Schema.Count];
        for (int first = 0; first < Rows; first += size)
        {
            var range = first..Math.Min(Rows, first + size);
            foreach (int column in columns)
            {
                numbers[column] = _numbers[column]?[range];
                identifiers[column] = _identifiers[column]?[range];
            }
            yield return new TableChunk(first, range.End.Value - first, numbers, identifiers);
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Texts(int column) =>
        throw new NotSupportedException("A table in memory keeps no texts.");

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < Schema.Count; i++)
        {
            var column = Schema[i];
            hash.AppendData(
                Encoding.UTF8.GetBytes($"{column.Name}\n{column.Kind}\n{string.Join('\n', column.Levels)}\n")
            );
            hash.AppendData(MemoryMarshal.AsBytes(_numbers[i].AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(_identifiers[i].AsSpan()));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>Counts cells that are in memory, and makes unusable ones missing.</summary>
internal static class CellCount
{
    public static ColumnCensus Of(ulong[] hashes)
    {
        int missing = hashes.AsSpan().Count(0UL);
        int distinct = hashes.Where(hash => hash != 0).Distinct().Take(ColumnCensus.MaximumDistinct).Count();
        return new ColumnCensus
        {
            Rows = hashes.Length,
            Missing = missing,
            Distinct = distinct,
        };
    }

    public static ColumnCensus Of(Column column, double[] cells, int index)
    {
        bool isLevel = column.Kind is ColumnKind.Categorical or ColumnKind.Binary;
        var survey = new NumberSurvey(1 << 18, index);
        int[] levels = new int[isLevel ? column.Levels.Length : 0];
        (int missing, int implausible, int unreadable) = (0, 0, 0);
        string? first = null;
        for (int row = 0; row < cells.Length; row++)
        {
            double cell = cells[row];
            bool sound = isLevel
                ? cell >= 0 && cell < levels.Length && cell == Math.Floor(cell)
                : double.IsFinite(cell);
            if (double.IsNaN(cell))
                missing++;
            else if (!sound)
            {
                unreadable++;
                first ??= $"row {row + 1}: {(isLevel ? "no such level" : "an infinite number")}";
                cells[row] = double.NaN;
            }
            else if (column.Kind == ColumnKind.Numeric && !column.IsPlausible(cell))
            {
                implausible++;
                cells[row] = double.NaN;
            }
            else if (isLevel)
                levels[(int)cell]++;
            else
                survey.Add(cell);
        }
        return new ColumnCensus
        {
            Rows = cells.Length,
            Missing = missing,
            Implausible = implausible,
            Unreadable = unreadable,
            FirstUnreadable = first,
            Distinct = isLevel
                ? levels.Count(n => n > 0)
                : survey.Distinct?.Count ?? ColumnCensus.MaximumDistinct,
            LevelCounts = [.. levels],
            Minimum = survey.Count > 0 ? survey.Minimum : null,
            Maximum = survey.Count > 0 ? survey.Maximum : null,
            Mean = survey.Count > 0 ? survey.Mean : null,
            Quantiles = survey.Sample.Quantiles(0.05, 0.25, 0.5, 0.75, 0.95),
            QuantilesAreExact = survey.Sample.IsExact,
        };
    }
}
