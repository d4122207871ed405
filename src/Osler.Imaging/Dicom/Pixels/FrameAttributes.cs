using Osler.Core.Faults;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Dicom.Pixels;

/// <summary>Where the distance between pixels was read.</summary>
public enum SpacingSource
{
    /// <summary>Nowhere; it is unknown.</summary>
    None,

    /// <summary>Pixel Spacing (0028,0030): in the patient, or calibrated (PS3.3 section 10.7.1).</summary>
    PixelSpacing,

    /// <summary>Imager Pixel Spacing (0018,1164): at the detector, where the patient appears magnified.</summary>
    ImagerPixelSpacing,

    /// <summary>Nominal Scanned Pixel Spacing (0018,2010): on the film or page that was scanned.</summary>
    NominalScannedPixelSpacing,
}

/// <summary>
/// What is stated for one frame: in its own functional group, in the shared one, or in the object itself (PS3.3
/// section C.7.6.16).
/// </summary>
internal sealed class FrameAttributes
{
    private readonly DataSet _data;
    private readonly DataSet? _shared;
    private readonly Lazy<IReadOnlyList<DataSet>> _frames;
    private readonly bool _isSigned;

    public FrameAttributes(DataSet data, bool isSigned)
    {
        (_data, _isSigned) = (data, isSigned);
        _shared = data.Item(Tags.SharedFunctionalGroups);
        _frames = new(() => data.Items(Tags.PerFrameFunctionalGroups));
    }

    public ModalityTransform Modality(int frame)
    {
        bool isCt = _data.Text(Tags.Modality) is "CT" && !_data.Texts(Tags.ImageType).Contains("LOCALIZER");
        return ModalityTransform.Of(
            Group(frame, Tags.PixelValueTransformationSequence) ?? _data,
            _isSigned,
            isCt
        );
    }

    public IReadOnlyList<Voi> Vois(int frame)
    {
        var holder = Group(frame, Tags.FrameVoiLutSequence) ?? _data;
        var vois = new List<Voi>();
        foreach (var item in holder.Items(Tags.VoiLutSequence))
            if (LookupTable.Of(item, Tags.LutDescriptor, Tags.LutData, _isSigned) is { } table)
                vois.Add(new VoiTable(table, item.Text(Tags.LutExplanation)));
        double[] centres = holder.Numbers(Tags.WindowCenter);
        double[] widths = holder.Numbers(Tags.WindowWidth);
        string[] explanations = holder.Texts(Tags.WindowExplanation);
        var shape = holder.Text(Tags.VoiLutFunction) switch
        {
            "SIGMOID" => WindowShape.Sigmoid,
            "LINEAR_EXACT" => WindowShape.LinearExact,
            _ => WindowShape.Linear,
        };
        for (int i = 0; i < Math.Min(centres.Length, widths.Length); i++)
        {
            double width = widths[i];
            // Writers leave 0 where they know none; the standard forbids it, so it says nothing.
            if (width <= 0 || (shape == WindowShape.Linear && width < 1))
                continue;
            vois.Add(new Window(centres[i], width, shape, i < explanations.Length ? explanations[i] : null));
        }
        return vois;
    }

    /// <summary>Rows first (PS3.3 section 10.7.1.3); nonsense counts as unknown.</summary>
    public (PixelSpacing? Spacing, SpacingSource Source) Spacing(int frame)
    {
        if (
            Group(frame, Tags.PixelMeasuresSequence) is { } group
            && Read(group, Tags.PixelSpacing) is { } own
        )
            return (own, SpacingSource.PixelSpacing);
        if (Read(_data, Tags.PixelSpacing) is { } spacing)
            return (spacing, SpacingSource.PixelSpacing);
        if (Read(_data, Tags.ImagerPixelSpacing) is { } imager)
            return (imager, SpacingSource.ImagerPixelSpacing);
        if (Read(_data, Tags.NominalScannedPixelSpacing) is { } nominal)
            return (nominal, SpacingSource.NominalScannedPixelSpacing);
        return (null, SpacingSource.None);
    }

    private DataSet? Group(int frame, Tag sequence) =>
        (frame < _frames.Value.Count ? _frames.Value[frame].Item(sequence) : null) ?? _shared?.Item(sequence);

    private static PixelSpacing? Read(DataSet data, Tag tag)
    {
        try
        {
            return data.Numbers(tag) is [> 0 and var row, > 0 and var column, ..] ? new(row, column) : null;
        }
        catch (DataException)
        {
            return null;
        }
    }
}
