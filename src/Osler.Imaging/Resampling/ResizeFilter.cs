using System.Text.Json.Serialization;

namespace Osler.Imaging.Resampling;

/// <summary>How a pixel of the new size is made from those of the old one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ResizeFilter>))]
public enum ResizeFilter
{
    /// <summary>A triangle one pixel wide to each side.</summary>
    [JsonStringEnumMemberName("bilinear")]
    Bilinear,

    /// <summary>Keys' cubic with a = -0.5, two pixels to each side (IEEE Trans. ASSP 29(6), 1981).</summary>
    [JsonStringEnumMemberName("bicubic")]
    Bicubic,

    /// <summary>A windowed sinc, three pixels to each side (Duchon, J. Appl. Meteorol. 18(8), 1979).</summary>
    [JsonStringEnumMemberName("lanczos3")]
    Lanczos3,

    /// <summary>The mean of the area that the new pixel covers; always antialiased.</summary>
    [JsonStringEnumMemberName("area")]
    Area,

    /// <summary>The pixel at the new pixel's centre; never antialiased.</summary>
    [JsonStringEnumMemberName("nearest")]
    Nearest,
}
