using System.Collections.Immutable;
using Osler.Core.Words;
using Osler.Imaging.Dicom;

namespace Osler.Imaging.Sources;

/// <summary>What DICOM objects say of themselves, counted; nothing of whose they are.</summary>
/// <param name="Files">How many files are DICOM objects.</param>
/// <param name="Patients">How many patients they name; those that name none count by their studies.</param>
/// <param name="Lines">Modality, view, laterality and photometric interpretation, a line each, the most frequent value first.</param>
/// <param name="Remarks">What is odd about them, each in a sentence or two.</param>
public sealed record DicomContents(
    int Files,
    int Patients,
    ImmutableArray<string> Lines,
    ImmutableArray<string> Remarks
)
{
    private const int MostValues = 8;

    // The standard's codes have 16 letters at most.
    private const int MostLetters = 16;

    // Plain radiographs, which detectors of several kinds take.
    private static readonly string[] s_radiographs = ["CR", "DX", "RG"];

    /// <summary>Reads the heads of a folder, a zip archive or a DICOMDIR; null where no file is a DICOM object.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="Core.Faults.DataException">Absent, unreadable, or with no file that may be an image.</exception>
    public static DicomContents? Of(string path)
    {
        if (!Directory.Exists(path) && !DicomDirectory.IsNamed(path) && !ImageStore.IsZip(path))
            return null;
        using var store = ImageStore.Open(path);
        var heads = DicomHead.Read(store, store.Names);
        return heads.Any(head => head.IsDicom) ? Of(heads) : null;
    }

    internal static DicomContents Of(DicomHead[] heads)
    {
        DicomHead[] files = [.. heads.Where(head => head.IsDicom)];
        var patients = DicomPatients.Of(files);
        return new(
            files.Length,
            patients.Patients.OfType<string>().Distinct().Count()
                + patients.Patients.Count(one => one is null),
            files.Length == 0
                ? []
                :
                [
                    Line("Modality", files, head => head.Modality),
                    Line("View", files, head => head.View),
                    Line("Laterality", files, head => head.Laterality),
                    Line("Photometric", files, head => head.Photometric),
                ],
            [.. patients.Remarks, .. OfModalities(files)]
        );
    }

    private static IEnumerable<string> OfModalities(DicomHead[] files)
    {
        DicomHead[] stated = [.. files.Where(head => head.Modality is not null)];
        if (
            stated
                .Select(head => s_radiographs.Contains(head.Modality) ? "CR" : head.Modality)
                .Distinct()
                .Skip(1)
                .Any()
        )
            yield return $"The DICOM files are of several modalities ({Counts(stated, head => head.Modality)}), which a network may learn in place of what is asked. Keep those of the one that is meant.";
    }

    private static string Line(string what, DicomHead[] files, Func<DicomHead, string?> value) =>
        $"{what}: {Counts(files, value)}";

    private static string Counts(DicomHead[] files, Func<DicomHead, string?> value) =>
        Some.Of(
            [
                .. files
                    .GroupBy(head => value(head) is { } text ? Cited.Start(text, MostLetters) : "not stated")
                    .OrderByDescending(group => group.Count())
                    .ThenBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => FormattableString.Invariant($"{group.Key} {group.Count():N0}")),
            ],
            MostValues
        );
}
