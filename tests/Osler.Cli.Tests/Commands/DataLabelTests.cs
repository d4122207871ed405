using Osler.Tests.Shared;

namespace Osler.Cli.Tests.Commands;

public sealed class DataLabelTests : IDisposable
{
    private readonly CommandLine _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void An_archive_becomes_a_table_of_labels_beside_its_agreement()
    {
        SmallReports.Write(_cli["reports.tgz"]);
        Assert.Equal(0, _cli.Run("data", "label", _cli["reports.tgz"], "--out", _cli["labels.csv"]));
        string[][] rows = Rows("labels.csv");
        Assert.Equal(["report", "cardiomegaly", "effusion", "pneumothorax"], rows[0][..4]);
        Assert.Equal(["1", "", "absent", "absent"], rows[1][..4]);
        Assert.Equal(["2", "present", "", "present"], rows[2][..4]);
        Assert.Equal("uncertain", rows[2][Array.IndexOf(rows[0], "pneumonia")]);
        Assert.All(rows[3][1..], label => Assert.Equal("", label));
        Assert.Contains("pneumothorax       1        1     1  1.00", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("1 reports have neither", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("data", "label", _cli["reports.tgz"], "--out", _cli["labels.csv"]));
    }

    [Fact]
    public void Each_image_gets_the_labels_of_its_report_and_a_study_reads_the_table()
    {
        SmallReports.Write(_cli["reports.tgz"]);
        Assert.Equal(
            0,
            _cli.Run("data", "label", _cli["reports.tgz"], "--images", "--out", _cli["images.csv"])
        );
        string[][] rows = Rows("images.csv");
        Assert.Equal(4, rows.Length);
        Assert.Equal(["CXR1_1_IM-0001-4001.png", "1"], rows[2][..2]);
        _cli.Run("data", "check", _cli["images.csv"], "--outcome", "pneumothorax");
        Assert.Contains("Outcome pneumothorax: 1 present, 2 absent", _cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_reports_needs_its_columns_and_has_no_images()
    {
        File.WriteAllLines(
            _cli["reports.csv"],
            ["study,report_text", "\"a,1\",\"No pleural effusion.\"", "b,Large left effusion."]
        );
        string[] columns = ["--id", "study", "--text", "report_text"];
        Assert.Equal(0, _cli.Run(["data", "label", _cli["reports.csv"], "--out", _cli["a.csv"], .. columns]));
        Assert.StartsWith("\"a,1\",,absent", File.ReadAllLines(_cli["a.csv"])[1], StringComparison.Ordinal);
        Assert.DoesNotContain("headings", _cli.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("left out", _cli.Error, StringComparison.Ordinal);
        File.AppendAllLines(_cli["reports.csv"], ["c,", ",\"No pneumothorax.\""]);
        Assert.Equal(0, _cli.Run(["data", "label", _cli["reports.csv"], "--out", _cli["d.csv"], .. columns]));
        Assert.Equal(3, File.ReadAllLines(_cli["d.csv"]).Length);
        Assert.Contains("2 rows have no name or no text: left out", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(3, _cli.Run("data", "label", _cli["reports.csv"], "--out", _cli["b.csv"]));
        Assert.Contains("no column", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(
            2,
            _cli.Run(["data", "label", _cli["reports.csv"], "--images", "--out", _cli["c.csv"], .. columns])
        );
        Assert.False(File.Exists(_cli["c.csv"]));
    }

    private string[][] Rows(string name) =>
        [.. File.ReadAllLines(_cli[name]).Select(line => line.Split(','))];
}
