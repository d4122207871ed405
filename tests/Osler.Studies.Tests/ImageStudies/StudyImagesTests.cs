using Osler.Imaging.Sources;
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
}
