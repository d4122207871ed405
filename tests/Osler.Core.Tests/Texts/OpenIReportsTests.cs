using Osler.Core.Faults;
using Osler.Core.Texts;
using Osler.Tests.Shared;

namespace Osler.Core.Tests.Texts;

public sealed class OpenIReportsTests : IDisposable
{
    private readonly string _path = Path.Combine(
        Directory.CreateTempSubdirectory("osler-reports-").FullName,
        "reports.tgz"
    );

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public void Findings_and_impression_are_read_with_images_and_headings()
    {
        SmallReports.Write(_path);
        RadiologyReport[] reports = [.. OpenIReports.Read(_path)];
        Assert.Equal(["1", "2", "3"], reports.Select(report => report.Id));
        Assert.Equal(
            "FINDINGS: Small right pneumothorax. The heart is enlarged.\nIMPRESSION: Possible pneumonia.",
            reports[1].Text
        );
        Assert.Equal(["CXR1_1_IM-0001-3001.png", "CXR1_1_IM-0001-4001.png"], reports[0].Images);
        Assert.Equal(["Pneumothorax/right/small", "Cardiomegaly"], reports[1].Headings!.Value);
        Assert.Equal("", reports[2].Text);
        Assert.Null(reports[2].Headings);
    }

    [Fact]
    public void Agreement_is_counted_over_reports_with_text_and_headings()
    {
        SmallReports.Write(_path);
        RadiologyReport[] reports = [.. OpenIReports.Read(_path)];
        var agreements = ReportAgreement.Of(reports, ReportFindings.OfAll(reports));
        Assert.Equal(
            ReportFindings.All.Select(finding => finding.Name),
            agreements.Select(one => one.Finding)
        );
        var pneumothorax = agreements.Single(one => one.Finding == "pneumothorax");
        Assert.Equal((1, 1, 1), (pneumothorax.Said, pneumothorax.Indexed, pneumothorax.Both));
        Assert.Equal(1, pneumothorax.Kappa.Value);
        // Suspected only, and not indexed: neither counts.
        var pneumonia = agreements.Single(one => one.Finding == "pneumonia");
        Assert.Equal((0, 0), (pneumonia.Said, pneumonia.Indexed));
        Assert.Null(pneumonia.Sensitivity.Value);
        Assert.Empty(ReportAgreement.Of([reports[2]], ReportFindings.OfAll([reports[2]])));
    }

    [Fact]
    public void Entities_are_not_expanded_and_damage_is_named()
    {
        SmallReports.Write(
            _path,
            xml =>
                xml.Replace(
                    "<eCitation>",
                    "<!DOCTYPE e [<!ENTITY a \"aa\">]><eCitation>&a;",
                    StringComparison.Ordinal
                )
        );
        Assert.Contains(
            "no XML",
            Assert.Throws<DataException>(() => OpenIReports.Read(_path).ToArray()).Message,
            StringComparison.Ordinal
        );
        SmallReports.Write(_path);
        byte[] whole = File.ReadAllBytes(_path);
        File.WriteAllBytes(_path, whole[..(whole.Length / 2)]);
        Assert.Throws<DataException>(() => OpenIReports.Read(_path).ToArray());
        Assert.Throws<DataException>(() => OpenIReports.Read(_path + ".absent").ToArray());
    }
}
