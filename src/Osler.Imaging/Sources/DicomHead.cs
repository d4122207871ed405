using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Imaging.Dicom;

namespace Osler.Imaging.Sources;

/// <summary>What is read of a DICOM object before its pixels; identifiers are hashed as they are read.</summary>
/// <param name="IsDicom">Whether it is one that can be read; of another nothing is known.</param>
/// <param name="Patient">The patient's identifier, hashed; null where it names none.</param>
/// <param name="Study">The study's, hashed.</param>
/// <param name="IsStandIn">Whether the patient's identifier is hardly one.</param>
internal readonly record struct DicomHead(bool IsDicom, string? Patient, string? Study, bool IsStandIn)
{
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

    /// <summary>Kind of device, e.g. CR.</summary>
    public string? Modality { get; init; }

    /// <summary>Projection, e.g. PA.</summary>
    public string? View { get; init; }

    /// <summary>R, L, B or U.</summary>
    public string? Laterality { get; init; }

    /// <summary>Photometric Interpretation (0028,0004), e.g. MONOCHROME1.</summary>
    public string? Photometric { get; init; }

    /// <summary>Reads the heads of files.</summary>
    /// <param name="store">The files.</param>
    /// <param name="names">Which of them.</param>
    public static DicomHead[] Read(ImageStore store, IReadOnlyList<string> names)
    {
        var heads = new DicomHead[names.Count];
        Parallel.For(0, names.Count, i => heads[i] = Of(store, names[i]));
        return heads;
    }

    private static DicomHead Of(ImageStore store, string name)
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
                patient is not null && IsStandInFor(patient)
            )
            {
                Modality = file.Case.Modality,
                View = file.Case.ViewPosition,
                Laterality = file.Case.Laterality,
                Photometric = file.Data.Text(Tags.PhotometricInterpretation),
            };
        }
        catch (DataException)
        {
            return default;
        }
    }

    private static bool IsStandInFor(string patient)
    {
        string letters = string.Concat(patient.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return letters.All(letter => letter is '0' or 'X') || s_standIns.Contains(letters);
    }

    private static string Hash(string identifier) =>
        IdentifierHash.Of(identifier).ToString("x16", CultureInfo.InvariantCulture);
}
