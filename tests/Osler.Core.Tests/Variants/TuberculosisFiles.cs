using System.IO.Compression;

namespace Osler.Core.Tests.Variants;

/// <summary>Real files of shared/data/tb-resistance beside the checkout; tests that need them are skipped where they are absent.</summary>
internal static class TuberculosisFiles
{
    public static string Path(string name)
    {
        for (
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            folder is not null;
            folder = folder.Parent
        )
        {
            string path = System.IO.Path.Combine(
                folder.FullName,
                "..",
                "shared",
                "data",
                "tb-resistance",
                name
            );
            if (File.Exists(path))
                return path;
        }
        Assert.Skip($"shared/data/tb-resistance/{name} is not beside this checkout.");
        return "";
    }

    public static IEnumerable<string> Lines(string name)
    {
        using var file = File.OpenRead(Path(name));
        using Stream stream = name.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    public static string[] FeatureNames() =>
        [.. Lines("wdnn_feature_names_6483.txt").Where(line => line.Length > 0)];
}
