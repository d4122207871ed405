namespace Osler.Core.Tables;

/// <summary>The cells of some rows, as text in one piece of memory.</summary>
/// <param name="columns">Cells of a row.</param>
internal sealed class RowBlock(int columns)
{
    // About as much as a processor keeps near; a block is full from so many letters or cells on.
    private const int Letters = 1 << 17;
    private const int Cells = 1 << 15;
    private char[] _letters = new char[Letters];
    private int[] _ends = new int[Cells];
    private int _cells;

    private int Used => _cells == 0 ? 0 : _ends[_cells - 1];

    /// <summary>Takes rows until the block is full; false when there are no more.</summary>
    /// <exception cref="Faults.DataException">As of <see cref="DelimitedText.Read"/>.</exception>
    public bool Fill(DelimitedText text)
    {
        _cells = 0;
        // One row may be 16 million letters long; the next ones are not.
        if (_letters.Length > 8 * Letters)
            _letters = new char[Letters];
        while (Used < Letters && _cells < Cells)
        {
            if (!text.Read())
                return false;
            for (int column = 0; column < columns; column++)
                Add(text.Cell(column));
        }
        return true;
    }

    /// <summary>Shows every cell to its column's survey, row by row.</summary>
    public void Survey(ColumnSurvey[] surveys)
    {
        ReadOnlySpan<char> letters = _letters;
        int start = 0;
        for (int cell = 0; cell < _cells; )
        for (int column = 0; column < columns; column++, cell++)
        {
            int end = _ends[cell];
            surveys[column].Add(letters[start..end]);
            start = end;
        }
    }

    private void Add(ReadOnlySpan<char> cell)
    {
        int used = Used;
        if (used + cell.Length > _letters.Length)
            Array.Resize(ref _letters, Math.Max(2 * _letters.Length, used + cell.Length));
        if (_cells == _ends.Length)
            Array.Resize(ref _ends, 2 * _ends.Length);
        cell.CopyTo(_letters.AsSpan(used));
        _ends[_cells++] = used + cell.Length;
    }
}
