using Osler.Imaging.Dicom;
using Osler.Imaging.Tests.Jpeg;

namespace Osler.Imaging.Tests.Dicom;

/// <summary>DICOM objects of some hundred bytes, to start damage from.</summary>
internal static class SmallObjects
{
    /// <summary>One small object of each coding and colour.</summary>
    public static IEnumerable<byte[]> Written()
    {
        byte[] noise = new byte[12 * 16 * 3 * 2];
        new Random(1).NextBytes(noise);
        int[] samples = [.. noise.Take(12 * 16).Select(value => (int)value)];
        foreach (bool isExplicit in new[] { true, false })
        {
            var item = new ObjectWriter(isExplicit)
                .Text(0x00281053, Vr.DS, "2")
                .Text(0x00281052, Vr.DS, "-5");
            var group = new ObjectWriter(isExplicit).Sequence(0x00289145, true, item);
            var writer = new ObjectWriter(isExplicit)
                .Text(0x00080060, Vr.CS, "CT")
                .Image(12, 16, 16, 12, frames: 2);
            writer.Text(0x00281050, Vr.DS, "40").Text(0x00281051, Vr.DS, "400");
            writer.Sequence(0x52009230, true, group, group).Bytes(0x7FE00010, Vr.OW, noise);
            yield return writer.File(isExplicit ? ObjectWriter.Explicit : ObjectWriter.Implicit);
            if (isExplicit)
                yield return writer.File(ObjectWriter.Deflated);
        }
        var palette = new ObjectWriter().Image(12, 16, photometric: "PALETTE COLOR");
        for (uint c = 0; c < 3; c++)
            palette
                .Words(0x00281101 + c, Vr.US, 10, 0, 8)
                .Words(0x00281221 + c, Vr.OW, 0, 3, 0, 0, 128, 1, 4, 200, 2, 1, 0, 0);
        yield return palette.Bytes(0x7FE00010, Vr.OB, noise.AsSpan(0, 192)).File(ObjectWriter.Explicit);

        byte[] packed = RleEncoder.Pack(noise[..192], 1, 1);
        var rle = new ObjectWriter().Image(12, 16, frames: 2);
        yield return rle.Fragments(new byte[8], packed[..64], packed[64..], packed).File(ObjectWriter.Rle);

        foreach (int interleave in new[] { 0, 1, 2 })
        {
            int[] colors = [.. noise.Take(12 * 16 * 3).Select(value => (int)value)];
            byte[] coded = JpegLsStream.Encode(colors, 12, 16, 3, 8, 1, interleave);
            var color = new ObjectWriter().Image(12, 16, photometric: "RGB", samples: 3);
            yield return color
                .Fragments([], [.. coded, .. new byte[coded.Length % 2]])
                .File(ObjectWriter.JpegLs);
        }
        byte[] lossless = LosslessJpegEncoder.Encode(samples, 12, 16, 1, 8, 4, 0, 2, true);
        var jpeg = new ObjectWriter().Image(12, 16);
        yield return jpeg.Fragments([], [.. lossless, .. new byte[lossless.Length % 2]])
            .File(ObjectWriter.JpegLossless);

        foreach (bool isGrey in new[] { true, false })
        {
            var drawn = new DrawnJpeg(12, 16, isGrey, 75, NetVips.Enums.ForeignSubsample.Auto, false, 1);
            byte[] plain = drawn.Encoded();
            var baseline = isGrey
                ? new ObjectWriter().Image(12, 16)
                : new ObjectWriter().Image(12, 16, photometric: "YBR_FULL_422", samples: 3);
            yield return baseline
                .Fragments([], [.. plain, .. new byte[plain.Length % 2]])
                .File(ObjectWriter.JpegBaseline);
        }
    }

    /// <summary>Reads an object's elements and frames.</summary>
    public static void Read(byte[] bytes)
    {
        var file = DicomFile.Read(bytes, "damaged.dcm");
        foreach (var tag in file.Data.Tags.Take(200))
        foreach (var item in file.Data.Items(tag).Take(20))
            _ = item.Tags.Count();
        var image = file.Image();
        for (int frame = 0; frame < Math.Min(2, image.Frames); frame++)
        {
            image.Frame(frame);
            image.Shown(frame);
            image.Spacing(frame);
        }
    }
}
