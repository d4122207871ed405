using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace Osler.Studies.Vignettes;

/// <summary>The conditions and the ways to say their findings, from the tables beside this file.</summary>
/// <remarks><c>conditions.tsv</c> and <c>findings.tsv</c>; their heads say what each column means and where it comes from.</remarks>
public sealed class VignetteTable
{
    private static readonly Lazy<VignetteTable> s_ready = new(() =>
        new(Lines("conditions.tsv").Skip(1), Lines("findings.tsv"))
    );

    private static readonly Lazy<VignetteTable> s_outside = new(() =>
        new(
            Lines("outside-conditions.tsv").Skip(1),
            Lines("findings.tsv").Concat(Lines("outside-findings.tsv"))
        )
    );

    /// <param name="conditions">Lines of <c>conditions.tsv</c>, without comments and head.</param>
    /// <param name="findings">Lines of <c>findings.tsv</c>, without comments.</param>
    /// <exception cref="FormatException">A line is not what its head says, or names what is not there.</exception>
    public VignetteTable(IEnumerable<string> conditions, IEnumerable<string> findings)
    {
        Findings = findings
            .Select(line => line.Split('\t'))
            .ToFrozenDictionary(
                cells => cells[0],
                cells => cells[1].Split(" | ").Select(way => way.Trim()).ToImmutableArray(),
                StringComparer.Ordinal
            );
        Conditions = [.. conditions.Select(Read)];
        foreach (Condition condition in Conditions)
        foreach (string finding in condition.Findings.Select(each => each.Finding).Concat(condition.Absent))
            if (!Findings.ContainsKey(finding))
                throw new FormatException($"{condition.Name}: there is no finding '{finding}'.");
    }

    /// <summary>The table that comes with Osler.</summary>
    public static VignetteTable Ready => s_ready.Value;

    /// <summary>Conditions that are not in <see cref="Ready"/>, which no network is trained on: <c>outside-conditions.tsv</c>.</summary>
    public static VignetteTable Outside => s_outside.Value;

    /// <summary>The conditions.</summary>
    public ImmutableArray<Condition> Conditions { get; }

    /// <summary>Ways to say each finding, as of <see cref="Phrasing"/>.</summary>
    public FrozenDictionary<string, ImmutableArray<string>> Findings { get; }

    /// <summary>The finding of which another is a kind, by its name: <c>headache</c> of <c>headache_severe</c>; where there is none, the finding itself.</summary>
    public string General(string finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        for (int end = finding.IndexOf('_', StringComparison.Ordinal); end > 0; )
        {
            if (Findings.ContainsKey(finding[..end]))
                return finding[..end];
            end = finding.IndexOf('_', end + 1);
        }
        return finding;
    }

    /// <summary>Lines of a table beside this file, without comments.</summary>
    internal static IEnumerable<string> Lines(string name)
    {
        using Stream stream =
            typeof(VignetteTable).Assembly.GetManifestResourceStream($"Osler.Studies.vignettes.{name}")
            ?? throw new InvalidOperationException($"{name} is not in this assembly.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#')];
    }

    private static Condition Read(string line)
    {
        string[] cells = line.Split('\t');
        if (cells.Length != 8)
            throw new FormatException($"'{cells[0]}' has {cells.Length} cells, not 8.");
        double[] ages = [.. cells[2].Split('-').Select(Number)];
        string[] course = cells[4].Split(' ', ':');
        double unit = course[1] switch
        {
            "h" => 1.0 / 24,
            "d" => 1,
            "w" => 7,
            "m" => 30,
            "y" => 365,
            _ => throw new FormatException($"'{cells[0]}' lasts '{cells[4]}'."),
        };
        double[] lasts = [.. course[2].Split('-').Select(Number)];
        return new Condition(
            cells[0],
            cells[1],
            (ages[0], ages[1], ages[2]),
            Number(cells[3]) / 100,
            Enum.Parse<Onset>(course[0], ignoreCase: true),
            (lasts[0] * unit, lasts[1] * unit),
            [
                .. Words(cells[5])
                    .Select(each => each.Split(':'))
                    .Select(pair => (pair[0], Number(pair[1]) / 100)),
            ],
            [.. Words(cells[6])],
            cells[7]
        );
    }

    private static string[] Words(string cell) => cell.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
