namespace Osler.Core.Tables;

/// <summary>What became of a cell.</summary>
internal enum CellState : byte
{
    Present,
    Missing,
    Implausible,
    Unreadable,
}

/// <summary>Reads cells of a column whose kind is known; the one place where text becomes a number.</summary>
internal sealed class CellReader
{
    private readonly Column _column;
    private readonly bool _decimalComma;
    private readonly MissingSpellings _missing;
    private readonly string? _dateFormat;
    private readonly double[] _levelNumbers;
    private readonly string[] _levels;

    public CellReader(Column column, bool decimalComma, MissingSpellings missing, string? dateFormat)
    {
        _column = column;
        _decimalComma = decimalComma;
        _missing = missing;
        _dateFormat = dateFormat;
        _levels = [.. column.Levels];
        _levelNumbers =
        [
            .. column.Levels.Select(level =>
                Numbers.TryParse(level, decimalComma: false, out double n) ? n : double.NaN
            ),
        ];
    }

    public bool IsIdentifier => _column.Kind == ColumnKind.Identifier;

    /// <summary>Reads a cell as it stands in the file; NaN unless present.</summary>
    public double Read(ReadOnlySpan<char> cell, out CellState state)
    {
        cell = Trim(cell);
        switch (_column.Kind)
        {
            case ColumnKind.Numeric:
                if (Numbers.TryParse(cell, _decimalComma, out double number))
                    return Read(number, out state);
                break;
            case ColumnKind.Categorical or ColumnKind.Binary:
                if (cell.Length > 0 && Level(cell, out int level))
                {
                    // A level may be spelt like a missing value where the study states it as a level.
                    state = CellState.Present;
                    return level;
                }
                break;
            case ColumnKind.Date:
                if (Dates.TryParse(cell, _dateFormat, out double days))
                {
                    state = CellState.Present;
                    return days;
                }
                break;
            default:
                break;
        }
        state = IsMissing(cell) ? CellState.Missing : CellState.Unreadable;
        return double.NaN;
    }

    /// <summary>Reads a cell that is a number already, as Parquet has them.</summary>
    public double Read(double number, out CellState state)
    {
        state = CellState.Missing;
        if (double.IsNaN(number) || _missing.Contains(number))
            return double.NaN;
        if (_column.Kind is ColumnKind.Categorical or ColumnKind.Binary)
        {
            int level = Array.IndexOf(_levelNumbers, number);
            state = level < 0 ? CellState.Unreadable : CellState.Present;
            return level < 0 ? double.NaN : level;
        }
        state =
            !double.IsFinite(number) ? CellState.Unreadable
            : _column.IsPlausible(number) ? CellState.Present
            : CellState.Implausible;
        return state == CellState.Present ? number : double.NaN;
    }

    /// <summary>The hash of an identifier's cell; 0 where missing.</summary>
    public ulong Hash(ReadOnlySpan<char> cell)
    {
        cell = Trim(cell);
        return _missing.Contains(cell) ? 0 : IdentifierHash.Of(cell);
    }

    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> cell) =>
        cell.Length > 0 && (cell[0] <= ' ' || cell[^1] <= ' ' || cell[0] == '\u00A0' || cell[^1] == '\u00A0')
            ? cell.Trim()
            : cell;

    private bool IsMissing(ReadOnlySpan<char> cell) =>
        _missing.Contains(cell)
        || (Numbers.TryParse(cell, _decimalComma, out double number) && _missing.Contains(number));

    private bool Level(ReadOnlySpan<char> cell, out int level)
    {
        // Exact spelling first, since it is the rule and costs least.
        for (level = 0; level < _levels.Length && level < 16; level++)
            if (cell.SequenceEqual(_levels[level]))
                return true;
        for (level = 0; level < _levels.Length; level++)
            if (cell.Equals(_levels[level], StringComparison.OrdinalIgnoreCase))
                return true;
        if (Numbers.TryParse(cell, _decimalComma, out double number))
        {
            level = Array.IndexOf(_levelNumbers, number);
            return level >= 0;
        }
        return false;
    }
}
