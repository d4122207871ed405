using Osler.Core.Faults;

namespace Osler.Core.Tables;

/// <summary>
/// Passes letters through and refuses a row of absurdly many cells while it is being read: splitting such a row
/// would take minutes before anything could be said of it.
/// </summary>
/// <remarks>
/// Cells are counted only in pieces of text without a line's end, so ordinary tables pay next to nothing. A delimiter
/// inside quotes counts too; no cell holds so many.
/// </remarks>
/// <param name="inner">The letters; stays its owner's.</param>
/// <param name="delimiter">Between cells.</param>
/// <param name="name">The file, for the message.</param>
internal sealed class RowWidth(TextReader inner, char delimiter, string name) : TextReader
{
    /// <summary>Most columns of a table.</summary>
    public const int MostCells = 100_000;

    private int _cells;

    /// <exception cref="DataException">The row that is being read has too many cells.</exception>
    public override int Read(Span<char> buffer)
    {
        int read = inner.Read(buffer);
        Watch(buffer[..read]);
        return read;
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int ReadBlock(Span<char> buffer)
    {
        int read = inner.ReadBlock(buffer);
        Watch(buffer[..read]);
        return read;
    }

    public override int ReadBlock(char[] buffer, int index, int count) =>
        ReadBlock(buffer.AsSpan(index, count));

    public override int Peek() => inner.Peek();

    public override int Read()
    {
        Span<char> letter = stackalloc char[1];
        return Read(letter) == 0 ? -1 : letter[0];
    }

    /// <summary>What is said of a table with too many columns.</summary>
    public static DataException TooWide(string name) =>
        new(
            $"A row has more than {MostCells:N0} cells.",
            name,
            "Check the delimiter and that the file has line ends; keep the columns that the question needs."
        );

    private void Watch(ReadOnlySpan<char> letters)
    {
        int end = letters.LastIndexOfAny('\n', '\r');
        _cells = (end < 0 ? _cells : 0) + letters[(end + 1)..].Count(delimiter);
        if (_cells >= MostCells)
            throw TooWide(name);
    }
}
