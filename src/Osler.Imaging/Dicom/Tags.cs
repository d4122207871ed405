namespace Osler.Imaging.Dicom;

/// <summary>The elements that Osler reads, with the dictionary's names (PS3.6 section 6; PS3.3 says where they stand).</summary>
public static class Tags
{
    internal static readonly Tag TransferSyntaxUid = new(0x0002, 0x0010, Vr.UI);
    internal static readonly Tag DirectoryRecordSequence = new(0x0004, 0x1220, Vr.SQ);
    internal static readonly Tag RecordInUse = new(0x0004, 0x1410, Vr.US);
    internal static readonly Tag DirectoryRecordType = new(0x0004, 0x1430, Vr.CS);
    internal static readonly Tag ReferencedFileId = new(0x0004, 0x1500, Vr.CS);

    internal static readonly Tag SpecificCharacterSet = new(0x0008, 0x0005, Vr.CS);

    internal static readonly Tag ImageType = new(0x0008, 0x0008, Vr.CS);

    /// <summary>Kind of object, e.g. CT Image Storage.</summary>
    public static Tag SopClassUid { get; } = new(0x0008, 0x0016, Vr.UI);

    /// <summary>Identifier of this object.</summary>
    public static Tag SopInstanceUid { get; } = new(0x0008, 0x0018, Vr.UI);

    /// <summary>Kind of device, e.g. CT, MR, CR, DX.</summary>
    public static Tag Modality { get; } = new(0x0008, 0x0060, Vr.CS);

    /// <summary>Words that describe the series.</summary>
    public static Tag SeriesDescription { get; } = new(0x0008, 0x103E, Vr.LO);

    /// <summary>Identifier of the patient within an institution.</summary>
    public static Tag PatientId { get; } = new(0x0010, 0x0020, Vr.LO);

    /// <summary>M, F or O.</summary>
    public static Tag PatientSex { get; } = new(0x0010, 0x0040, Vr.CS);

    /// <summary>Age when the study was done.</summary>
    public static Tag PatientAge { get; } = new(0x0010, 0x1010, Vr.AS);

    /// <summary>Part of the body, e.g. CHEST.</summary>
    public static Tag BodyPartExamined { get; } = new(0x0018, 0x0015, Vr.CS);

    internal static readonly Tag ImagerPixelSpacing = new(0x0018, 0x1164, Vr.DS);
    internal static readonly Tag NominalScannedPixelSpacing = new(0x0018, 0x2010, Vr.DS);

    /// <summary>Projection, e.g. PA, AP, LL, MLO.</summary>
    public static Tag ViewPosition { get; } = new(0x0018, 0x5101, Vr.CS);

    /// <summary>Identifier of the study.</summary>
    public static Tag StudyInstanceUid { get; } = new(0x0020, 0x000D, Vr.UI);

    /// <summary>Identifier of the series.</summary>
    public static Tag SeriesInstanceUid { get; } = new(0x0020, 0x000E, Vr.UI);

    /// <summary>Number of the image within its series.</summary>
    public static Tag InstanceNumber { get; } = new(0x0020, 0x0013, Vr.IS);

    internal static readonly Tag Laterality = new(0x0020, 0x0060, Vr.CS);
    internal static readonly Tag ImageLaterality = new(0x0020, 0x0062, Vr.CS);
    internal static readonly Tag FrameLaterality = new(0x0020, 0x9072, Vr.CS);
    internal static readonly Tag FrameAnatomySequence = new(0x0020, 0x9071, Vr.SQ);

    internal static readonly Tag SamplesPerPixel = new(0x0028, 0x0002, Vr.US);
    internal static readonly Tag PhotometricInterpretation = new(0x0028, 0x0004, Vr.CS);
    internal static readonly Tag PlanarConfiguration = new(0x0028, 0x0006, Vr.US);
    internal static readonly Tag NumberOfFrames = new(0x0028, 0x0008, Vr.IS);
    internal static readonly Tag Rows = new(0x0028, 0x0010, Vr.US);
    internal static readonly Tag Columns = new(0x0028, 0x0011, Vr.US);
    internal static readonly Tag PixelSpacing = new(0x0028, 0x0030, Vr.DS);
    internal static readonly Tag BitsAllocated = new(0x0028, 0x0100, Vr.US);
    internal static readonly Tag BitsStored = new(0x0028, 0x0101, Vr.US);
    internal static readonly Tag HighBit = new(0x0028, 0x0102, Vr.US);
    internal static readonly Tag PixelRepresentation = new(0x0028, 0x0103, Vr.US);
    internal static readonly Tag WindowCenter = new(0x0028, 0x1050, Vr.DS);
    internal static readonly Tag WindowWidth = new(0x0028, 0x1051, Vr.DS);
    internal static readonly Tag RescaleIntercept = new(0x0028, 0x1052, Vr.DS);
    internal static readonly Tag RescaleSlope = new(0x0028, 0x1053, Vr.DS);
    internal static readonly Tag RescaleType = new(0x0028, 0x1054, Vr.LO);
    internal static readonly Tag WindowExplanation = new(0x0028, 0x1055, Vr.LO);
    internal static readonly Tag VoiLutFunction = new(0x0028, 0x1056, Vr.CS);
    internal static readonly Tag RedPaletteDescriptor = new(0x0028, 0x1101, Vr.US);
    internal static readonly Tag RedPalette = new(0x0028, 0x1201, Vr.OW);
    internal static readonly Tag RedSegmentedPalette = new(0x0028, 0x1221, Vr.OW);
    internal static readonly Tag ModalityLutSequence = new(0x0028, 0x3000, Vr.SQ);
    internal static readonly Tag LutDescriptor = new(0x0028, 0x3002, Vr.US);
    internal static readonly Tag LutExplanation = new(0x0028, 0x3003, Vr.LO);
    internal static readonly Tag ModalityLutType = new(0x0028, 0x3004, Vr.LO);
    internal static readonly Tag LutData = new(0x0028, 0x3006, Vr.OW);
    internal static readonly Tag VoiLutSequence = new(0x0028, 0x3010, Vr.SQ);
    internal static readonly Tag PixelMeasuresSequence = new(0x0028, 0x9110, Vr.SQ);
    internal static readonly Tag FrameVoiLutSequence = new(0x0028, 0x9132, Vr.SQ);
    internal static readonly Tag PixelValueTransformationSequence = new(0x0028, 0x9145, Vr.SQ);

    internal static readonly Tag SharedFunctionalGroups = new(0x5200, 0x9229, Vr.SQ);
    internal static readonly Tag PerFrameFunctionalGroups = new(0x5200, 0x9230, Vr.SQ);

    internal static readonly Tag ExtendedOffsetTable = new(0x7FE0, 0x0001, Vr.OV);
    internal static readonly Tag FloatPixelData = new(0x7FE0, 0x0008, Vr.OF);
    internal static readonly Tag DoubleFloatPixelData = new(0x7FE0, 0x0009, Vr.OD);
    internal static readonly Tag PixelData = new(0x7FE0, 0x0010, Vr.OW);

    /// <summary>First of the elements that hold pixels.</summary>
    internal const uint FirstOfPixels = 0x7FE0_0000;

    internal const uint Item = 0xFFFE_E000;
    internal const uint ItemEnd = 0xFFFE_E00D;
    internal const uint SequenceEnd = 0xFFFE_E0DD;
}
