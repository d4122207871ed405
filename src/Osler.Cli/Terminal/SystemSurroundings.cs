using System.Runtime.InteropServices;
using System.Text;
using Osler.Core.Faults;

namespace Osler.Cli.Terminal;

/// <summary>The process's own console.</summary>
internal static class SystemSurroundings
{
#pragma warning disable RS0030 // The command line is the one place that writes to the console.

    /// <summary>Streams of the process. Writing to a pipe whose reader has gone is silently dropped by .NET.</summary>
    public static Surroundings Open()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        bool errorIsTerminal =
            !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new()
        {
            Output = new StreamWriter(Console.OpenStandardOutput(), utf8, 1 << 14),
            Error = new StreamWriter(Console.OpenStandardError(), utf8, 1 << 10) { AutoFlush = true },
            OpenInput = OpenInput,
            ErrorIsTerminal = errorIsTerminal,
            Width = Console.IsOutputRedirected ? 100 : Math.Clamp(Console.WindowWidth, 40, 120),
            OnInterrupt = source => new Interrupt(source),
        };
    }

    // A descriptor that this process opened itself is closed in every program that it starts, so one that it was handed
    // never bears that mark: where number 0 does, standard input was closed and the number went to something inside,
    // which nothing is ever written to.
    private static Stream OpenInput() =>
        IsClosed(0)
            ? throw new RequestException(
                "Standard input is closed.",
                "-",
                "Pipe the rows in: osler predict BUNDLE - < table.csv; or name the file."
            )
            : Console.OpenStandardInput();

#pragma warning restore RS0030

    // Linux tells a descriptor's flags in octal: "flags:\t02100000". Elsewhere nothing is known, and nothing is closed.
    private static bool IsClosed(int descriptor)
    {
        const int closedInOthers = 0x80000; // O_CLOEXEC
        const string folder = "/proc/self/fdinfo";
        if (!Directory.Exists(folder))
            return false;
        string path = $"{folder}/{descriptor}";
        string? flags = File.Exists(path)
            ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith("flags:", StringComparison.Ordinal))
            : "flags: 2000000";
        return flags is not null && (Convert.ToInt32(flags[6..].Trim(), 8) & closedInOthers) != 0;
    }

    private sealed class Interrupt : IDisposable
    {
        private readonly CancellationTokenSource _source;
        private readonly PosixSignalRegistration _interrupt;
        private readonly PosixSignalRegistration _terminate;

        public Interrupt(CancellationTokenSource source)
        {
            _source = source;
            _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
            _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
        }

        public void Dispose()
        {
            _interrupt.Dispose();
            _terminate.Dispose();
        }

        private void Handle(PosixSignalContext context)
        {
            if (_source.IsCancellationRequested)
                return; // The second time the system's own handling ends the process.
            context.Cancel = true;
            _source.Cancel();
        }
    }
}
