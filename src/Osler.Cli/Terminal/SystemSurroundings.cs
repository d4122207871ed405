using System.Runtime.InteropServices;
using System.Text;

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
            OpenInput = Console.OpenStandardInput,
            ErrorIsTerminal = errorIsTerminal,
            Width = Console.IsOutputRedirected ? 100 : Math.Clamp(Console.WindowWidth, 40, 120),
            OnInterrupt = source => new Interrupt(source),
        };
    }

#pragma warning restore RS0030

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
