using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Osler.Cli.Terminal;
using Osler.Core.Faults;
using Osler.Studies;

namespace Osler.Cli.Tests.Documentation;

/// <summary>What the documents claim of the code: their links, the study file's keys, the commands.</summary>
public sealed partial class DocumentationTests
{
    private const RegexOptions Lines = RegexOptions.Multiline | RegexOptions.ExplicitCapture;
    private const int Patience = 10_000;

    private static readonly string s_root = Root();

    public static TheoryData<string> Pages =>
        [.. Everything().Select(path => Path.GetRelativePath(s_root, path)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Pages))]
    public void Links_lead_to_files_and_headings(string page)
    {
        string path = Path.Combine(s_root, page);
        string prose = Fence().Replace(File.ReadAllText(path), "");
        var dead = Link()
            .Matches(prose)
            .Select(match => match.Groups["it"].Value)
            .Where(target => !Uri.IsWellFormedUriString(target, UriKind.Absolute))
            .Where(target => !Resolves(path, target));
        Assert.Empty(dead);
    }

    [Fact]
    public void The_study_file_page_names_the_keys_of_the_schema_and_no_others()
    {
        string folder = Path.Combine(s_root, "docs", "reference");
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "study.schema.json")))!.AsObject();
        var known = new SortedSet<string>(StringComparer.Ordinal);
        Keys(schema, schema, "", known);
        string[] named =
        [
            .. TableKey()
                .Matches(File.ReadAllText(Path.Combine(folder, "study-file.md")))
                .Select(match => match.Groups["it"].Value),
        ];

        Assert.True(known.Count > 100, "The schema was not understood.");
        Assert.Equal(named.Distinct().Count(), named.Length);
        Assert.Empty(known.Except(named));
        Assert.Empty(named.Except(known));
    }

    [Theory, MemberData(nameof(Pages))]
    public void Commands_in_shell_blocks_are_understood(string page)
    {
        var root = Application.Root(
            new Surroundings
            {
                Output = TextWriter.Null,
                Error = TextWriter.Null,
                OpenInput = () => Stream.Null,
            }
        );
        var faults = new List<string>();
        foreach (string command in Commands(File.ReadAllText(Path.Combine(s_root, page))))
        {
            var parsed = root.Parse(CommandLineParser.SplitCommandLine(command).ToArray());
            faults.AddRange(parsed.Errors.Select(error => $"osler {command}: {error.Message}"));
            if (parsed.CommandResult.Command.Name != "run")
                continue;
            // The keys after --set are the study file's.
            try
            {
                _ = StudyFile.Open("heart-attack", parsed.GetValue<string[]>("--set"));
            }
            catch (RequestException fault)
            {
                faults.Add($"osler {command}: {fault.Message}");
            }
        }
        Assert.Empty(faults);
    }

    [Fact]
    public void Shell_blocks_name_every_command()
    {
        var root = Application.Root(
            new Surroundings
            {
                Output = TextWriter.Null,
                Error = TextWriter.Null,
                OpenInput = () => Stream.Null,
            }
        );
        string[] shown =
        [
            .. Commands(File.ReadAllText(Path.Combine(s_root, "docs", "reference", "commands.md"))),
        ];
        var unshown = root
            .Subcommands.SelectMany(command =>
                command.Subcommands.Count == 0
                    ? [command.Name]
                    : command.Subcommands.Select(below => $"{command.Name} {below.Name}")
            )
            .Where(name =>
                !shown.Any(line => line == name || line.StartsWith(name + " ", StringComparison.Ordinal))
            );
        Assert.Empty(unshown);
    }

    private static IEnumerable<string> Everything() =>
        new[] { "README.md", "CONTRIBUTING.md" }
            .Select(name => Path.Combine(s_root, name))
            .Where(File.Exists)
            .Concat(Directory.GetFiles(Path.Combine(s_root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(
                Directory
                    .GetDirectories(Path.Combine(s_root, "src", "Osler.Studies"))
                    .Select(folder => Path.Combine(folder, "README.md"))
                    .Where(File.Exists)
            );

    /// <summary>What stands after <c>osler</c> or <c>./osler</c> in blocks that say <c>sh</c>.</summary>
    private static IEnumerable<string> Commands(string text) =>
        ShellBlock()
            .Matches(text)
            .SelectMany(block => block.Groups["it"].Value.Split('\n'))
            .SelectMany(line => Comment().Replace(line, "").Split(['|', ';']))
            .Select(part => Invocation().Match(part))
            .Where(match => match.Success)
            .Select(match => Variable().Replace(match.Groups["it"].Value.Trim(), "1"));

    private static bool Resolves(string page, string link)
    {
        string[] parts = link.Split('#', 2);
        string target =
            parts[0].Length == 0 ? page : Path.GetFullPath(parts[0], Path.GetDirectoryName(page)!);
        if (parts.Length == 1 || !File.Exists(target))
            return parts.Length == 1 && (File.Exists(target) || Directory.Exists(target));
        return Heading()
            .Matches(Fence().Replace(File.ReadAllText(target), ""))
            .Select(match => Anchor(match.Groups["it"].Value))
            .Contains(parts[1]);
    }

    /// <summary>The anchor that GitHub gives a heading.</summary>
    private static string Anchor(string heading) =>
        string.Concat(
            heading
                .Trim()
                .ToLowerInvariant()
                .Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')
                .Select(letter => letter == ' ' ? '-' : letter)
        );

    /// <summary>Dotted keys below a schema; a map's own names are written NAME, a list's items and choices add nothing.</summary>
    private static void Keys(JsonObject root, JsonObject schema, string path, SortedSet<string> keys)
    {
        if (schema["$ref"] is { } reference)
        {
            string name = ((string)reference!).Split('/')[^1];
            Keys(root, root["$defs"]![name]!.AsObject(), path, keys);
            return;
        }
        // A network is stated by presets and blocks, which have a page of their own.
        if (schema.ContainsKey("oneOf"))
            return;
        foreach (var (name, below) in schema["properties"]?.AsObject() ?? [])
        {
            string key = path.Length == 0 ? name : $"{path}.{name}";
            keys.Add(key);
            // These have the keys of the part that they take the place of, which has its own tables.
            if (key is "larger_tables.preprocessing" or "larger_tables.training")
                continue;
            Keys(root, below!.AsObject(), key, keys);
        }
        if (schema["additionalProperties"] is JsonObject values)
            Keys(root, values, $"{path}.NAME", keys);
        if (schema["items"] is JsonObject items)
            Keys(root, items, path, keys);
        foreach (var choice in schema["anyOf"]?.AsArray() ?? [])
            Keys(root, choice!.AsObject(), path, keys);
    }

    internal static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Osler.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests run outside a checkout.");
    }

    [GeneratedRegex(@"^```.*?^```", Lines | RegexOptions.Singleline, Patience)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^```sh\r?\n(?<it>.*?)^```", Lines | RegexOptions.Singleline, Patience)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"\[[^\]]*\]\((?<it>[^)\s]+)\)", Lines, Patience)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ +(?<it>.+)$", Lines, Patience)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| `(?<it>[^`]+)` \|", Lines, Patience)]
    private static partial Regex TableKey();

    [GeneratedRegex(@"(^|\s)#.*$", Lines, Patience)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^\s*((do|if|then)\s+)?(\./)?osler\s+(?<it>.+)$", Lines, Patience)]
    private static partial Regex Invocation();

    [GeneratedRegex(@"\$\w+", Lines, Patience)]
    private static partial Regex Variable();
}
