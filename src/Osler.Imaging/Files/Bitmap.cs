using System.Buffers.Binary;
using Osler.Core.Faults;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Files;

/// <summary>Windows bitmaps that are not compressed: 1, 4 and 8 bits with a palette, 24 and 32 bits.</summary>
/// <remarks>
/// File header of 14 bytes, BITMAPINFOHEADER or later (Microsoft, "Bitmap Storage"), rows padded to 4 bytes, the
/// lowest first unless the height is negative. The fourth byte of 32 bits is not read. libvips, which reads the other
/// formats, has no reader of this one that is meant for files one does not trust.
/// </remarks>
internal static class Bitmap
{
    public static Raster Read(ReadOnlySpan<byte> file, string where)
    {
        if (file.Length < 54)
            throw Bad("it ends within its header", where);
        int pixels = BinaryPrimitives.ReadInt32LittleEndian(file[10..]);
        int header = BinaryPrimitives.ReadInt32LittleEndian(file[14..]);
        int width = BinaryPrimitives.ReadInt32LittleEndian(file[18..]);
        int signedHeight = BinaryPrimitives.ReadInt32LittleEndian(file[22..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(file[28..]);
        int compression = BinaryPrimitives.ReadInt32LittleEndian(file[30..]);
        if (header is not (40 or 52 or 56 or 108 or 124))
            throw Bad($"a header of {header} bytes is unknown", where);
        if (bits is not (1 or 4 or 8 or 24 or 32) || compression != 0)
            throw Bad($"{bits} bits with compression {compression} are not read", where);
        long height = Math.Abs((long)signedHeight);
        Raster.RequireSize(height, width, 3, where);
        long stride = ((long)width * bits + 31) / 32 * 4;
        if (pixels < 14 + header || pixels + stride * height > file.Length)
            throw Bad("it ends before its last row", where);
        var colours = bits <= 8 ? Palette(file[(14 + header)..pixels], bits) : default;
        byte[] samples = new byte[height * width * 3];
        for (int row = 0; row < height; row++)
        {
            int stored = signedHeight < 0 ? row : (int)height - 1 - row;
            Row(
                file.Slice((int)(pixels + stored * stride), (int)stride),
                bits,
                colours,
                samples.AsSpan(row * width * 3, width * 3),
                where
            );
        }
        return IsGreyPalette(colours)
            ? Raster.OfBytes((int)height, width, Photometric.Grey, Raster.FirstChannel<byte>(samples))
            : Raster.OfBytes((int)height, width, Photometric.Rgb, samples);
    }

    private static void Row(
        ReadOnlySpan<byte> stored,
        int bits,
        ReadOnlySpan<byte> colours,
        Span<byte> rgb,
        string where
    )
    {
        for (int x = 0; x < rgb.Length / 3; x++)
        {
            ReadOnlySpan<byte> colour;
            if (bits >= 24)
            {
                colour = stored.Slice(x * (bits / 8), 3);
            }
            else
            {
                int at = x * bits;
                int index = stored[at / 8] >> (8 - bits - at % 8) & ((1 << bits) - 1);
                if (index * 4 >= colours.Length)
                    throw Bad("a pixel has a colour that the palette lacks", where);
                colour = colours.Slice(index * 4, 3);
            }
            (rgb[x * 3], rgb[x * 3 + 1], rgb[x * 3 + 2]) = (colour[2], colour[1], colour[0]);
        }
    }

    private static ReadOnlySpan<byte> Palette(ReadOnlySpan<byte> between, int bits) =>
        between[..(Math.Min(between.Length / 4, 1 << bits) * 4)];

    private static bool IsGreyPalette(ReadOnlySpan<byte> colours)
    {
        for (int i = 0; i < colours.Length; i += 4)
            if (colours[i] != colours[i + 1] || colours[i] != colours[i + 2])
                return false;
        return !colours.IsEmpty;
    }

    private static DataException Bad(string why, string where) =>
        new($"The bitmap can't be read: {why}.", where, "Save it as PNG.");
}
