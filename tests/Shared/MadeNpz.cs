using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Osler.Tests.Shared;

/// <summary>Arrays of made-up numbers in a zip archive, as NumPy writes them.</summary>
internal static class MadeNpz
{
    /// <summary>Adds an array.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="name">Its key.</param>
    /// <param name="type">NumPy's, such as |u1.</param>
    /// <param name="shape">Lengths.</param>
    /// <param name="values">Row-major, in the type's bytes.</param>
    public static void Add(
        ZipArchive archive,
        string name,
        string type,
        int[] shape,
        ReadOnlySpan<byte> values
    )
    {
        using var entry = archive.CreateEntry($"{name}.npy", CompressionLevel.Fastest).Open();
        entry.Write(Npy(type, shape, values));
    }

    /// <summary>One array as a file by itself.</summary>
    /// <param name="type">NumPy's, such as |u1.</param>
    /// <param name="shape">Lengths.</param>
    /// <param name="values">Row-major, in the type's bytes.</param>
    public static byte[] Npy(string type, int[] shape, ReadOnlySpan<byte> values)
    {
        string header = string.Create(
            CultureInfo.InvariantCulture,
            $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({string.Concat(shape.Select(length => $"{length}, "))}), }}"
        );
        header = header.PadRight((header.Length + 10) / 64 * 64 + 64 - 11) + "\n";
        return
        [
            0x93,
            .. "NUMPY"u8,
            1,
            0,
            (byte)header.Length,
            (byte)(header.Length >> 8),
            .. Encoding.ASCII.GetBytes(header),
            .. values,
        ];
    }
}
