using System.Text;
using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Files;
using Osler.Reports.Pages;

namespace Osler.Cli.Commands;

/// <summary>What an evaluation leaves in the folder of <c>--out</c>.</summary>
internal static class EvaluationFolder
{
    /// <summary>Writes a new folder and says so.</summary>
    /// <param name="surroundings">Where it is said.</param>
    /// <param name="folder">It must not exist, or be empty.</param>
    /// <param name="results">For <c>results.json</c>.</param>
    /// <param name="page">For <c>report.html</c>; null for none.</param>
    /// <exception cref="Core.Faults.RequestException">The folder holds something, or can't be written.</exception>
    public static void Write(
        Surroundings surroundings,
        string folder,
        Results results,
        ReportPage? page = null
    )
    {
        byte[]? report = page is null ? null : Encoding.UTF8.GetBytes(HtmlReport.Render(page));
        Durable.WriteFolder(
            folder,
            temporary =>
            {
                if (report is not null)
                    Durable.WriteThrough(
                        Path.Combine(temporary, BundleFile.ReportName),
                        stream => stream.Write(report)
                    );
                Durable.WriteThrough(
                    Path.Combine(temporary, BundleFile.ResultsName),
                    stream => stream.Write(results.ToJson())
                );
            }
        );
        surroundings.Error.WriteLine(
            $"Wrote {Path.Combine(folder, BundleFile.ResultsName)}{(report is null ? "" : $" and {BundleFile.ReportName}")}."
        );
    }
}
