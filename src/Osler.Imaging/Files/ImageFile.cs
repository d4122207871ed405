using Osler.Core.Faults;
using Osler.Imaging.Jpeg;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Files;

/// <summary>Reads picture files: PNG, JPEG, TIFF, WebP, GIF and BMP, told by their content.</summary>
/// <remarks>
/// 8 bits become bytes; 16 bits and floats become floats. Palettes, CMYK and other colours become RGB; what is
/// transparent becomes black; the orientation that a camera noted is applied. A file is read whole or not at all, and
/// its size is checked before memory is taken. Safe from several threads.
/// </remarks>
public static class ImageFile
{
    /// <summary>Largest file that is read, in bytes (2 GB).</summary>
    public const long MostBytes = int.MaxValue - 64;

    /// <summary>Reads one image.</summary>
    /// <param name="path">The file.</param>
    /// <param name="target">The size that it will be resized to; null for all its pixels.</param>
    /// <param name="page">Page or frame, from 0; null where there is to be only one.</param>
    /// <exception cref="DataException">
    /// Absent, empty, no image, truncated, damaged, too large, with numbers that are none, or of several pages where none is stated.
    /// </exception>
    public static Raster Read(string path, ImageTarget? target = null, int? page = null) =>
        Read(Content(path), path, target, page);

    /// <summary>Reads one image of a file's bytes.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <param name="target">The size that it will be resized to; null for all its pixels.</param>
    /// <param name="page">Page or frame, from 0; null where there is to be only one.</param>
    /// <exception cref="DataException">As for a file.</exception>
    public static Raster Read(byte[] content, string where, ImageTarget? target = null, int? page = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        var format = ImageFormats.Require(content, where);
        return format switch
        {
            ImageFormat.Bmp => Bitmap.Read(content, where),
            ImageFormat.Jpeg when page is null or 0 => JpegFile.Read(content, where, target),
            _ => VipsDecoder.Read(content, format, where, target, page),
        };
    }

    /// <summary>How many pages or frames there are.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <exception cref="DataException">No image, or damaged.</exception>
    public static int Pages(byte[] content, string where)
    {
        ArgumentNullException.ThrowIfNull(content);
        var format = ImageFormats.Require(content, where);
        return format == ImageFormat.Bmp ? 1 : VipsDecoder.Pages(content, format, where);
    }

    /// <summary>Reads all pages of one size as a volume, the first page the first slice.</summary>
    /// <param name="path">The file, e.g. a TIFF stack.</param>
    /// <exception cref="DataException">As for one image; or pages of colour or of different sizes.</exception>
    public static Volume ReadVolume(string path)
    {
        byte[] content = Content(path);
        int pages = Pages(content, path);
        var first = Read(content, path, page: 0);
        Volume.RequireSize(pages, first.Height, first.Width, path);
        RequireSlice(first, 0);
        return Volume.OfSlices(
            pages,
            first,
            page =>
            {
                var slice = Read(content, path, page: page);
                RequireSlice(slice, page);
                return slice;
            }
        );

        void RequireSlice(Raster slice, int page)
        {
            if (
                (slice.Height, slice.Width) != (first.Height, first.Width)
                || slice.Photometric != Photometric.Grey
                || slice.IsBytes != first.IsBytes
            )
                throw new DataException(
                    $"Page {page + 1} is not grey, or of another size or kind than the first.",
                    path,
                    "Only grey pages of one size make a volume."
                );
        }
    }

    private static byte[] Content(string path) =>
        FileReading.Guard(
            path,
            () =>
            {
                long length = new FileInfo(path).Length;
                return length <= MostBytes
                    ? File.ReadAllBytes(path)
                    : throw new DataException(
                        $"The file has {length >> 20:N0} MB; 2,048 are the most.",
                        path
                    );
            }
        );
}
