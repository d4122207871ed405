using Osler.Core.Faults;
using Osler.Core.Tables;

namespace Osler.Core.Splits;

/// <summary>A split by site: whole hospitals are kept for test, as external validation asks.</summary>
public static class SplitBySite
{
    /// <summary>Splits by a column's values; sites in neither list are for training, rows without a site left out.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">A column of sites: categorical, binary, identifier or numeric.</param>
    /// <param name="patients">Patient of each row; all rows of one who was at sites of two parts are left out.</param>
    /// <param name="validation">Sites for validation; may be empty.</param>
    /// <param name="test">Sites for test.</param>
    /// <exception cref="RequestException">A site that the table doesn't have, or one in both lists.</exception>
    /// <exception cref="DataException">No training or no test case.</exception>
    public static Split Read(
        Table table,
        string column,
        Patients patients,
        IReadOnlyList<string> validation,
        IReadOnlyList<string> test
    )
    {
        string where = $"{table.Name}, column '{column}'";
        int index = table.Schema.IndexOf(column);
        if (test.Intersect(validation, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } twice)
            throw new RequestException($"The site '{twice}' is for validation and for test.", where);
        ulong[] sites = Sites(table, index);
        var known = sites.ToHashSet();
        Dictionary<ulong, Part> ofSite = [];
        foreach (var (names, part) in new[] { (validation, Part.Validation), (test, Part.Test) })
        foreach (string name in names)
        {
            ulong site = Site(table.Schema[index], name);
            if (site == 0 || !known.Contains(site))
                throw new RequestException(
                    $"No row is of the site '{name}'.",
                    where,
                    NearestName.Hint(name, table.Schema[index].Levels)
                );
            ofSite[site] = part;
        }
        var parts = Array.ConvertAll(
            sites,
            site => site == 0 ? Part.LeftOut : ofSite.GetValueOrDefault(site, Part.Train)
        );
        LeaveOutCrossing(parts, patients);
        var split = new Split(parts);
        split.RequireTrainAndTest(where);
        return split;
    }

    private static void LeaveOutCrossing(Part[] parts, Patients patients)
    {
        var ofPatient = new Part[patients.Count];
        bool[] crosses = new bool[patients.Count];
        for (int row = 0; row < parts.Length; row++)
        {
            ref var part = ref ofPatient[patients[row]];
            if (part != Part.LeftOut && parts[row] != Part.LeftOut && part != parts[row])
                crosses[patients[row]] = true;
            part = parts[row] == Part.LeftOut ? part : parts[row];
        }
        for (int row = 0; row < parts.Length; row++)
            if (crosses[patients[row]])
                parts[row] = Part.LeftOut;
    }

    private static ulong[] Sites(Table table, int index) =>
        table.Schema[index].Kind == ColumnKind.Identifier
            ? table.Identifiers(index)
            : Array.ConvertAll(table.Numbers(index), Key);

    private static ulong Site(Column column, string name) =>
        column.Kind switch
        {
            ColumnKind.Identifier => MemoryTable.Identifier(name),
            ColumnKind.Categorical or ColumnKind.Binary => column.LevelOf(name.Trim()) is var level
            && level < 0
                ? 0
                : Key(level),
            _ => Numbers.TryParse(name.Trim(), decimalComma: false, out double number) ? Key(number) : 0,
        };

    // A number's bits, moved so that 0 stands for missing alone.
    private static ulong Key(double cell) =>
        double.IsNaN(cell) ? 0 : BitConverter.DoubleToUInt64Bits(cell + 0.0) + 1;
}
