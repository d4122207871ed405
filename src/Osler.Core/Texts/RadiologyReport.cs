using System.Collections.Immutable;

namespace Osler.Core.Texts;

/// <summary>A radiologist's report.</summary>
/// <param name="Id">What names it: the archive's file without folder and ending, or the table's cell.</param>
/// <param name="Text">Findings and impression, each under its heading; empty where there are none.</param>
/// <param name="Images">Names of its images, e.g. <c>CXR1021_IM-0017-1001.png</c>; none where they are not known.</param>
/// <param name="Headings">
/// The collection's own main headings, e.g. "Cardiomegaly/mild"; "normal" where there is none to find. Null where nobody indexed the report.
/// </param>
public sealed record RadiologyReport(
    string Id,
    string Text,
    ImmutableArray<string> Images,
    ImmutableArray<string>? Headings
)
{
    /// <summary>Reports of Open-i's archive (<c>.tgz</c>, <c>.tar.gz</c>), or of a CSV or TSV table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="id">The table's column of names.</param>
    /// <param name="text">The table's column of texts.</param>
    /// <returns>The reports, and how many of the table's rows have no name or no text.</returns>
    /// <exception cref="Faults.DataException">No such file or column, damaged, or too large.</exception>
    public static (ImmutableArray<RadiologyReport> Reports, int LeftOut) Read(
        string path,
        string id,
        string text
    )
    {
        ArgumentNullException.ThrowIfNull(path);
        if (
            path.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase)
        )
            return ([.. OpenIReports.Read(path)], 0);
        var table = TextTable.Read(path, text, id);
        return (
            [.. table.Texts.Zip(table.Labels, (report, name) => new RadiologyReport(name, report, [], null))],
            table.LeftOut
        );
    }
}
