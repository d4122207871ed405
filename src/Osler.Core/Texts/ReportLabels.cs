using System.Collections.Immutable;
using System.Text;
using Osler.Core.Files;

namespace Osler.Core.Texts;

/// <summary>What reports say of each finding, as a table that a study reads.</summary>
/// <remarks>
/// Columns: <c>report</c>, with a row for each image <c>image</c> too, then one for each finding of <see cref="ReportFindings.All"/> with
/// <c>present</c>, <c>absent</c>, <c>uncertain</c>, or nothing where the report does not speak of it.
/// </remarks>
public static class ReportLabels
{
    /// <summary>Writes the table, whole or not at all.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="reports">The reports.</param>
    /// <param name="mentions">What each says, as of <see cref="ReportFindings.OfAll"/>.</param>
    /// <param name="ofImages">Whether each image has a row, in place of each report.</param>
    /// <returns>Rows written.</returns>
    public static int Write(
        string file,
        IReadOnlyList<RadiologyReport> reports,
        IReadOnlyList<ImmutableArray<Mention>> mentions,
        bool ofImages
    )
    {
        ArgumentNullException.ThrowIfNull(reports);
        ArgumentNullException.ThrowIfNull(mentions);
        int rows = 0;
        Durable.WriteFile(
            file,
            stream =>
            {
                using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
                writer.Write(ofImages ? "image,report" : "report");
                foreach (var (name, _) in ReportFindings.All)
                    writer.Write($",{name}");
                writer.Write('\n');
                for (int i = 0; i < reports.Count; i++)
                {
                    string labels = string.Concat(mentions[i].Select(mention => $",{Word(mention)}"));
                    foreach (string image in ofImages ? reports[i].Images : [""])
                    {
                        writer.Write($"{(ofImages ? Cell(image) + "," : "")}{Cell(reports[i].Id)}{labels}\n");
                        rows++;
                    }
                }
            }
        );
        return rows;
    }

    private static string Word(Mention mention) =>
        mention switch
        {
            Mention.Present => "present",
            Mention.Absent => "absent",
            Mention.Uncertain => "uncertain",
            _ => "",
        };

    private static string Cell(string text) =>
        text.AsSpan().ContainsAny(",\"\n\r")
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
}
