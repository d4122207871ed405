using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Core.Words;
using Osler.Imaging.Dicom;

namespace Osler.Imaging.Sources;

/// <summary>Whose the DICOM objects of a store are.</summary>
/// <remarks>Identifiers are hashed as they are read; no sentence holds one.</remarks>
/// <param name="Of">
/// The patient of each file, as a hash; of one that names none the study, as a hash; null of a file that is no DICOM object,
/// says neither, or can't be read (which reading its image will tell).
/// </param>
/// <param name="Remarks">Where the patients named are hardly the patients, each in a sentence or two.</param>
internal sealed record DicomPatients(ImmutableArray<string?> Of, ImmutableArray<string> Remarks)
{
    // So many studies are few people's, and with the half of all files hardly one's.
    private const int ManyStudies = 10;

    private const string Remedy =
        "If they are several people's, name each image's patient in a table (images.path and data.patient).";

    // What stands where an identifier was taken out, letters and digits alone.
    private static readonly string[] s_standIns =
    [
        "ANON",
        "ANONYMOUS",
        "ANONYMIZED",
        "ANONYMISED",
        "DEIDENTIFIED",
        "DEFAULT",
        "NA",
        "NONE",
        "NONAME",
        "NOID",
        "NULL",
        "PATIENT",
        "PATIENTID",
        "PSEUDONYM",
        "REDACTED",
        "REMOVED",
        "TEST",
        "UNKNOWN",
    ];

    /// <summary>Reads the heads of files.</summary>
    /// <param name="store">The files.</param>
    /// <param name="names">Which of them.</param>
    public static DicomPatients Read(ImageStore store, IReadOnlyList<string> names)
    {
        var heads = new Head[names.Count];
        Parallel.For(0, names.Count, i => heads[i] = HeadOf(store, names[i]));
        return new([.. heads.Select(head => head.Patient ?? head.Study)], [.. Told(heads)]);
    }

    private static IEnumerable<string> Told(Head[] heads)
    {
        Head[] named = [.. heads.Where(head => head.Patient is not null)];
        Head[] shared =
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
        Head[] nameless = [.. heads.Where(head => head.IsDicom && head.Patient is null)];
        if (nameless.Length > 0)
            yield return $"{Counted.Of(nameless.Length, "DICOM file names", "DICOM files name")} no patient: those of one study count as one patient's, and one without a study as a patient of its own, so that two studies of one person may be in training and test. Name each image's patient in a table (images.path and data.patient).";
    }

    private static bool IsHardlyOne(Head[] files, int named)
    {
        int studies = Studies(files);
        return studies > 1
            && (
                files[0].IsStandIn
                || files.Length == named
                || studies >= ManyStudies && files.Length > named / 2
            );
    }

    private static int Studies(Head[] files) => files.Select(head => head.Study).Distinct().Count();

    private static Head HeadOf(ImageStore store, string name)
    {
        try
        {
            if (!DicomSource.Is(store.Start(name, 132), name))
                return default;
            var file = store.PathOf(name) is { } path
                ? DicomFile.OpenHeader(path)
                : DicomFile.Read(store.Read(name), store.Shown(name));
            string? patient = file.Case.PatientId?.Trim();
            return new(
                true,
                string.IsNullOrEmpty(patient) ? null : Hash(patient),
                string.IsNullOrWhiteSpace(file.Case.StudyUid)
                    ? null
                    : Hash($"study {file.Case.StudyUid.Trim()}"),
                patient is not null && IsStandIn(patient)
            );
        }
        catch (DataException)
        {
            return default;
        }
    }

    private static bool IsStandIn(string patient)
    {
        string letters = string.Concat(patient.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return letters.All(letter => letter is '0' or 'X') || s_standIns.Contains(letters);
    }

    private static string Hash(string identifier) =>
        IdentifierHash.Of(identifier).ToString("x16", CultureInfo.InvariantCulture);

    private readonly record struct Head(bool IsDicom, string? Patient, string? Study, bool IsStandIn);
}
