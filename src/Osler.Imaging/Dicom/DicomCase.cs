using System.Globalization;

namespace Osler.Imaging.Dicom;

/// <summary>Whose image it is and what it shows, as its file says; null: the file doesn't say.</summary>
/// <remarks>
/// Identifiers serve to keep one patient's images together; they are never logged, and <see cref="ToString"/> leaves
/// them out.
/// </remarks>
/// <param name="PatientId">Patient ID (0010,0020).</param>
/// <param name="StudyUid">Study Instance UID (0020,000D).</param>
/// <param name="SeriesUid">Series Instance UID (0020,000E).</param>
/// <param name="InstanceUid">SOP Instance UID (0008,0018).</param>
public sealed record DicomCase(string? PatientId, string? StudyUid, string? SeriesUid, string? InstanceUid)
{
    /// <summary>Kind of object, SOP Class UID (0008,0016).</summary>
    public string? ClassUid { get; init; }

    /// <summary>Kind of device (0008,0060), e.g. CR.</summary>
    public string? Modality { get; init; }

    /// <summary>R, L, B (both) or U (unpaired): Image Laterality (0020,0062), else Laterality (0020,0060).</summary>
    public string? Laterality { get; init; }

    /// <summary>Projection (0018,5101), e.g. PA.</summary>
    public string? ViewPosition { get; init; }

    /// <summary>Body Part Examined (0018,0015).</summary>
    public string? BodyPart { get; init; }

    /// <summary>Years, from Patient's Age (0010,1010); null also where its value is malformed.</summary>
    public double? AgeYears { get; init; }

    /// <summary>M, F or O: Patient's Sex (0010,0040).</summary>
    public string? Sex { get; init; }

    /// <summary>What may be shown to anyone.</summary>
    public override string ToString() => $"DicomCase {Modality} {BodyPart} {ViewPosition}".TrimEnd();

    /// <summary>Reads the fields of a data set.</summary>
    internal static DicomCase Of(DataSet data) =>
        new(
            data.Text(Tags.PatientId),
            data.Text(Tags.StudyInstanceUid),
            data.Text(Tags.SeriesInstanceUid),
            data.Text(Tags.SopInstanceUid)
        )
        {
            ClassUid = data.Text(Tags.SopClassUid),
            Modality = Code(data, Tags.Modality),
            Laterality =
                Code(data, Tags.ImageLaterality) ?? Code(data, Tags.Laterality) ?? FrameLaterality(data),
            ViewPosition = Code(data, Tags.ViewPosition),
            BodyPart = Code(data, Tags.BodyPartExamined),
            AgeYears = Years(data.Text(Tags.PatientAge)),
            Sex = Code(data, Tags.PatientSex),
        };

    /// <summary>Age String (PS3.5 section 6.2): nnnD, nnnW, nnnM or nnnY, in years of 365.25 days.</summary>
    internal static double? Years(string? age)
    {
        if (age is null or { Length: < 2 or > 4 })
            return null;
        if (!int.TryParse(age[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            return null;
        return char.ToUpperInvariant(age[^1]) switch
        {
            'D' => count / 365.25,
            'W' => count * 7 / 365.25,
            'M' => count / 12.0,
            'Y' => count,
            _ => null,
        };
    }

    /// <summary>PS3.3 section C.7.6.16.2.8, of objects whose frames share one anatomy.</summary>
    private static string? FrameLaterality(DataSet data) =>
        data.Item(Tags.SharedFunctionalGroups)?.Item(Tags.FrameAnatomySequence) is { } anatomy
            ? Code(anatomy, Tags.FrameLaterality)
            : null;

    private static string? Code(DataSet data, Tag tag) =>
        data.Texts(tag) is [{ Length: > 0 } first, ..] ? first.ToUpperInvariant() : null;
}
