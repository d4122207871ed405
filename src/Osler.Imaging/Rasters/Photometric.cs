namespace Osler.Imaging.Rasters;

/// <summary>What the channels of an image are. Whatever the file held (palette, CMYK, YBR) is one of these once read.</summary>
public enum Photometric
{
    /// <summary>One channel; a greater number is brighter.</summary>
    Grey,

    /// <summary>Red, green and blue.</summary>
    Rgb,
}
