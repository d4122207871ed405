using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Osler.Imaging.Augmentation;
using Osler.Imaging.Preprocessing;
using Osler.Imaging.Resampling;

namespace Osler.Cli.Tests.Documentation;

/// <summary>The page of image steps names every step, setting, filter and view that the code knows, and no others.</summary>
public sealed partial class ImageStepsPageTests
{
    private static readonly string s_page = File.ReadAllText(
        Path.Combine(DocumentationTests.Root(), "docs", "reference", "image-steps.md")
    );

    [Fact]
    public void Names_every_step_with_its_settings_and_no_others()
    {
        foreach (
            var (heading, family) in (ReadOnlySpan<(string, Type)>)
                [("Preprocessing", typeof(ImageStep)), ("Augmentation", typeof(AugmentationStep))]
        )
        {
            var rows = Rows(heading, "Step");
            var steps = family
                .GetCustomAttributes<JsonDerivedTypeAttribute>()
                .ToDictionary(step => (string)step.TypeDiscriminator!, step => step.DerivedType);
            Assert.Equal(steps.Keys.Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
            foreach (var (name, type) in steps)
            foreach (string setting in Settings(type))
                Assert.True(
                    rows[name].Contains($"`{setting}`", StringComparison.Ordinal),
                    $"{name} lacks its setting {setting}"
                );
        }
    }

    [Fact]
    public void Names_every_filter_and_view_and_source_of_a_mean()
    {
        Assert.Equal(Words<ResizeFilter>(), Rows("Preprocessing", "Filter").Keys);
        Assert.Equal(Words<TestTimeViews>(), Rows("Views", "Views").Keys);
        foreach (string by in Words<NormaliseBy>())
            Assert.Contains($"`{by}`", s_page, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Settings(Type step) =>
        step.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(setting => setting.CanWrite)
            .Select(setting => JsonNamingPolicy.SnakeCaseLower.ConvertName(setting.Name));

    private static string[] Words<T>()
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(value => JsonSerializer.SerializeToElement(value).GetString()!)];

    // The rows of the section's table whose first column has this head.
    private static Dictionary<string, string> Rows(string heading, string column)
    {
        string section = s_page
            .Split("\n## ")
            .Single(part => part.StartsWith(heading + "\n", StringComparison.Ordinal));
        string table = section[section.IndexOf($"| {column} |", StringComparison.Ordinal)..];
        int end = table.IndexOf("\n\n", StringComparison.Ordinal);
        return Row()
            .Matches(end < 0 ? table : table[..end])
            .ToDictionary(row => row.Groups["name"].Value, row => row.Value);
    }

    [GeneratedRegex(
        @"^\| `(?<name>[a-z0-9_]+)` \|.*$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        10_000
    )]
    private static partial Regex Row();
}
