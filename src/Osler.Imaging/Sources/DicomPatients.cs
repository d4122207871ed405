using System.Collections.Immutable;
using Osler.Core.Words;

namespace Osler.Imaging.Sources;

/// <summary>Whose the DICOM objects of a store are.</summary>
/// <remarks>Identifiers are hashed as they are read; no sentence holds one.</remarks>
/// <param name="Patients">
/// The patient of each file, as a hash; of one that names none the study, as a hash; null of a file that is no DICOM object,
/// says neither, or can't be read (which reading its image will tell).
/// </param>
/// <param name="Remarks">Where the patients named are hardly the patients, each in a sentence or two.</param>
internal sealed record DicomPatients(ImmutableArray<string?> Patients, ImmutableArray<string> Remarks)
{
    // So many studies are few people's, and with the half of all files hardly one's.
    private const int ManyStudies = 10;

    private const string Remedy =
        "If they are several people's, name each image's patient in a table (images.path and data.patient).";

    /// <summary>Whose files are.</summary>
    /// <param name="heads">Of the files, in order.</param>
    public static DicomPatients Of(DicomHead[] heads) =>
        new([.. heads.Select(head => head.Patient ?? head.Study)], [.. Told(heads)]);

    private static IEnumerable<string> Told(DicomHead[] heads)
    {
        DicomHead[] named = [.. heads.Where(head => head.Patient is not null)];
        DicomHead[] shared =
        [
            .. named
                .GroupBy(head => head.Patient)
                .Select(files => files.ToArray())
                .Where(files => IsHardlyOne(files, named.Length))
                .SelectMany(files => files),
        ];
        if (shared.Length > 0)
        {
            int patients = shared.Select(head => head.Patient).Distinct().Count();
            yield return $"{shared.Length:N0} DICOM files of {Studies(shared):N0} studies name {(patients == 1 ? "one patient, hardly" : $"{patients:N0} patients, hardly")} by their own identifiers: they count as {(patients == 1 ? "one patient's, all of whose images are in one part" : "so many, each of whom is in one part")}. {Remedy}";
        }
        DicomHead[] nameless = [.. heads.Where(head => head.IsDicom && head.Patient is null)];
        if (nameless.Length > 0)
            yield return $"{Counted.Of(nameless.Length, "DICOM file names", "DICOM files name")} no patient: those of one study count as one patient's, and one without a study as a patient of its own, so that two studies of one person may be in training and test. Name each image's patient in a table (images.path and data.patient).";
    }

    private static bool IsHardlyOne(DicomHead[] files, int named)
    {
        int studies = Studies(files);
        return studies > 1
            && (
                files[0].IsStandIn
                || files.Length == named
                || studies >= ManyStudies && files.Length > named / 2
            );
    }

    private static int Studies(DicomHead[] files) => files.Select(head => head.Study).Distinct().Count();
}
