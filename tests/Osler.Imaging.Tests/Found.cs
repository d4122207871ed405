namespace Osler.Imaging.Tests;

/// <summary>Files that tests read: goldens of this project, and real data beside the checkout.</summary>
internal static class Found
{
    /// <summary>A file of the folder Goldens in the source tree.</summary>
    public static string Golden(string path) =>
        Above(Path.Combine("Goldens", path))
        ?? throw new FileNotFoundException($"No Goldens/{path} above {AppContext.BaseDirectory}.");

    /// <summary>A file or folder of shared/data beside the checkout; the test is skipped where it is absent.</summary>
    public static string Real(string path)
    {
        string? found = Above(Path.Combine("shared", "data", path));
        Assert.SkipWhen(
            found is null,
            $"Real images are not here: no shared/data/{path} beside the checkout."
        );
        return found!;
    }

    private static string? Above(string path)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string file = Path.Combine(at.FullName, path);
            if (Path.Exists(file))
                return file;
        }
        return null;
    }
}
