using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Osler.Cli.Tests.Architecture;

/// <summary>What <c>-p:Cuda=true</c> asks NuGet for. Nothing is downloaded.</summary>
public sealed class CudaBuildTests
{
    [Fact]
    public void Cuda_exchanges_the_cpu_s_libtorch_and_keeps_off_the_lock_file()
    {
        JsonNode plain = Evaluate("src/Osler.Cli");
        JsonNode cuda = Evaluate("src/Osler.Cli", "-p:Cuda=true");

        Assert.Contains(Items(plain, "PackageDownload"), id => id.StartsWith("libtorch-cpu-", Ordinal));
        Assert.DoesNotContain(Items(plain, "PackageReference"), id => id.StartsWith("libtorch-", Ordinal));
        Assert.DoesNotContain(Items(cuda, "PackageDownload"), id => id.StartsWith("libtorch-", Ordinal));
        string asked = Assert.Single(
            Items(cuda, "PackageReference"),
            id => id.StartsWith("libtorch-", Ordinal)
        );
        Assert.StartsWith("libtorch-cuda-12.8-", asked, Ordinal);
        JsonNode version = Assert.Single(
            cuda["Items"]!["PackageVersion"]!.AsArray(),
            item => (string?)item!["Identity"] == asked
        )!;
        Assert.Equal((string?)cuda["Properties"]!["LibTorchVersion"], (string?)version["Version"]);
        Assert.Equal("", (string?)plain["Properties"]!["NuGetLockFilePath"]);
        Assert.EndsWith(
            "obj/packages.cuda.lock.json",
            (string?)cuda["Properties"]!["NuGetLockFilePath"],
            Ordinal
        );
    }

    [Fact]
    public void Libraries_ask_for_no_libtorch_either_way() =>
        Assert.DoesNotContain(
            Items(Evaluate("src/Osler.Learning", "-p:Cuda=true"), "PackageReference"),
            id => id.StartsWith("libtorch-", Ordinal)
        );

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static IEnumerable<string> Items(JsonNode evaluated, string kind) =>
        evaluated["Items"]![kind]!.AsArray().Select(item => (string)item!["Identity"]!);

    private static JsonNode Evaluate(string project, params string[] properties)
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Osler.slnx")))
            root = Path.GetDirectoryName(root);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = root!,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        string[] arguments =
        [
            "msbuild",
            project,
            "-getItem:PackageReference,PackageDownload,PackageVersion",
            "-getProperty:NuGetLockFilePath,LibTorchVersion",
            "-nodeReuse:false",
            .. properties,
        ];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        return JsonNode.Parse(output)!;
    }
}
