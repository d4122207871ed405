using Osler.Core.Faults;
using Osler.Core.Words;
using Osler.Imaging.Arrays;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Sources;

/// <summary>A file of one NumPy array (NPY, or NPZ with that one alone) as an image.</summary>
internal static class ArrayFile
{
    private const int MostNamed = 5;

    /// <summary>Whether a file begins as NPY or as a zip archive, which NPZ is.</summary>
    /// <param name="content">The whole file.</param>
    public static bool Is(ReadOnlySpan<byte> content) =>
        IsNpy(content) || content.StartsWith("PK\u0003\u0004"u8);

    /// <summary>Reads the image.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <exception cref="DataException">
    /// Damaged, of several arrays, or an array that is no image (<see cref="ArrayImage.Whole"/>).
    /// </exception>
    public static IImage Read(byte[] content, string where)
    {
        var stream = new MemoryStream(content, writable: false);
        if (IsNpy(content))
        {
            using var array = Npy.Read(stream, content.Length, where);
            return ArrayImage.Whole(array);
        }
        using var archive = Npz.Read(stream, where);
        if (archive.Names is not [var name])
            throw new DataException(
                $"The archive holds {archive.Names.Length:N0} arrays ({Some.Of(archive.Names, MostNamed)}); the file of an image holds one.",
                where,
                "Save the image by itself, as .npy; 'osler evaluate' judges on a whole archive of images and labels."
            );
        using var only = archive.Array(name);
        return ArrayImage.Whole(only);
    }

    private static bool IsNpy(ReadOnlySpan<byte> content) =>
        content is [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..];
}
