namespace Osler.Cli.Terminal;

/// <summary>What a command may touch outside itself: streams, cancellation, clock, and how the terminal looks.</summary>
/// <remarks>Tests put their own in place, so that no command needs the process's console.</remarks>
internal sealed record Surroundings
{
    /// <summary>Results; nothing else is written here.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Progress, warnings and faults.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Opens standard input.</summary>
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Whether <see cref="Error"/> is a terminal on which a line can be redrawn.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Letters in a line.</summary>
    public int Width { get; init; } = 100;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Folder of the logs of unexpected faults.</summary>
    public string LogFolder { get; init; } = Path.GetTempPath();

    /// <summary>Cancelled by Ctrl-C and its like; each command looks at it where it may take long.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Makes signals ask for an end instead of ending the process at once.</summary>
    public Func<Interruption, IDisposable>? OnInterrupt { get; init; }

    /// <summary>What stops this command; null before the command line listens.</summary>
    public Interruption? Interruption { get; init; }
}
