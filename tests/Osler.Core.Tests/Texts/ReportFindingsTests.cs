using Osler.Core.Texts;

namespace Osler.Core.Tests.Texts;

public sealed class ReportFindingsTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(
        "FINDINGS: There is no focal consolidation, pleural effusion or pneumothorax.",
        "effusion",
        Mention.Absent
    )]
    [InlineData("FINDINGS: Small left pleural effusion. No pneumothorax.", "effusion", Mention.Present)]
    [InlineData("FINDINGS: Small left pleural effusion. No pneumothorax.", "pneumothorax", Mention.Absent)]
    [InlineData("IMPRESSION: Findings suggest pneumonia.", "pneumonia", Mention.Uncertain)]
    [InlineData("INDICATION: pneumonia?\nFINDINGS: Clear lungs.", "pneumonia", Mention.None)]
    [InlineData("FINDINGS: The heart is normal in size.", "cardiomegaly", Mention.Absent)]
    [InlineData("FINDINGS: The heart is mildly enlarged.", "cardiomegaly", Mention.Present)]
    [InlineData("FINDINGS: Left basilar atelectasis without effusion.", "atelectasis", Mention.Present)]
    [InlineData("FINDINGS: Left basilar atelectasis without effusion.", "effusion", Mention.Absent)]
    [InlineData(
        "FINDINGS: The lungs are clear of focal airspace disease, pneumothorax, or pleural effusion.",
        "pneumothorax",
        Mention.Absent
    )]
    [InlineData("IMPRESSION: No significant change in right pneumothorax.", "pneumothorax", Mention.Present)]
    [InlineData("IMPRESSION: No change in moderate left effusion.", "effusion", Mention.Present)]
    [InlineData("The left apical pneumothorax has resolved.", "pneumothorax", Mention.Absent)]
    [InlineData("Resolution of small apical pneumothorax.", "pneumothorax", Mention.Absent)]
    [InlineData("Partial resolution of the effusion.", "effusion", Mention.Present)]
    [InlineData(
        "The small right pneumothorax is not visualized on today's exam.",
        "pneumothorax",
        Mention.Absent
    )]
    [InlineData("Does not appear to be a hydropneumothorax.", "pneumothorax", Mention.Absent)]
    [InlineData("Evaluation for pneumothorax is limited.", "pneumothorax", Mention.Uncertain)]
    [InlineData(
        "Possible effusion. No pneumothorax. No effusion on the left.",
        "effusion",
        Mention.Uncertain
    )]
    public void A_report_states_denies_or_leaves_open(string report, string finding, Mention mention) =>
        Assert.Equal(mention, ReportFindings.Of(report)[Place(finding)]);

    private static readonly string[] s_substantial =
    [
        "cardiomegaly",
        "effusion",
        "pneumothorax",
        "atelectasis",
        "fracture",
    ];

    [Fact]
    public void Agrees_with_the_collections_own_headings()
    {
        string path = Path.Combine("..", "shared", "data", "medical-text", "openi_NLMCXR_reports.tgz");
        for (
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            folder is not null;
            folder = folder.Parent
        )
            if (File.Exists(Path.Combine(folder.FullName, path)))
            {
                path = Path.Combine(folder.FullName, path);
                break;
            }
        Assert.SkipUnless(File.Exists(path), "shared/data/medical-text is not beside this checkout.");
        RadiologyReport[] reports = [.. OpenIReports.Read(path)];
        Assert.True(reports.Length > 3_900);
        Assert.All(
            reports,
            report =>
                Assert.All(report.Images, image => Assert.StartsWith("CXR", image, StringComparison.Ordinal))
        );
        var agreements = ReportAgreement.Of(reports, ReportFindings.OfAll(reports));
        foreach (var one in agreements)
            output.WriteLine(
                $"{one.Finding, -14} text {one.Said, 5} headings {one.Indexed, 5} both {one.Both, 5} kappa {one.Kappa.Value:F3}"
            );
        // Cohen's kappa: 0 is chance, above 0.6 is called substantial (Landis and Koch, Biometrics 33:159-174, 1977).
        foreach (var one in agreements.Where(one => s_substantial.Contains(one.Finding)))
            Assert.InRange(one.Kappa.Value!.Value, 0.6, 0.999);
    }

    private static int Place(string finding) =>
        Enumerable.Range(0, ReportFindings.All.Length).First(i => ReportFindings.All[i].Name == finding);
}
