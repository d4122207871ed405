using Osler.Core.Cases;
using Osler.Core.Texts;

namespace Osler.Core.Tests.Texts;

public sealed class ReportFindingsTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(
        "FINDINGS: There is no focal consolidation, pleural effusion or pneumothorax.",
        "effusion",
        Label.Absent
    )]
    [InlineData("FINDINGS: Small left pleural effusion. No pneumothorax.", "effusion", Label.Present)]
    [InlineData("FINDINGS: Small left pleural effusion. No pneumothorax.", "pneumothorax", Label.Absent)]
    [InlineData("IMPRESSION: Findings suggest pneumonia.", "pneumonia", Label.Unknown)]
    [InlineData("INDICATION: pneumonia?\nFINDINGS: Clear lungs.", "pneumonia", Label.Unknown)]
    [InlineData("FINDINGS: The heart is normal in size.", "cardiomegaly", Label.Absent)]
    [InlineData("FINDINGS: The heart is mildly enlarged.", "cardiomegaly", Label.Present)]
    [InlineData("FINDINGS: Left basilar atelectasis without effusion.", "atelectasis", Label.Present)]
    [InlineData("FINDINGS: Left basilar atelectasis without effusion.", "effusion", Label.Absent)]
    public void A_report_states_denies_or_leaves_open(string report, string finding, Label label) =>
        Assert.Equal(label, ReportFindings.Of(report)[Place(finding)]);

    // The collection's main headings; where several mean a finding, any.
    private static readonly (string Finding, string[] Mesh)[] s_mesh =
    [
        ("cardiomegaly", ["Cardiomegaly"]),
        ("effusion", ["Pleural Effusion"]),
        ("pneumothorax", ["Pneumothorax", "Hydropneumothorax"]),
        ("consolidation", ["Consolidation", "Airspace Disease"]),
        ("atelectasis", ["Pulmonary Atelectasis"]),
        ("edema", ["Pulmonary Edema", "Pulmonary Congestion"]),
        ("nodule", ["Nodule"]),
        ("mass", ["Mass"]),
        ("granuloma", ["Granulomatous Disease", "Calcified Granuloma", "Granuloma"]),
        ("emphysema", ["Emphysema", "Pulmonary Emphysema", "Lung/hyperdistention"]),
        ("fibrosis", ["Cicatrix", "Pulmonary Fibrosis"]),
        ("hernia", ["Hernia, Hiatal"]),
        ("fracture", ["Fractures, Bone"]),
        ("pneumonia", ["Pneumonia"]),
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
        var reports = OpenIReports.Read(path).Where(report => report.Text.Length > 0).ToArray();
        Assert.True(reports.Length > 3_800);
        var labels = reports.Select(report => ReportFindings.Of(report.Text)).ToArray();
        var kappas = new Dictionary<string, double>();
        foreach (var (finding, mesh) in s_mesh)
        {
            int both = 0;
            int ours = 0;
            int theirs = 0;
            for (int i = 0; i < reports.Length; i++)
            {
                bool said = labels[i][Place(finding)] == Label.Present;
                bool meant = reports[i]
                    .Mesh.Any(major =>
                        mesh.Any(heading =>
                            major == heading || major.StartsWith(heading + "/", StringComparison.Ordinal)
                        )
                    );
                both += said && meant ? 1 : 0;
                ours += said ? 1 : 0;
                theirs += meant ? 1 : 0;
            }
            double n = reports.Length;
            double agree = (n - ours - theirs + 2 * both) / n;
            double chance = ours / n * (theirs / n) + (1 - ours / n) * (1 - theirs / n);
            kappas[finding] = (agree - chance) / (1 - chance);
            output.WriteLine(
                $"{finding, -14} ours {ours, 5} theirs {theirs, 5} both {both, 5} kappa {kappas[finding]:F3}"
            );
        }
        // Cohen's kappa: 0 is chance, above 0.6 is called substantial (Landis and Koch, Biometrics 33:159-174, 1977).
        foreach (string finding in (string[])["cardiomegaly", "effusion", "atelectasis", "fracture"])
            Assert.InRange(kappas[finding], 0.6, 0.999);
    }

    private static int Place(string finding) =>
        Enumerable.Range(0, ReportFindings.All.Length).First(i => ReportFindings.All[i].Name == finding);
}
