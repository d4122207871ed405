using System.Numerics.Tensors;
using NetVips;
using Osler.Core.Faults;
using Osler.Imaging.Jpeg;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Files;

/// <summary>Decodes picture files by libvips.</summary>
internal static class VipsDecoder
{
    public static int Pages(byte[] content, ImageFormat format, string where) =>
        Guard(
            where,
            () =>
            {
                using var image = Load(content, format, null, 1);
                return PagesOf(image);
            }
        );

    public static Raster Read(
        byte[] content,
        ImageFormat format,
        string where,
        ImageTarget? target,
        int? page,
        bool isJudged = false
    ) =>
        Guard(
            where,
            () =>
            {
                if (format == ImageFormat.Jpeg && !isJudged)
                    try
                    {
                        return Decode(content, format, where, target, page, Enums.FailOn.Warning);
                    }
                    catch (VipsException)
                    {
                        JpegDamage.Refuse(content, where);
                    }
                var image = Decode(content, format, where, target, page, Enums.FailOn.Error);
                // What libvips noted stays in its list else, and would stand in the next file's message.
                if (format == ImageFormat.Jpeg)
                    _ = new VipsException("");
                return image;
            }
        );

    private static Raster Decode(
        byte[] content,
        ImageFormat format,
        string where,
        ImageTarget? target,
        int? page,
        Enums.FailOn failOn
    )
    {
        var image = Load(content, format, page, 1, failOn);
        try
        {
            RequirePage(image, content, format, page, where);
            Raster.RequireSize(image.Height, image.Width, image.Bands, where);
            target?.Require(
                image.Height,
                image.Width,
                mayTurn: format is ImageFormat.Png or ImageFormat.WebP,
                where
            );
            int shrink =
                format == ImageFormat.Jpeg && target is { } wanted
                    ? wanted.Shrink(image.Height, image.Width)
                    : 1;
            if (shrink > 1)
            {
                image.Dispose();
                image = Load(content, format, page, shrink, failOn);
            }
            return Pixels(ref image, format, where);
        }
        finally
        {
            image.Dispose();
        }
    }

    private static Image Load(
        byte[] content,
        ImageFormat format,
        int? page,
        int shrink,
        Enums.FailOn failOn = Enums.FailOn.Error
    )
    {
        const Enums.Access access = Enums.Access.Sequential;
        return format switch
        {
            ImageFormat.Png => Image.PngloadBuffer(content, access: access, failOn: failOn),
            ImageFormat.Jpeg => Image.JpegloadBuffer(
                content,
                shrink: shrink == 1 ? null : shrink,
                autorotate: true,
                access: access,
                failOn: failOn
            ),
            ImageFormat.Tiff => Image.TiffloadBuffer(
                content,
                page: page,
                autorotate: true,
                access: access,
                failOn: failOn
            ),
            ImageFormat.WebP => Image.WebploadBuffer(content, page: page, access: access, failOn: failOn),
            _ => Image.GifloadBuffer(content, page: page, access: access, failOn: failOn),
        };
    }

    private static void RequirePage(Image image, byte[] content, ImageFormat format, int? page, string where)
    {
        int pages = PagesOf(image);
        if (page is { } stated)
        {
            if (stated >= pages)
                throw new DataException($"There is no page {stated + 1}; there are {pages}.", where);
            return;
        }
        if (pages == 1 || format == ImageFormat.Tiff && IsSmaller(content, image))
            return;
        throw format == ImageFormat.Tiff
            ? new DataException(
                $"The file has {pages} pages.",
                where,
                "Save the page that is meant as a file of its own, or a stack of slices as a volume: NIfTI, or an array [depth, height, width] (.npy)."
            )
            : new DataException($"The image is animated: {pages} frames.", where, "Save one frame.");
    }

    /// <summary>Whether the second page is a smaller copy of the first, as in pyramids and files with a thumbnail.</summary>
    private static bool IsSmaller(byte[] content, Image first)
    {
        using var second = Load(content, ImageFormat.Tiff, 1, 1);
        return second.Width < first.Width && second.Height < first.Height;
    }

    private static int PagesOf(Image image) => image.Contains("n-pages") ? (int)image.Get("n-pages") : 1;

    private static Raster Pixels(ref Image image, ImageFormat format, string where)
    {
        if (format is ImageFormat.Png or ImageFormat.WebP && image.Contains("orientation"))
            Exchange(ref image, image.Autorot());
        var was = image.Interpretation;
        bool isFloat = image.Format is Enums.BandFormat.Float or Enums.BandFormat.Double;
        if (image.Format is Enums.BandFormat.Complex or Enums.BandFormat.Dpcomplex)
            throw new DataException("The numbers of this image are complex.", where);
        if (was is Enums.Interpretation.Cmyk or Enums.Interpretation.Lab or Enums.Interpretation.Labs)
            Exchange(ref image, image.Colourspace(Enums.Interpretation.Srgb));
        if (image.Bands is 2 or 4 && image.HasAlpha())
        {
            var kind = image.Format;
            Exchange(ref image, image.Flatten());
            if (image.Format != kind)
                Exchange(ref image, image.Cast(kind));
        }
        if (image.Bands is not (1 or 3))
            throw new DataException(
                $"The image has {image.Bands} channels of unknown meaning.",
                where,
                "Only grey, RGB, both with transparency, and CMYK are read."
            );
        var photometric = image.Bands == 3 ? Photometric.Rgb : Photometric.Grey;
        if (image.Format == Enums.BandFormat.Uchar)
            return Raster.OfBytes(image.Height, image.Width, photometric, Bytes(image));
        if (image.Format == Enums.BandFormat.Ushort)
        {
            ushort[] words = image.WriteToMemory<ushort>();
            float[] wide = new float[words.Length];
            TensorPrimitives.ConvertTruncating<ushort, float>(words, wide);
            return Raster.OfFloats(image.Height, image.Width, photometric, SampleRange.Words, wide);
        }
        if (image.Format != Enums.BandFormat.Float)
            Exchange(ref image, image.Cast(Enums.BandFormat.Float));
        float[] values = image.WriteToMemory<float>();
        if (isFloat)
            RequireNumbers(values, where);
        var range = SampleRange.Guessed(
            TensorPrimitives.Min<float>(values),
            TensorPrimitives.Max<float>(values),
            isFloat
        );
        return Raster.OfFloats(image.Height, image.Width, photometric, range, values);
    }

    /// <summary>
    /// The bytes of an image, a few rows at a time on this thread: libvips would start threads to write it to memory at
    /// once, which costs a small image more than its decoding.
    /// </summary>
    private static byte[] Bytes(Image image)
    {
        int stride = image.Width * image.Bands;
        byte[] samples = GC.AllocateUninitializedArray<byte>(checked(image.Height * stride));
        int together = Math.Clamp((1 << 16) / stride & ~15, 16, 256);
        using var region = Region.New(image);
        for (int row = 0; row < image.Height; row += together)
        {
            int now = Math.Min(together, image.Height - row);
            region.Fetch(0, row, image.Width, now).CopyTo(samples.AsSpan(row * stride));
        }
        return samples;
    }

    private static void RequireNumbers(ReadOnlySpan<float> values, string where)
    {
        int wrong = 0;
        foreach (float value in values)
            if (!float.IsFinite(value))
                wrong++;
        if (wrong > 0)
            throw new DataException(
                $"{wrong:N0} of {values.Length:N0} samples are infinite or not a number (NaN).",
                where,
                "Fill them where the image was made; nobody here can know what they should be."
            );
    }

    private static void Exchange(ref Image image, Image by)
    {
        image.Dispose();
        image = by;
    }

    private static T Guard<T>(string where, Func<T> decode)
    {
        LibVips.Ensure();
        try
        {
            return decode();
        }
        catch (VipsException fault)
        {
            if (fault.Message.Contains("samples out of range", StringComparison.Ordinal))
                throw new DataException(
                    "The TIFF file's numbers have 64 bits each; those of up to 32 are read.",
                    where,
                    "Save it with 32-bit floats.",
                    fault
                );
            throw new DataException(
                $"The image can't be decoded: {Reason(fault)}.",
                where,
                "It is truncated or damaged; get it again.",
                fault
            );
        }
    }

    /// <summary>The first line of libvips' own words that says something.</summary>
    private static string Reason(VipsException fault)
    {
        string[] lines = fault.Message.Split(
            '\n',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
        return lines.Length > 1 ? lines[1].TrimEnd('.') : lines.FirstOrDefault() ?? "no reason given";
    }
}
