using Osler.Core.Tables;

namespace Osler.Serving;

/// <summary>What names a table's rows, so that their owner finds them again in an answer.</summary>
public sealed class RowNames
{
    private readonly Table _table;
    private readonly HashSet<string> _inputs;

    internal RowNames(Table table, IEnumerable<string> inputs) =>
        (_table, _inputs) = (table, inputs.ToHashSet(StringComparer.Ordinal));

    /// <summary>The column that names rows: the stated one, else the first where it is no input; null where there is none.</summary>
    /// <param name="stated">Its usual name; null where there is none.</param>
    public string? Column(string? stated)
    {
        var columns = _table.Schema.Columns;
        return columns.Any(column => column.Name == stated) ? stated
            : _inputs.Contains(columns[0].Name) ? null
            : columns[0].Name;
    }

    /// <summary>Each row's name, as the file writes it; empty where its cell is. Reads the table once more.</summary>
    /// <param name="column">As of <see cref="Column"/>.</param>
    /// <exception cref="Core.Faults.DataException">The file changed, or can't be read any more.</exception>
    public IEnumerable<string> Of(string column) => _table.Texts(_table.Schema.IndexOf(column));
}
