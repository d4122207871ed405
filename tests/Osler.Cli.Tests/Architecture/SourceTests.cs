namespace Osler.Cli.Tests.Architecture;

/// <summary>How the sources are laid out.</summary>
public sealed class SourceTests
{
    /// <summary>300 lines are the aim; a file somewhat longer may still hold one concept, one far longer does not.</summary>
    private const int LongestFile = 360;

    /// <summary>Long because what they state is long: the items of a published checklist.</summary>
    private static readonly string[] s_checklists = ["TripodAi.cs"];

    private static readonly string s_root = Root();

    public static TheoryData<string> Projects =>
        [
            .. Directory
                .GetDirectories(Path.Combine(s_root, "src"))
                .Select(path => Path.GetFileName(path)!)
                .Order(),
        ];

    [Fact]
    public void No_file_is_longer_than_one_concept_needs()
    {
        var tooLong = Sources("src")
            .Where(path => !s_checklists.Contains(Path.GetFileName(path)))
            .Select(path => (Path: Path.GetRelativePath(s_root, path), Lines: File.ReadLines(path).Count()))
            .Where(file => file.Lines > LongestFile)
            .Select(file => $"{file.Path}: {file.Lines} lines");
        Assert.Empty(tooLong);
    }

    [Theory, MemberData(nameof(Projects))]
    public void Namespaces_are_the_folders_or_one_above(string project)
    {
        string folder = Path.Combine(s_root, "src", project);
        var strays = Sources(folder)
            .Select(path =>
                (
                    Path: Path.GetRelativePath(folder, path),
                    Stated: File.ReadLines(path)
                        .FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))
                )
            )
            .Where(file => file.Stated is not null)
            .Where(file =>
            {
                string inner = Path.GetDirectoryName(file.Path)!.Replace(Path.DirectorySeparatorChar, '.');
                string expected = inner.Length == 0 ? project : $"{project}.{inner}";
                string stated = file.Stated!["namespace ".Length..].TrimEnd(';');
                return !$"{expected}.".StartsWith($"{stated}.", StringComparison.Ordinal)
                    || !$"{stated}.".StartsWith($"{project}.", StringComparison.Ordinal);
            })
            .Select(file => $"{file.Path}: {file.Stated}");
        Assert.Empty(strays);
    }

    [Fact]
    public void Folders_are_named_by_concept_and_not_by_kind()
    {
        string[] kinds =
        [
            "Interfaces",
            "Models",
            "Utils",
            "Utilities",
            "Helpers",
            "Common",
            "Managers",
            "Types",
        ];
        var named = Directory
            .GetDirectories(Path.Combine(s_root, "src"), "*", SearchOption.AllDirectories)
            .Where(path => kinds.Contains(Path.GetFileName(path)) && !IsOutput(path));
        Assert.Empty(named);
    }

    [Theory]
    [InlineData("DateTime.Now")]
    [InlineData("new Random()")]
    [InlineData("Random.Shared")]
    [InlineData("#region")]
    [InlineData("TODO")]
    [InlineData("BinaryFormatter")]
    [InlineData("GC.Collect")]
    public void Sources_never_say(string word)
    {
        var guilty = Sources("src")
            .Where(path => File.ReadAllText(path).Contains(word, StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(s_root, path));
        Assert.Empty(guilty);
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory
            .GetFiles(Path.Combine(s_root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !IsOutput(path));

    private static bool IsOutput(string path)
    {
        string[] parts = Path.GetRelativePath(s_root, path).Split(Path.DirectorySeparatorChar);
        return parts.Contains("bin") || parts.Contains("obj");
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Osler.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("The tests don't run inside a checkout.");
    }
}
