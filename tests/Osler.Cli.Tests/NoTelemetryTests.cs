using System.Diagnostics;
using Osler.Tests.Shared;

namespace Osler.Cli.Tests;

public sealed class NoTelemetryTests
{
    [Fact]
    public async Task Predicting_leaves_nothing_in_the_home_folder()
    {
        using var bundle = new SmallBundle();
        string home = Path.Combine(bundle.Folder, "home");
        Directory.CreateDirectory(home);
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (
            string argument in (string[])
                [
                    Path.Combine(AppContext.BaseDirectory, "osler.dll"),
                    "predict",
                    bundle.Path,
                    "--json",
                    "--set",
                    "age=54",
                    "sbp=132",
                    "sex=female",
                    "smoker=never",
                ]
        )
            start.ArgumentList.Add(argument);
        start.Environment["HOME"] = home;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        // Each of these turns the telemetry off by itself, and would hide that we don't.
        foreach (
            string variable in (string[])
                ["XDG_CACHE_HOME", "CI", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS"]
        )
            start.Environment.Remove(variable);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", error);
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("\"probability\"", await output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(home, "*", SearchOption.AllDirectories));
    }
}
