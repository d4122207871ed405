using System.Numerics.Tensors;
using Osler.Core.Faults;
using Osler.Imaging.Dicom.Pixels;
using Osler.Imaging.Files;
using Osler.Imaging.Jpeg;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Dicom.Codecs;

/// <summary>A frame of JPEG (PS3.5 section 8.2.1, ISO 10918-1).</summary>
/// <remarks>
/// Plain baseline frames by libjpeg-turbo, as files are; lossless by <see cref="LosslessJpeg"/>, because the package predicts wrongly in samples
/// of 16 bits and in the first row of predictors other than 1; all others by <see cref="PackageJpeg"/>.
/// </remarks>
internal static class JpegFrame
{
    public static Samples Decode(ReadOnlyMemory<byte> frame, PixelDescription description)
    {
        var head = JpegHead.Read(frame.Span, description.Where);
        CompressedFrame.RequireSize(head.Rows, head.Columns, head.Components.Count, description);
        if (head.Precision is < 2 or > 16)
            throw new DataException(
                $"A JPEG frame states samples of {head.Precision} bits.",
                description.Where
            );
        var color = Color(head, description.Color);
        if (head.Process == 3)
            return CompressedFrame.Of(
                LosslessJpeg.Decode(frame.Span, head, description.Where),
                head.Precision,
                description,
                color
            );
        if (head.Process > 2 || head.Precision is not (8 or 12))
            throw new DataException(
                $"JPEG of process {head.Process} with {head.Precision} bits is not read.",
                description.Where,
                "Convert the file to an uncompressed transfer syntax first."
            );
        if (AsFile(frame, head, color, description) is { } read)
            return OfLossy(read.Bytes.ToArray(), description, read.Channels == 1 ? color : ColorModel.Rgb);
        return PackageJpeg.Decode(frame, head, description, color);
    }

    /// <summary>
    /// What the samples are. The stream's own marks count more than the file's Photometric Interpretation, which
    /// writers often leave at RGB (PS3.5 section 8.2.1 wants them equal).
    /// </summary>
    internal static ColorModel Color(JpegHead head, ColorModel stated)
    {
        if (head.Components.Count != 3)
            return stated;
        if (head.Process == 3)
            // Lossless streams say nothing and mean what the file says.
            return stated is ColorModel.YbrFull or ColorModel.YbrFull422
                ? ColorModel.YbrFull
                : ColorModel.Rgb;
        if (head.AdobeTransform is { } transform)
            return transform == 0 ? ColorModel.Rgb : ColorModel.YbrFull;
        if (head.IsJfif)
            return ColorModel.YbrFull;
        if (head.Components[0].Id == 'R' && head.Components[1].Id == 'G' && head.Components[2].Id == 'B')
            return ColorModel.Rgb;
        // Red is never halved; luminance's partners are.
        if (
            head.Components[0].Horizontal > head.Components[1].Horizontal
            || head.Components[0].Vertical > head.Components[1].Vertical
        )
            return ColorModel.YbrFull;
        return stated switch
        {
            ColorModel.Rgb => ColorModel.Rgb,
            ColorModel.YbrPartial422 => ColorModel.YbrPartial422,
            _ => ColorModel.YbrFull,
        };
    }

    /// <summary>Samples of 8 bits that lossy coding may have carried beyond those that are stored.</summary>
    internal static Samples OfLossy(byte[] samples, PixelDescription description, ColorModel color)
    {
        int greatest = Greatest(8, description);
        if (greatest < byte.MaxValue)
            TensorPrimitives.Min(samples, (byte)greatest, samples);
        return CompressedFrame.Of(samples, description, color);
    }

    /// <summary>The greatest sample that a frame of this precision may hold under the file's high bit.</summary>
    internal static int Greatest(int precision, PixelDescription description) =>
        (1 << (description.IsSigned ? precision : Math.Min(precision, description.HighBit + 1))) - 1;

    /// <summary>
    /// A plain frame as a JPEG file of the same bytes is read, by libjpeg-turbo: grey, or colours that it takes for what they are here.
    /// Null for any other, and for one that it calls damaged.
    /// </summary>
    private static Raster? AsFile(
        ReadOnlyMemory<byte> frame,
        JpegHead head,
        ColorModel color,
        PixelDescription description
    )
    {
        // Three components are YBR_FULL to libjpeg too where they are here: it goes by the same marks, and by nothing that DICOM states.
        bool isPlain =
            head is { Process: 0 or 1, Precision: 8, IsUpright: true }
            && (head.Components.Count == 1 || color == ColorModel.YbrFull && description.BitsStored >= 8);
        if (!isPlain)
            return null;
        try
        {
            return ImageFile.Read(frame.ToArray(), description.Where ?? "a frame");
        }
        catch (DataException)
        {
            // The package reads some of what libjpeg refuses, and says what is wrong with the rest.
            return null;
        }
    }
}
