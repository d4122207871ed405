using System.Reflection;

namespace Osler.Cli.Tests.Architecture;

/// <summary>The directions between the projects, read from what their assemblies refer to.</summary>
public sealed class LayerTests
{
    /// <summary>Which of Osler's own assemblies each may refer to.</summary>
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Osler.Core"] = [],
        ["Osler.Imaging"] = ["Osler.Core"],
        ["Osler.Learning"] = ["Osler.Core"],
        ["Osler.Reports"] = ["Osler.Core"],
        ["Osler.Serving"] = ["Osler.Core", "Osler.Imaging"],
        ["Osler.Studies"] = ["Osler.Core", "Osler.Imaging", "Osler.Learning", "Osler.Reports"],
        ["osler"] =
        [
            "Osler.Core",
            "Osler.Imaging",
            "Osler.Learning",
            "Osler.Reports",
            "Osler.Serving",
            "Osler.Studies",
        ],
    };

    /// <summary>Libraries from elsewhere that one assembly alone, or none, may use.</summary>
    private static readonly Dictionary<string, string[]> s_heavy = new()
    {
        ["TorchSharp"] = ["Osler.Learning", "Osler.Studies"],
        ["Microsoft.ML.OnnxRuntime"] = ["Osler.Serving", "osler"],
        ["System.CommandLine"] = ["osler"],
    };

    public static TheoryData<string> Assemblies => [.. s_allowed.Keys];

    [Fact]
    public void Every_assembly_of_the_house_is_listed()
    {
        var built = Directory
            .GetFiles(AppContext.BaseDirectory, "*.dll")
            .Select(Path.GetFileNameWithoutExtension)
            .Where(name => name!.StartsWith("osler", StringComparison.OrdinalIgnoreCase))
            .Where(name => !name!.EndsWith(".Tests", StringComparison.Ordinal));
        Assert.Equal(s_allowed.Keys.Order(StringComparer.Ordinal), built.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Assemblies))]
    public void Refers_to_lower_layers_only(string assembly)
    {
        var own = References(assembly)
            .Where(name => name.StartsWith("osler", StringComparison.OrdinalIgnoreCase))
            .Except(s_allowed[assembly]);
        Assert.Empty(own);
    }

    [Theory, MemberData(nameof(Assemblies))]
    public void Keeps_heavy_libraries_in_their_rooms(string assembly)
    {
        var misplaced = References(assembly)
            .Where(name => s_heavy.TryGetValue(name, out var rooms) && !rooms.Contains(assembly));
        Assert.Empty(misplaced);
    }

    [Fact]
    public void Prediction_reaches_no_libtorch()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(["Osler.Serving"]);
        while (open.TryPop(out string? next))
        {
            if (!seen.Add(next) || !File.Exists(PathOf(next)))
                continue;
            foreach (string reference in References(next))
                open.Push(reference);
        }
        Assert.DoesNotContain("TorchSharp", seen);
        Assert.Contains("Osler.Core", seen);
    }

    private static IEnumerable<string> References(string assembly) =>
        Assembly.LoadFrom(PathOf(assembly)).GetReferencedAssemblies().Select(reference => reference.Name!);

    private static string PathOf(string assembly) =>
        Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll");
}
