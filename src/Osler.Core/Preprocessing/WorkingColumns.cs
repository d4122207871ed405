using System.Collections.Immutable;
using Osler.Core.Faults;

namespace Osler.Core.Preprocessing;

/// <summary>The named columns between two steps, in order, and the slot of memory that each has.</summary>
internal sealed class WorkingColumns
{
    // Linked, for steps put columns in and take them out anywhere, and there may be tens of thousands.
    private readonly LinkedList<string> _names = [];
    private readonly Dictionary<
        string,
        (int Slot, ImmutableArray<int> Inputs, LinkedListNode<string> Place)
    > _columns = new(StringComparer.Ordinal);

    /// <param name="inputs">The first columns; slots from 0.</param>
    public WorkingColumns(IEnumerable<string> inputs)
    {
        foreach (string input in inputs)
        {
            if (_columns.ContainsKey(input))
                throw new DataException($"The input '{input}' is there twice.", "preprocessing.json");
            _columns.Add(input, (Slots, [Slots], _names.AddLast(input)));
            Slots++;
        }
    }

    /// <summary>How many slots are in use so far; removed columns keep theirs.</summary>
    public int Slots { get; private set; }

    /// <summary>The columns that are there now, in order.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>The slot of a column.</summary>
    /// <exception cref="DataException">No such column.</exception>
    public int SlotOf(string name) =>
        _columns.TryGetValue(name, out var column)
            ? column.Slot
            : throw new DataException(
                $"A step needs the column '{name}', which isn't there.",
                "preprocessing.json",
                NearestName.Hint(name, _names)
            );

    /// <summary>Indices of the inputs that a column stems from, ascending.</summary>
    public ImmutableArray<int> InputsOf(string name) => _columns[name].Inputs;

    /// <summary>Adds a column at the end, or beside another.</summary>
    /// <param name="name">Its name, which none has yet.</param>
    /// <param name="origins">The columns that it stems from.</param>
    /// <param name="after">The column that it comes behind.</param>
    /// <param name="before">The column that it comes in front of.</param>
    public int Add(string name, ReadOnlySpan<string> origins, string? after = null, string? before = null)
    {
        var inputs = new SortedSet<int>();
        foreach (string origin in origins)
            inputs.UnionWith(_columns[origin].Inputs);
        if (_columns.ContainsKey(name))
            throw new DataException(
                $"A step adds the column '{name}', which is there already.",
                "preprocessing.json"
            );
        var place =
            after is not null ? _names.AddAfter(_columns[after].Place, name)
            : before is not null ? _names.AddBefore(_columns[before].Place, name)
            : _names.AddLast(name);
        _columns.Add(name, (Slots, [.. inputs], place));
        return Slots++;
    }

    /// <summary>Removes a column.</summary>
    /// <exception cref="DataException">No such column.</exception>
    public void Remove(string name)
    {
        _ = SlotOf(name);
        _names.Remove(_columns[name].Place);
        _columns.Remove(name);
    }
}
