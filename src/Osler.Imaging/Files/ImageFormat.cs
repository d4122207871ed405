using Osler.Core.Faults;

namespace Osler.Imaging.Files;

/// <summary>Formats of picture files that are read.</summary>
public enum ImageFormat
{
    /// <summary>Portable Network Graphics, 1 to 16 bits.</summary>
    Png,

    /// <summary>JPEG, baseline and progressive.</summary>
    Jpeg,

    /// <summary>TIFF and BigTIFF, of several pages, whole numbers and floats.</summary>
    Tiff,

    /// <summary>WebP, lossy and lossless.</summary>
    WebP,

    /// <summary>GIF.</summary>
    Gif,

    /// <summary>Windows bitmap, not compressed.</summary>
    Bmp,
}

/// <summary>Tells formats by a file's first bytes, never by its name.</summary>
public static class ImageFormats
{
    /// <summary>First bytes that are enough to tell.</summary>
    public const int Enough = 16;

    /// <summary>The format that begins so; null where none does.</summary>
    /// <param name="start">At least <see cref="Enough"/> bytes, or the whole file.</param>
    public static ImageFormat? Of(ReadOnlySpan<byte> start) =>
        start switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => ImageFormat.Png,
            [0xFF, 0xD8, 0xFF, ..] => ImageFormat.Jpeg,
            [(byte)'I', (byte)'I', 42 or 43, 0, ..] => ImageFormat.Tiff,
            [(byte)'M', (byte)'M', 0, 42 or 43, ..] => ImageFormat.Tiff,
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] =>
                ImageFormat.Gif,
            [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => ImageFormat.Bmp,
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..]
                when start.Length >= 12 && start[8..12].SequenceEqual("WEBP"u8) => ImageFormat.WebP,
            _ => null,
        };

    internal static ImageFormat Require(ReadOnlySpan<byte> content, string? where)
    {
        if (content.IsEmpty)
            throw new DataException("The file is empty.", where, "Get the file again.");
        return Of(content)
            ?? throw new DataException(
                "The file is no image that is read here: it begins like no PNG, JPEG, TIFF, WebP, GIF or BMP.",
                where,
                "Save it in one of these formats; a file cut off at its beginning can't be mended."
            );
    }
}
