using Osler.Imaging.Preprocessing;
using Osler.Imaging.Rasters;
using Osler.Reports.Pictures;

namespace Osler.Studies;

/// <summary>An image as the steps before normalise leave it, as a picture: black and white are those of its range.</summary>
public static class PreparedPicture
{
    /// <summary>The picture of an image.</summary>
    /// <param name="preprocessing">The steps.</param>
    /// <param name="image">As read; of a volume the middle slice is shown.</param>
    public static Picture Of(ImagePreprocessing preprocessing, IImage image)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        using var planes = preprocessing.Prepare(image);
        return Of(planes);
    }

    /// <summary>The picture of a prepared image.</summary>
    /// <param name="planes">As prepared, before it is normalised.</param>
    /// <param name="slice">Of a volume, which slice; null: the middle one.</param>
    public static Picture Of(Imaging.Rasters.Planes planes, int? slice = null)
    {
        ArgumentNullException.ThrowIfNull(planes);
        int area = planes.Height * planes.Width;
        int shown = Math.Clamp(slice ?? planes.Depth / 2, 0, planes.Depth - 1);
        float[] values = new float[planes.Channels * area];
        for (int channel = 0; channel < planes.Channels; channel++)
            planes.Channel(channel).Slice(shown * area, area).CopyTo(values.AsSpan(channel * area));
        return Picture.Of(values, planes.Height, planes.Width, planes.Range.Low, planes.Range.High);
    }
}
