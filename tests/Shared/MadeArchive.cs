using System.IO.Compression;
using Osler.Core.Chance;

namespace Osler.Tests.Shared;

/// <summary>Archives laid out as MedMNIST's, of grey noise in which a bright square or cube tells a label.</summary>
internal static class MadeArchive
{
    public const int Side = 12;

    private static readonly (string Part, int Images)[] s_parts = [("train", 48), ("val", 16), ("test", 24)];

    /// <param name="path">Where to.</param>
    /// <param name="labels">Labels of an image: 1 of a class, or so many findings.</param>
    /// <param name="classes">Classes, or 2 of findings.</param>
    /// <param name="axes">2 for still images, 3 for volumes.</param>
    public static string Write(string path, int labels, int classes, int axes)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (part, images) in s_parts)
        {
            int length = (int)Math.Pow(Side, axes);
            byte[] pixels = new byte[images * length];
            byte[] told = new byte[images * labels];
            for (int i = 0; i < images; i++)
            {
                var random = new KeyedRandom(1, part, 0, i);
                var image = pixels.AsSpan(i * length, length);
                foreach (ref byte pixel in image)
                    pixel = (byte)random.Next(60);
                for (int k = 0; k < labels; k++)
                {
                    told[i * labels + k] = (byte)(labels == 1 ? i % classes : random.Next(2));
                    if (labels > 1 && told[i * labels + k] == 1)
                        Brighten(image, k, axes);
                }
                if (labels == 1)
                    Brighten(image, told[i], axes);
            }
            MadeNpz.Add(archive, $"{part}_images", "|u1", [images, .. Enumerable.Repeat(Side, axes)], pixels);
            MadeNpz.Add(archive, $"{part}_labels", "|u1", [images, labels], told);
        }
        return path;
    }

    // A square of four pixels a side (of a volume, through all slices), whose place says which.
    private static void Brighten(Span<byte> image, int which, int axes)
    {
        for (int slice = 0; slice < (axes == 3 ? Side : 1); slice++)
        for (int row = 0; row < 4; row++)
        for (int column = 0; column < 4; column++)
            image[(slice * Side + row + which * 4) * Side + column + 4] = 230;
    }
}
