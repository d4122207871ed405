using Osler.Cli.Terminal;

namespace Osler.Cli.Tests;

public sealed class FaultTests
{
    [Fact]
    public void An_unexpected_fault_ends_with_4_and_names_a_log_that_holds_no_patient()
    {
        string folder = Directory.CreateTempSubdirectory("osler-fault-").FullName;
        try
        {
            using var bundle = new Osler.Tests.Shared.SmallBundle();
            using var error = new StringWriter();
            int code = Application.Run(
                ["predict", bundle.Path, "-", "--set", "name=Jane"],
                Broken(folder, error)
            );
            Assert.Equal(2, code); // Both a file and --set: refused before anything is opened.
            code = Application.Run(["predict", bundle.Path, "-"], Broken(folder, error));
            Assert.Equal(4, code);
            string log = Assert.Single(Directory.GetFiles(folder));
            Assert.Contains(log, error.ToString(), StringComparison.Ordinal);
            Assert.Contains("no standard input", File.ReadAllText(log), StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void An_interrupted_command_ends_with_130()
    {
        using var bundle = new Osler.Tests.Shared.SmallBundle();
        using var source = new CancellationTokenSource();
        source.Cancel();
        using var error = new StringWriter { NewLine = "\n" };
        int code = Application.Run(
            ["evaluate", bundle.Path, "--data", bundle.TablePath],
            Broken(Path.GetTempPath(), error) with
            {
                Cancellation = source.Token,
            }
        );
        Assert.Equal("osler: Interrupted.\n", error.ToString());
        Assert.Equal(130, code);
    }

    private static Surroundings Broken(string folder, TextWriter error) =>
        new()
        {
            Output = TextWriter.Null,
            Error = error,
            OpenInput = () => throw new InvalidOperationException("no standard input"),
            LogFolder = folder,
        };
}
