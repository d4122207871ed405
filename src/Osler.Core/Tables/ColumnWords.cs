using Osler.Core.Words;

namespace Osler.Core.Tables;

/// <summary>How kinds, levels and cells are named in messages.</summary>
internal static class ColumnWords
{
    public static string Of(ColumnKind kind) =>
        kind switch
        {
            ColumnKind.Numeric => "numeric",
            ColumnKind.Categorical => "categorical",
            ColumnKind.Binary => "binary",
            ColumnKind.Date => "a date",
            _ => "an identifier",
        };

    /// <summary>A cell as an error may show it: what begins like a number; no other text, since it may be a name.</summary>
    public static string Shown(ReadOnlySpan<char> cell) =>
        cell.Length <= 24
        && cell.Length > 0
        && "0123456789+-.,<>=~".Contains(cell[0])
        && ControlLetters.In(cell) is null
            ? $"'{cell}'"
            : $"a text of {cell.Length} letters";

    public static string Listed(List<(string Name, int Count)> levels) =>
        Some.Of([.. levels.Select(level => $"'{level.Name}'")], 6);
}
