using Osler.Core.Faults;

namespace Osler.Imaging.Dicom.Pixels;

/// <summary>What a pixel's samples are: Photometric Interpretation (PS3.3 section C.7.6.3.1.2).</summary>
internal enum ColorModel
{
    /// <summary>The least value is white.</summary>
    Monochrome1,

    /// <summary>The least value is black.</summary>
    Monochrome2,

    /// <summary>A number that stands for a colour in the file's tables.</summary>
    PaletteColor,

    Rgb,

    /// <summary>Luminance and two colour differences, each sample in full range; also what YBR_ICT and YBR_RCT are before JPEG 2000 undoes them.</summary>
    YbrFull,

    /// <summary>The same; two neighbours share their colour differences where the data are uncompressed.</summary>
    YbrFull422,

    /// <summary>As before, luminance from 16 to 235 and differences from 16 to 240 (retired).</summary>
    YbrPartial422,

    /// <summary>JPEG 2000's own colour transform, undone by its decoder.</summary>
    YbrOfJpeg2000,
}

/// <summary>Facts about colour models.</summary>
internal static class ColorModels
{
    public static bool IsGrey(this ColorModel color) =>
        color is ColorModel.Monochrome1 or ColorModel.Monochrome2;

    public static bool HasThreeSamples(this ColorModel color) =>
        !color.IsGrey() && color != ColorModel.PaletteColor;

    /// <summary>Reads the interpretation; files from before DICOM have none and are grey.</summary>
    /// <exception cref="DataException">It is none that Osler reads.</exception>
    public static ColorModel Of(string? text, long samples, string? where) =>
        text?.ToUpperInvariant() switch
        {
            "MONOCHROME1" => ColorModel.Monochrome1,
            "MONOCHROME2" or "MONOCHROME" => ColorModel.Monochrome2,
            "PALETTE COLOR" or "PALETTE" => ColorModel.PaletteColor,
            "RGB" => ColorModel.Rgb,
            "YBR_FULL" => ColorModel.YbrFull,
            "YBR_FULL_422" => ColorModel.YbrFull422,
            "YBR_PARTIAL_422" or "YBR_PARTIAL_420" => ColorModel.YbrPartial422,
            "YBR_ICT" or "YBR_RCT" => ColorModel.YbrOfJpeg2000,
            null => samples == 3 ? ColorModel.Rgb : ColorModel.Monochrome2,
            var other => throw new DataException(
                $"Photometric Interpretation {Tags.PhotometricInterpretation} '{Shortened(other)}' is not read.",
                where,
                "Read are MONOCHROME1, MONOCHROME2, PALETTE COLOR, RGB and the YBR kinds."
            ),
        };

    private static string Shortened(string text) => text.Length <= 20 ? text : $"{text[..20]}...";
}
