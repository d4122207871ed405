namespace Osler.Core.Tables;

/// <summary>What names of columns tell, and how kinds, levels and cells are named in messages.</summary>
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
        cell.Length <= 24 && cell.Length > 0 && "0123456789+-.,<>=~".Contains(cell[0])
            ? $"'{cell}'"
            : $"a text of {cell.Length} letters";

    public static string Listed(List<(string Name, int Count)> levels) =>
        string.Join(", ", levels.Take(6).Select(level => $"'{level.Name}'"))
        + (levels.Count > 6 ? ", …" : "");

    /// <summary>Whether columns of such a name hold identifiers: "patient", "visit_id", "recordID".</summary>
    public static bool NamesIdentifiers(string name)
    {
        string lower = name.Trim().ToLowerInvariant();
        return lower
                is "id"
                    or "mrn"
                    or "uid"
                    or "uuid"
                    or "patient"
                    or "patientid"
                    or "subject"
                    or "subjectid"
                    or "name"
            || lower.EndsWith("_id", StringComparison.Ordinal)
            || lower.EndsWith(" id", StringComparison.Ordinal)
            || lower.EndsWith("-id", StringComparison.Ordinal)
            || (name.Length > 2 && name.EndsWith("Id", StringComparison.Ordinal))
            || (name.Length > 2 && name.EndsWith("ID", StringComparison.Ordinal) && char.IsLower(name[^3]));
    }
}
