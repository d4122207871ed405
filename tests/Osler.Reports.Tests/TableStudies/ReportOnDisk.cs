using Osler.Reports.Pages;
using Osler.Reports.TableStudies;

namespace Osler.Reports.Tests.TableStudies;

/// <summary>Writes the made-up report to a folder named by OSLER_REPORT_OUT, for a person to look at.</summary>
public sealed class ReportOnDisk
{
    [Fact]
    public void Is_written_for_a_person_to_look_at()
    {
        string? folder = Environment.GetEnvironmentVariable("OSLER_REPORT_OUT");
        Assert.SkipWhen(folder is null, "set OSLER_REPORT_OUT to a folder to get report.html there");
        string path = Path.Combine(folder, "report.html");
        File.WriteAllText(path, HtmlReport.Render(TableStudyReport.Page(MadeUpStudy.Findings())));
        Assert.True(new FileInfo(path).Length > 0);
    }
}
