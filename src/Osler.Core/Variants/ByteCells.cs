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

    /// <summary>Finds a key's value in cells of keys and values, as INFO has them: <c>DP=40;END=12</c>.</summary>
    /// <param name="cells">Separated by semicolons.</param>
    /// <param name="key">With its equals sign.</param>
    /// <param name="value">What stands behind it; may be empty.</param>
    public static bool TryValue(
        ReadOnlySpan<byte> cells,
        ReadOnlySpan<byte> key,
        out ReadOnlySpan<byte> value
    )
    {
        while (!cells.IsEmpty)
        {
            var pair = Next(ref cells, (byte)';');
            if (!pair.StartsWith(key))
                continue;
            value = pair[key.Length..];
            return true;
        }
        value = [];
        return false;
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
