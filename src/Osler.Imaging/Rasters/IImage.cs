namespace Osler.Imaging.Rasters;

/// <summary>An image as read: a still one (<see cref="Raster"/>) or a volume (<see cref="Volume"/>).</summary>
public interface IImage
{
    /// <summary>What the channels are.</summary>
    Photometric Photometric { get; }

    /// <summary>Which numbers the samples may be.</summary>
    SampleRange Range { get; }

    /// <summary>[H, W] of a still image, [D, H, W] of a volume.</summary>
    IReadOnlyList<int> Axes { get; }

    /// <summary>Whether every pixel has equal channels, so that no colour would be lost in grey.</summary>
    bool IsGrey { get; }

    /// <summary>The least and the greatest sample; NaN where a sample is.</summary>
    (float Low, float High) Extremes();

    /// <summary>The image under its file's own window, where the file states one (DICOM); else itself.</summary>
    IImage Displayed { get; }

    /// <summary>Working copies of the samples, to be disposed of.</summary>
    Planes ToPlanes();
}
