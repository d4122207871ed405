using System.Text.Json;

namespace Osler.Core.Tests.Goldens;

/// <summary>Reads answers that another program gave, from the source tree.</summary>
internal static class Golden
{
    public static JsonElement Read(string path) =>
        JsonDocument.Parse(File.ReadAllBytes(Find(path))).RootElement;

    public static string[] Lines(string path) => File.ReadAllLines(Find(path));

    private static string Find(string path)
    {
        for (
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            folder is not null;
            folder = folder.Parent
        )
        {
            string file = Path.Combine(folder.FullName, "Goldens", path);
            // The folder beside the project file: the output folder holds no goldens.
            if (File.Exists(file))
                return file;
        }
        throw new FileNotFoundException($"No Goldens/{path} above {AppContext.BaseDirectory}.");
    }

    public static double[] Doubles(this JsonElement element) =>
        [.. element.EnumerateArray().Select(one => one.GetDouble())];

    public static int[] Integers(this JsonElement element) =>
        [.. element.EnumerateArray().Select(one => one.GetInt32())];

    public static JsonElement Case(this JsonElement golden, string name) =>
        golden
            .GetProperty("cases")
            .EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == name);
}
