namespace Osler.Studies.Tests.Weights;

/// <summary>Files of <c>shared/data</c> beside the checkout.</summary>
internal static class SharedData
{
    /// <summary>The path; the test is skipped where it is absent.</summary>
    public static string Path(params ReadOnlySpan<string> parts)
    {
        string inside = System.IO.Path.Combine(["shared", "data", .. parts]);
        for (
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            folder is not null;
            folder = folder.Parent
        )
        {
            string path = System.IO.Path.Combine(folder.FullName, inside);
            if (File.Exists(path) || Directory.Exists(path))
                return path;
        }
        Assert.Skip($"{inside} is not beside this checkout.");
        return "";
    }
}
