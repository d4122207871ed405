using Osler.Core.Faults;
using Osler.Imaging.Sources;
using Osler.Reports.Pictures;
using PureHDF;

namespace Osler.Studies.Tests.ImageStudies;

public sealed class StudyImagesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osler-images-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, InlineData("images.h5"), InlineData("IMAGES.HDF5")]
    public void A_study_on_a_table_of_paths_is_given_an_archive_of_arrays_too(string name)
    {
        string path = Path.Combine(_folder, name);
        byte[,] labels = new byte[6, 1];
        labels[4, 0] = 1;
        new H5File { ["images"] = new byte[6, 5, 5], ["labels"] = labels }.Write(path);
        var study = StudyFile.Open("digits", ["images.path=path", "images.names=[no, yes]"], "table.csv");

        using var source = StudyImages.Open(study, path);

        Assert.Equal(6, source.Count);
        Assert.Equal(1, source.Labels.Class(4));
        Assert.Equal(["no", "yes"], source.Labels.Names);
        Assert.Equal(GivenPart.None, source.Case(0).Part);
    }

    [Fact]
    public void What_is_no_set_of_images_and_a_label_below_0_are_told_as_such()
    {
        string picture = Path.Combine(_folder, "one.png");
        File.WriteAllBytes(picture, Png.Write(new Picture(2, 2, new byte[4])));
        string archive = Path.Combine(_folder, "images.h5");
        sbyte[,] labels = new sbyte[6, 1];
        (labels[2, 0], labels[4, 0]) = (-1, 4);
        new H5File { ["images"] = new byte[6, 5, 5], ["labels"] = labels }.Write(archive);

        Assert.StartsWith(
            "The file is no set of images with labels",
            Fault(picture).What,
            StringComparison.Ordinal
        );
        Assert.Equal("A label is -1; classes are numbered from 0.", Fault(archive).What);

        DataException Fault(string path) =>
            Assert.Throws<DataException>(() => StudyImages.Open(StudyFile.Open("digits"), path));
    }

    [Fact]
    public void A_class_for_each_image_is_told_how_to_be_stated_and_findings_need_no_outcome()
    {
        for (int i = 0; i < 6; i++)
            File.WriteAllBytes(
                Path.Combine(_folder, $"{i}.png"),
                Png.Write(new Picture(2, 2, [0, 1, 2, (byte)i]))
            );
        string table = Path.Combine(_folder, "table.csv");
        File.WriteAllLines(
            table,
            ["path,kind,mass", .. Enumerable.Range(0, 6).Select(i => $"{i}.png,kind{i},{i % 2}")]
        );
        string[] classes = ["images.path=path", "data.outcome=kind"];

        var fault = Assert.Throws<DataException>(() => StudyImages.Open(Opened(classes), table));
        Assert.Contains("data.columns: {kind: {kind: categorical}}", fault.Remedy, StringComparison.Ordinal);
        using var stated = StudyImages.Open(
            Opened([.. classes, "data.columns={kind: {kind: categorical}}"]),
            table
        );
        Assert.Equal(6, stated.Labels.Names.Length);

        var findings = StudyFile.Read(
            "study: s\nquestion: q\ndata: {path: t.csv}\nimages: {path: path, findings: [mass]}",
            "study.yaml"
        );
        using var source = StudyImages.Open(findings, table);
        Assert.Equal(["mass"], source.Labels.Names);

        StudyFile Opened(string[] settings) => StudyFile.Open("digits", settings, table);
    }
}
