using System.Buffers.Text;
using System.Text;

namespace Osler.Core.Variants;

/// <summary>Cells of a line of bytes, as VCF and GFF3 files have them.</summary>
internal static class ByteCells
{
    private const int Longest = 40;

    /// <summary>Takes the first cell off the rest of a line; of the last one nothing is left.</summary>
    public static ReadOnlySpan<byte> Next(scoped ref ReadOnlySpan<byte> rest, byte separator)
    {
        int end = rest.IndexOf(separator);
        var cell = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return cell;
    }

    /// <summary>Reads a cell that is a whole number and nothing else.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> cell, out int number) =>
        Utf8Parser.TryParse(cell, out number, out int used) && used == cell.Length;

    /// <summary>A short, harmless telling of a cell for a message.</summary>
    public static string Shown(ReadOnlySpan<byte> cell)
    {
        string text = Encoding.Latin1.GetString(cell[..Math.Min(cell.Length, Longest)]);
        return string.Concat(text.Select(letter => letter is > ' ' and < '\x7f' ? letter : '?'))
            + (cell.Length > Longest ? "..." : "");
    }
}
