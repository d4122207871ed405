using System.IO.Compression;
using System.Text;
using Osler.Core.Tables;

namespace Osler.Core.Tests.Tables;

/// <summary>Files of a test, in a folder of its own that goes with it.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder() => Path = Directory.CreateTempSubdirectory("osler-tables-").FullName;

    public string Path { get; }

    public string Write(string name, string text, Encoding? encoding = null) =>
        Write(
            name,
            [
                .. (encoding ?? new UTF8Encoding(false)).GetPreamble(),
                .. (encoding ?? new UTF8Encoding(false)).GetBytes(text),
            ]
        );

    public string Write(string name, byte[] bytes)
    {
        string path = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

internal static class TestTables
{
    /// <summary>A table from text, through the same reader as a file.</summary>
    public static Table Of(string text, TableReading? reading = null) =>
        TableFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "test.csv", reading);

    public static double[] Column(this Table table, string name) => table.Numbers(table.Schema.IndexOf(name));

    /// <summary>The folder of real tables beside the checkout; null where it is not there.</summary>
    public static string? HeartTables()
    {
        for (
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            folder is not null;
            folder = folder.Parent
        )
        {
            string data = Path.Combine(folder.FullName, "shared", "data", "heart-tables");
            if (Directory.Exists(data))
                return data;
        }
        return null;
    }
}
