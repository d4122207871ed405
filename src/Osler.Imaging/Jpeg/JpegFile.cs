using Osler.Core.Faults;
using Osler.Imaging.Files;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Jpeg;

/// <summary>Reads JPEG files.</summary>
internal static class JpegFile
{
    // libvips asks for warnings before each strip of eight rows, so not after the last one, which is much of a low picture.
    private const int LowRows = 64;

    /// <summary>The picture, upright: by libjpeg-turbo where the system has it and the file is plain, else by libvips.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <param name="target">The size that it will be resized to; null for all its pixels.</param>
    /// <exception cref="DataException">It is damaged, or lacks a part of its picture.</exception>
    public static Raster Read(byte[] content, string where, ImageTarget? target)
    {
        if (TurboJpeg.Read(content, target, out bool isWarnedOf) is { } plain)
            return plain;
        bool isJudged = isWarnedOf || JpegHead.Find(content) is { Rows: <= LowRows };
        if (isJudged)
            JpegDamage.Refuse(content, where);
        return VipsDecoder.Read(content, ImageFormat.Jpeg, where, target, null, isJudged);
    }
}
