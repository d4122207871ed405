using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Osler.Core.Bundles;

namespace Osler.Fuzz.Tests;

/// <summary>Where the files come from that are changed: goldens of the readers' own tests, texts, and small real files.</summary>
internal static class CorpusFiles
{
    private const int Largest = 50_000;

    /// <summary>Small goldens of the tests of images.</summary>
    public static byte[][] Goldens(string folder, params string[] endings) =>
        Small(Above("Osler.Imaging.Tests", "Goldens", folder), endings);

    /// <summary>Small real files beside the checkout; none where they are absent.</summary>
    public static byte[][] Real(string folder, params string[] endings) =>
        Small(Above("shared", "data", folder), endings);

    /// <summary>What once broke a reader, from the folder <c>Broke</c> in the source tree.</summary>
    public static byte[][] Broke(string target) => Small(Above("Osler.Fuzz.Tests", "Broke", target), [""]);

    /// <summary>Texts, in UTF-8.</summary>
    public static byte[][] Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    /// <summary>The files, and their first one packed.</summary>
    public static byte[][] AndPacked(byte[][] files)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(files[0]);
        return [.. files, packed.ToArray()];
    }

    /// <summary>IDX: twelve bytes in three axes, and two numbers.</summary>
    public static byte[][] Idx()
    {
        byte[] images =
        [
            0,
            0,
            8,
            3,
            .. Big(2),
            .. Big(3),
            .. Big(2),
            .. Enumerable.Range(0, 12).Select(i => (byte)i),
        ];
        byte[] floats = [0, 0, 0x0D, 1, .. Big(2), 0x3F, 0x80, 0, 0, 0x40, 0, 0, 0];
        return AndPacked([images, floats]);
    }

    /// <summary>Two tensors.</summary>
    public static byte[] Tensors()
    {
        using var stream = new MemoryStream();
        Safetensors.Write(
            stream,
            new Dictionary<string, TensorData>
            {
                ["a"] = new([2, 3], new float[6]),
                ["b.weight"] = new([4], new float[4]),
            }
        );
        return stream.ToArray();
    }

    private static byte[] Big(int number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[][] Small(string? folder, string[] endings) =>
        folder is null
            ? []
            :
            [
                .. Directory
                    .EnumerateFiles(folder)
                    .Where(path =>
                        endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal))
                        && new FileInfo(path).Length < Largest
                    )
                    .Order(StringComparer.Ordinal)
                    .Select(File.ReadAllBytes),
            ];

    private static string? Above(params string[] path)
    {
        string below = Path.Combine(path);
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, below) is var found && Directory.Exists(found))
                return found;
        return null;
    }
}
