namespace Osler.Studies.Tests.Vignettes;

/// <summary>Classic presentations in plain words, none of them from the simulator's phrases.</summary>
internal static class Presentations
{
    /// <summary>
    /// Written before the table had a phrase: the lecture's case first, then ten that are a claim, then the rest.
    /// </summary>
    public static IReadOnlyList<(string Condition, string Text)> All { get; } = Read("presentations.tsv");

    /// <summary>Written by somebody who saw the names of the conditions alone.</summary>
    public static IReadOnlyList<(string Condition, string Text)> Independent { get; } =
        Read("independent-presentations.tsv");

    /// <summary>Written by somebody else who saw the names alone, after the last choice of network and settings.</summary>
    public static IReadOnlyList<(string Condition, string Text)> Later { get; } =
        Read("later-presentations.tsv");

    private static (string, string)[] Read(string name)
    {
        using Stream stream = typeof(Presentations).Assembly.GetManifestResourceStream(name)!;
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
