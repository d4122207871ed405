using Osler.Core.Faults;
using Osler.Imaging.Dicom;
using Osler.Imaging.Dicom.Pixels;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Sources;

/// <summary>DICOM objects as images.</summary>
internal static class DicomSource
{
    private static readonly string[] Endings = [".dcm", ".dicom", ".ima"];

    /// <summary>Whether a file is one: by the mark that follows the preamble, where there is none by its first element, or by its name.</summary>
    public static bool Is(ReadOnlySpan<byte> start, string name) =>
        Part10.HasMark(start)
        || Part10.IsBare(start)
        || Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>One frame as a still image, several grey ones as a volume.</summary>
    /// <exception cref="DataException">No pixels, damaged, or several frames in colour or of different kinds.</exception>
    public static IImage Read(byte[] content, string where)
    {
        var image = DicomFile.Read(content, where).Image();
        if (image.Frames == 1)
            return image.Frame();
        if (image.IsColor)
            throw new DataException(
                $"The object is a film of {image.Frames} frames in colour.",
                where,
                "Save the frame that is meant as an image of its own."
            );
        Volume.RequireSize(image.Frames, image.Rows, image.Columns, where);
        var volume = Stack(image, image.Frame, where);
        return volume.WithDisplay(() =>
            image.Vois() is [] ? volume.Stretched() : Stack(image, image.Shown, where)
        );
    }

    private static Volume Stack(DicomImage image, Func<int, Raster> read, string where)
    {
        var first = read(0);
        return Volume.OfSlices(
            image.Frames,
            first,
            i =>
            {
                var frame = read(i);
                return frame.IsBytes == first.IsBytes && frame.Range.Unit == first.Range.Unit
                    ? frame
                    : throw new DataException($"Frame {i + 1} measures otherwise than the first.", where);
            }
        );
    }
}
