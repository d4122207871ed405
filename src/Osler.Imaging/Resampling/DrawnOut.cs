namespace Osler.Imaging.Resampling;

/// <summary>A map of few places, drawn out to the pixels of the image that it is about.</summary>
public static class DrawnOut
{
    /// <summary>Each pixel's value: linear between the places' middles, and that of the nearest place beyond the outermost.</summary>
    /// <param name="map">[h, w], row-major.</param>
    /// <param name="h">Rows of the map.</param>
    /// <param name="w">Columns of the map.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <returns>[height, width], row-major.</returns>
    public static float[] Of(ReadOnlySpan<float> map, int h, int w, int height, int width)
    {
        if (map.Length != h * w)
            throw new ArgumentException($"{map.Length} numbers for {h} x {w}.", nameof(map));
        float[] drawn = new float[height * width];
        Resampler.Run(
            map,
            w,
            1,
            ResampleTable.Of(h, height, ResizeFilter.Bilinear, antialias: false),
            ResampleTable.Of(w, width, ResizeFilter.Bilinear, antialias: false),
            w,
            drawn
        );
        return drawn;
    }
}
