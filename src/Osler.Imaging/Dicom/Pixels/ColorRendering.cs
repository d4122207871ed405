using Osler.Imaging.Rasters;

namespace Osler.Imaging.Dicom.Pixels;

/// <summary>From stored colour samples to red, green and blue (PS3.3 section C.7.6.3.1.2).</summary>
internal static class ColorRendering
{
    /// <summary>Bytes where samples have 8 bits, else floats.</summary>
    public static Raster Render(Samples samples, PixelDescription description, PixelSpacing? spacing)
    {
        (int rows, int columns) = (description.Rows, description.Columns);
        if (!samples.Bytes.IsEmpty && samples.Bits == 8)
        {
            byte[] bytes = GC.AllocateUninitializedArray<byte>(samples.Bytes.Length);
            if (samples.Color == ColorModel.Rgb)
                samples.Bytes.CopyTo(bytes);
            else if (samples.Color == ColorModel.YbrPartial422)
                OfPartialBytes(samples.Bytes, bytes);
            else
                OfFullBytes(samples.Bytes, bytes);
            return Raster.OfBytes(rows, columns, Photometric.Rgb, bytes, spacing);
        }
        int shift = samples.Shift(description);
        uint mask = (uint)((1UL << samples.Bits) - 1);
        float[] values = GC.AllocateUninitializedArray<float>(samples.Length);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (samples.Raw(i) >> shift) & mask;
        }
        if (samples.Color != ColorModel.Rgb)
            OfFull(values, mask);
        return Raster.OfFloats(rows, columns, Photometric.Rgb, new(0, mask), values, spacing);
    }

    /// <summary>
    /// R = Y + 1.402 (Cr - 128), G = Y - 0.344136 (Cb - 128) - 0.714136 (Cr - 128), B = Y + 1.772 (Cb - 128), in
    /// numbers of 20 binary places, rounded.
    /// </summary>
    public static void OfFullBytes(ReadOnlySpan<byte> ybr, Span<byte> rgb)
    {
        const int half = 1 << 19;
        for (int i = 0; i + 2 < ybr.Length && i + 2 < rgb.Length; i += 3)
        {
            int y = (ybr[i] << 20) + half;
            int blue = ybr[i + 1] - 128;
            int red = ybr[i + 2] - 128;
            rgb[i] = Byte((y + 1_470_104 * red) >> 20);
            rgb[i + 1] = Byte((y - 360_853 * blue - 748_826 * red) >> 20);
            rgb[i + 2] = Byte((y + 1_858_077 * blue) >> 20);
        }
    }

    /// <summary>The same from luminance 16 to 235 and differences 16 to 240 (ITU-R BT.601).</summary>
    private static void OfPartialBytes(ReadOnlySpan<byte> ybr, Span<byte> rgb)
    {
        const int half = 1 << 19;
        for (int i = 0; i + 2 < ybr.Length && i + 2 < rgb.Length; i += 3)
        {
            int y = 1_220_945 * (ybr[i] - 16) + half;
            int blue = ybr[i + 1] - 128;
            int red = ybr[i + 2] - 128;
            rgb[i] = Byte((y + 1_673_527 * red) >> 20);
            rgb[i + 1] = Byte((y - 410_793 * blue - 852_458 * red) >> 20);
            rgb[i + 2] = Byte((y + 2_115_221 * blue) >> 20);
        }
    }

    private static void OfFull(Span<float> values, double greatest)
    {
        double middle = (greatest + 1) / 2;
        for (int i = 0; i + 2 < values.Length; i += 3)
        {
            double y = values[i];
            double blue = values[i + 1] - middle;
            double red = values[i + 2] - middle;
            values[i] = (float)Math.Clamp(Math.Round(y + 1.402 * red), 0, greatest);
            values[i + 1] = (float)Math.Clamp(Math.Round(y - 0.344136 * blue - 0.714136 * red), 0, greatest);
            values[i + 2] = (float)Math.Clamp(Math.Round(y + 1.772 * blue), 0, greatest);
        }
    }

    private static byte Byte(int value) => (byte)Math.Clamp(value, 0, 255);
}
