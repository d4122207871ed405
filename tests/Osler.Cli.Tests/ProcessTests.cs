using System.Diagnostics;
using System.Globalization;
using Osler.Tests.Shared;

namespace Osler.Cli.Tests;

/// <summary>What only a process of its own can show: signals, and a full disk behind standard output.</summary>
public sealed class ProcessTests
{
    // As in the mask of signals that Linux tells a process to ignore: signal n is bit n - 1.
    private const long SessionEnd = 1;
    private const long CtrlC = 2;

    // What runs in the background inherits that Ctrl-C is ignored, and so would the process started here.
    private static readonly string s_interruption = Ignores(CtrlC) ? "-TERM" : "-INT";

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

    [Theory(Timeout = 180_000)]
    [InlineData("predict '{0}' '{1}' --out '{2}'", "answer.csv: Can't write here: the file would be larger")]
    [InlineData("run heart-attack --set data.simulate.patients=400 --out '{2}'", "the file would be larger")]
    public async Task A_limit_on_the_size_of_files_ends_a_command_with_one_message(
        string command,
        string message
    )
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "limits files by the shell's ulimit");
        using var cli = new CommandLine();
        using var bundle = new SmallBundle();
        File.WriteAllText(
            cli["many.csv"],
            "age,sbp,sex,smoker\n" + string.Concat(Enumerable.Repeat("54,132,female,former\n", 2_000))
        );
        string words = string.Format(
            CultureInfo.InvariantCulture,
            command,
            bundle.Path,
            cli["many.csv"],
            cli["answer.csv"]
        );
        // The runtime maps its code twice through a file, which the limit would forbid.
        using var process = Start(
            "-c",
            $"trap '' XFSZ; ulimit -f 2; DOTNET_EnableWriteXorExecute=0 exec dotnet \"$0\" {words}"
        );
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await output;
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Equal(2, process.ExitCode);
    }

    [Theory(Timeout = 180_000)]
    [InlineData("simulate", "-INT")]
    [InlineData("simulate", "-TERM")]
    [InlineData("simulate", "-HUP")]
    [InlineData("predict", "-INT")]
    [InlineData("predict", "-TERM")]
    public async Task A_command_that_is_stopped_while_it_writes_leaves_nothing_and_ends_with_130(
        string command,
        string signal
    )
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends a signal by the command kill");
        Assert.SkipWhen(signal == "-HUP" && Ignores(SessionEnd), "nohup keeps the session's end away");
        using var cli = new CommandLine();
        using var bundle = new SmallBundle();
        string folder = Directory.CreateDirectory(cli["answers"]).FullName;
        string answer = Path.Combine(folder, "answer.csv");
        if (command == "predict")
            File.WriteAllText(
                cli["many.csv"],
                "age,sbp,sex,smoker\n" + string.Concat(Enumerable.Repeat("54,132,female,former\n", 3_000_000))
            );
        using var process =
            command == "predict"
                ? Start("predict", bundle.Path, cli["many.csv"], "--out", answer)
                : Start("data", "simulate", "heart-attack", "--patients", "10000000", "--out", answer);
        while (!process.HasExited && Directory.GetFiles(folder).Length == 0)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        using (
            var kill = Process.Start(
                "kill",
                [
                    signal == "-INT" ? s_interruption : signal,
                    process.Id.ToString(CultureInfo.InvariantCulture),
                ]
            )
        )
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("osler: Interrupted.\n", error);
        Assert.Equal(130, process.ExitCode);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("> /dev/full")]
    [InlineData("--json > /dev/full")]
    [InlineData(">&-")]
    public async Task Many_predictions_that_can_t_be_written_are_told(string where)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs Linux's /dev/full to play a full disk");
        using var cli = new CommandLine();
        using var bundle = new SmallBundle();
        File.WriteAllText(
            cli["many.csv"],
            "age,sbp,sex,smoker\n" + string.Concat(Enumerable.Repeat("54,132,female,former\n", 2_000))
        );
        using var process = Start(
            "-c",
            $"exec dotnet \"$0\" predict '{bundle.Path}' '{cli["many.csv"]}' {where}"
        );
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("osler: The output can't be written", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Equal(2, process.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_working_folder_that_was_removed_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps a folder that is worked in");
        using var cli = new CommandLine();
        string folder = Directory.CreateDirectory(cli["gone"]).FullName;
        using var process = Start(
            "-c",
            $"cd '{folder}' && rmdir '{folder}' && exec dotnet \"$0\" run heart-attack"
        );
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("osler: The working folder was removed", error, StringComparison.Ordinal);
        Assert.Equal(2, process.ExitCode);
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

    private static bool Ignores(long signal)
    {
        const string status = "/proc/self/status";
        string? ignored = File.Exists(status)
            ? File.ReadLines(status)
                .FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))
            : null;
        return ignored is not null
            && (
                long.Parse(ignored[7..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & signal
            ) != 0;
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
