using System.Collections.Immutable;
using Osler.Core.Faults;

namespace Osler.Core.Tables;

/// <summary>The columns of a table, in the file's order.</summary>
/// <param name="Columns">Names are unique.</param>
public sealed record TableSchema(ImmutableArray<Column> Columns)
{
    private readonly Dictionary<string, int> _index = Index(Columns);

    /// <summary>The column of an index.</summary>
    public Column this[int column] => Columns[column];

    /// <summary>The column of a name.</summary>
    /// <exception cref="RequestException">No such column; the message offers the nearest name.</exception>
    public Column this[string name] => Columns[IndexOf(name)];

    /// <summary>How many columns there are.</summary>
    public int Count => Columns.Length;

    /// <summary>Position of the column called <paramref name="name"/>, in exactly this spelling.</summary>
    /// <exception cref="RequestException">No such column; the message offers the nearest name.</exception>
    public int IndexOf(string name) =>
        TryIndexOf(name, out int column)
            ? column
            : throw new RequestException(
                $"The table has no column '{name}'.",
                remedy: NearestName.Hint(name, [.. Columns.Select(c => c.Name)])
            );

    /// <summary>Position of the column called <paramref name="name"/>; false where there is none.</summary>
    public bool TryIndexOf(string name, out int column) => _index.TryGetValue(name, out column);

    private static Dictionary<string, int> Index(ImmutableArray<Column> columns)
    {
        var index = new Dictionary<string, int>(columns.Length, StringComparer.Ordinal);
        for (int i = 0; i < columns.Length; i++)
            if (!index.TryAdd(columns[i].Name, i))
                throw new DataException(
                    $"The table has two columns called '{columns[i].Name}' (columns {index[columns[i].Name] + 1} and {i + 1}).",
                    remedy: "Rename one of them."
                );
        return index;
    }
}
