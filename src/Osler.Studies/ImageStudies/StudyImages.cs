using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Imaging.Sources;

namespace Osler.Studies;

/// <summary>The images that a study's settings find under a path.</summary>
public static class StudyImages
{
    /// <summary>Opens them.</summary>
    /// <param name="study">A study on images: how tables are read, and what classes or findings are called.</param>
    /// <param name="path">
    /// A folder, an archive or a table of paths, as of <see cref="ImageSettings"/>; the study's own is not looked at.
    /// </param>
    /// <exception cref="RequestException">A column that the table does not have.</exception>
    /// <exception cref="DataException">Nothing is there, or nothing that can be read as images.</exception>
    public static IImageSource Open(StudyFile study, string path)
    {
        ArgumentNullException.ThrowIfNull(study);
        var images =
            study.Images ?? throw new ArgumentException("The study is not on images.", nameof(study));
        // A study that names a column of paths has a table; another source of the same model may be a folder.
        if (images.Path is not { } column || ImageSources.Holds(path))
            return ImageSources.Open(path, [.. images.Names]);
        var reading = study.Data.Reading.ToTableReading();
        string?[] used = [column, study.Data.Outcome, study.Data.Patient, images.Part, .. images.Findings];
        string beside = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return new ImageTable(
            path,
            images.Folder is { } folder ? Path.Combine(beside, folder) : beside,
            column
        )
        {
            Class = images.Findings.IsEmpty ? study.Data.Outcome : null,
            Findings = images.Findings,
            Patient = study.Data.Patient,
            Part = images.Part,
            Reading = reading with
            {
                Columns = study.Data.Stated(
                    [.. used.OfType<string>()],
                    TableFile.Header(path, reading),
                    Path.GetFileName(path)
                ),
            },
        }.Open();
    }
}
