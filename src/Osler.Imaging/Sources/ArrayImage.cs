using System.Numerics.Tensors;
using Osler.Core.Faults;
using Osler.Imaging.Arrays;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Sources;

/// <summary>Numbers of an array as an image: [H, W] grey, [H, W, 3] colour, or [D, H, W] a volume (of one slice: grey).</summary>
/// <remarks>
/// Unsigned numbers of 8 and 16 bits are brightness over their whole range. An array of another kind states none: as of TIFF
/// files it is the first usual one that holds the image (<see cref="SampleRange.Guessed"/>), else the image's own.
/// </remarks>
internal static class ArrayImage
{
    /// <summary>Whether sizes are those of an image.</summary>
    public static bool Fits(ReadOnlySpan<int> sizes) => sizes is [> 0, > 0] or [> 0, > 0, > 0];

    /// <summary>One slice of an array of several images.</summary>
    /// <param name="images">[n, ...], each as <see cref="Fits"/> asks.</param>
    /// <param name="row">In [0, n).</param>
    /// <exception cref="DataException">A number is not finite.</exception>
    public static IImage Of(NumberArray images, int row) =>
        Read(images, row, 1, images.Shape.AsSpan()[1..], images.SliceLength, () => NameOf(images, row));

    /// <summary>What to call one of several images.</summary>
    /// <param name="images">[n, ...].</param>
    /// <param name="row">In [0, n).</param>
    public static string NameOf(NumberArray images, int row) => $"{images.Where}, image {row + 1}";

    /// <summary>The whole of an array as one image.</summary>
    /// <param name="image">The array.</param>
    /// <exception cref="DataException">Another number of axes, no pixels, too many of them, or a number that is not finite.</exception>
    public static IImage Whole(NumberArray image)
    {
        var sizes = image.Shape.AsSpan();
        if (!Fits(sizes))
            throw new DataException(
                $"An array of shape {Arrays.Arrays.Shown(image.Shape)} is no image; [height, width], [height, width, 3] or, of a volume, [depth, height, width] is.",
                image.Where,
                "Save one image by itself, without an axis for several."
            );
        if (sizes is [var height, var width])
            Raster.RequireSize(height, width, 1, image.Where);
        else
            Volume.RequireSize(sizes[0], sizes[1], sizes[2], image.Where);
        return Read(image, 0, image.Slices, sizes, (int)image.Count, () => image.Where);
    }

    private static IImage Read(
        NumberArray array,
        int first,
        int count,
        ReadOnlySpan<int> sizes,
        int length,
        Func<string> where
    )
    {
        // A volume of one slice.
        if (sizes is [1, _, not 3])
            sizes = sizes[1..];
        if (array.Kind == NumberKind.UInt8)
        {
            byte[] bytes = new byte[length];
            array.ReadBytes(first, count, bytes);
            return sizes switch
            {
                [var h, var w, 3] => Raster.OfBytes(h, w, Photometric.Rgb, bytes),
                [var h, var w] => Raster.OfBytes(h, w, Photometric.Grey, bytes),
                _ => Volume.OfBytes(sizes[0], sizes[1], sizes[2], bytes),
            };
        }
        float[] floats = new float[length];
        array.Read(first, count, floats);
        foreach (float value in floats)
            if (!float.IsFinite(value))
                throw new DataException("A pixel is not a finite number.", where());
        var range = RangeOf(array.Kind, floats);
        return sizes switch
        {
            [var h, var w, 3] => Raster.OfFloats(h, w, Photometric.Rgb, range, floats),
            [var h, var w] => Raster.OfFloats(h, w, Photometric.Grey, range, floats),
            _ => Volume.OfFloats(sizes[0], sizes[1], sizes[2], range, floats),
        };
    }

    private static SampleRange RangeOf(NumberKind kind, ReadOnlySpan<float> values) =>
        kind switch
        {
            NumberKind.Bool => new SampleRange(0, 1),
            NumberKind.UInt16 => SampleRange.Words,
            _ => SampleRange.Guessed(
                TensorPrimitives.Min(values),
                TensorPrimitives.Max(values),
                kind is NumberKind.Float16 or NumberKind.Float32 or NumberKind.Float64
            ),
        };
}
