namespace Osler.Studies.Tests.Vignettes;

/// <summary>Classic presentations in plain words, written before the simulator's table had a phrase.</summary>
internal static class Presentations
{
    /// <summary>The lecture's case first, then ten that are a claim, then the rest.</summary>
    public static IReadOnlyList<(string Condition, string Text)> All { get; } = Read();

    private static (string, string)[] Read()
    {
        using Stream stream = typeof(Presentations).Assembly.GetManifestResourceStream("presentations.tsv")!;
        using var reader = new StreamReader(stream);
        return
        [
            .. reader
                .ReadToEnd()
                .Split('\n')
                .Where(line => line.Length > 0 && line[0] != '#')
                .Select(line => line.Split('\t'))
                .Select(cells => (cells[0], cells[1])),
        ];
    }
}
