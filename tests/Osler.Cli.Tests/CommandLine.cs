using System.Text;
using Osler.Cli.Terminal;

namespace Osler.Cli.Tests;

/// <summary>Runs the command line in this process, with streams of its own.</summary>
internal sealed class CommandLine : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    /// <summary>A folder of this test, removed at the end.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("osler-cli-").FullName;

    public string Input { get; init; } = "";

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public string this[string name] => Path.Combine(Folder, name);

    public int Run(params string[] arguments) =>
        Application.Run(
            arguments,
            new Surroundings
            {
                Output = _output,
                Error = _error,
                OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(Input)),
                LogFolder = Folder,
                Time = Time,
            }
        );

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Compares with a file in Expected/; the file is evidence and is never rewritten by a test.</summary>
    public static void AssertExpected(string name, string text)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Expected", $"{name}.txt");
        Assert.True(File.Exists(path), $"Expected/{name}.txt is missing; the command wrote:\n{text}");
        Assert.Equal(File.ReadAllText(path), text);
    }
}
