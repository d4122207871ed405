using System.Diagnostics;
using System.Globalization;
using Osler.Tests.Shared;

namespace Osler.Cli.Tests;

/// <summary>What only a process of its own can show: signals, and a full disk behind standard output.</summary>
public sealed class ProcessTests
{
    // What runs in the background inherits that Ctrl-C is ignored, and so would the process started here.
    private static readonly string s_interruption = IgnoresCtrlC() ? "-TERM" : "-INT";

    [Fact(Timeout = 180_000)]
    public async Task Ctrl_C_while_training_ends_with_130_and_says_how_to_go_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends a signal by the command kill");
        using var cli = new CommandLine();
        using var process = Start(
            "run",
            "heart-attack",
            "--out",
            cli["run"],
            "--set",
            "training.epochs=100000",
            "training.early_stopping.patience=100000"
        );
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = "";
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            error += line + "\n";
            if (line.Contains("epoch ", StringComparison.Ordinal) && !process.HasExited)
                using (
                    var kill = Process.Start(
                        "kill",
                        [s_interruption, process.Id.ToString(CultureInfo.InvariantCulture)]
                    )
                )
                    await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await output);
        Assert.EndsWith(
            $"Stopped. What was trained is kept; go on with: osler run --resume {cli["run"]}\nosler: Interrupted.\n",
            error,
            StringComparison.Ordinal
        );
        Assert.Equal(130, process.ExitCode);
        Assert.NotEmpty(Directory.GetFiles(cli["run"], "*", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(cli["run/bundle"]));
    }

    [Fact]
    public async Task A_full_disk_behind_standard_output_is_told()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs Linux's /dev/full to play a full disk");
        using var process = Start("-c", "exec dotnet \"$0\" data list > /dev/full");
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("osler: The output can't be written", error, StringComparison.Ordinal);
        Assert.Equal(2, process.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_closed_standard_input_is_told_and_not_waited_for()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fdinfo"), "needs Linux's list of open files");
        using var bundle = new SmallBundle();
        using var process = Start("-c", $"exec dotnet \"$0\" predict '{bundle.Path}' - <&-");
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("osler: -: Standard input is closed.", error, StringComparison.Ordinal);
        Assert.Equal(2, process.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_open_standard_input_is_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "uses a shell's redirection");
        using var bundle = new SmallBundle();
        using var process = Start("-c", $"exec dotnet \"$0\" predict '{bundle.Path}' - < /dev/null");
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Contains("The file is empty", error, StringComparison.Ordinal);
        Assert.Equal(3, process.ExitCode);
    }

    [Fact]
    public async Task A_reader_that_leaves_early_is_no_fault()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "uses a shell's pipe");
        using var process = Start("-c", "dotnet \"$0\" data list | head -n 1");
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("framingham", output, StringComparison.Ordinal);
        Assert.Equal("", error);
    }

    private static bool IgnoresCtrlC()
    {
        const string status = "/proc/self/status";
        string? ignored = File.Exists(status)
            ? File.ReadLines(status)
                .FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))
            : null;
        return ignored is not null
            && (long.Parse(ignored[7..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 2)
                != 0;
    }

    private static Process Start(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "osler.dll");
        bool shell = arguments[0] == "-c";
        var start = new ProcessStartInfo(
            shell ? "sh" : "dotnet",
            shell ? [.. arguments, program] : [program, .. arguments]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return Process.Start(start)!;
    }
}
