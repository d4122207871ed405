using System.Runtime.InteropServices;
using System.Text;
using Osler.Core.Faults;
using Osler.Core.Files;

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
            Output = new StreamWriter(
                IsClosed(1) ? new ClosedStream() : Console.OpenStandardOutput(),
                utf8,
                1 << 14
            ),
            Error = new StreamWriter(Console.OpenStandardError(), utf8, 1 << 10) { AutoFlush = true },
            OpenInput = OpenInput,
            ErrorIsTerminal = errorIsTerminal,
            Width = Console.IsOutputRedirected ? 100 : Math.Clamp(Console.WindowWidth, 40, 120),
            OnInterrupt = interruption => new Signals(interruption),
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

    private sealed class Signals : IDisposable
    {
        // Long enough for a command that looks; nobody is kept waiting by one that does not.
        private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

        private readonly Interruption _interruption;
        private readonly PosixSignalRegistration[] _registrations;
        private readonly Timer _impatience;
        private int _times;

        public Signals(Interruption interruption)
        {
            _interruption = interruption;
            _impatience = new(_ =>
            {
                if (!_interruption.SavesWork)
                    End();
            });
            _registrations =
            [
                PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
                PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
                PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
            ];
        }

        public void Dispose()
        {
            foreach (var registration in _registrations)
                registration.Dispose();
            _impatience.Dispose();
        }

        private void Handle(PosixSignalContext context)
        {
            switch (Interlocked.Increment(ref _times))
            {
                case 1:
                    context.Cancel = true;
                    _impatience.Change(s_patience, Timeout.InfiniteTimeSpan);
                    _interruption.Ask();
                    break;
                case 2:
                    context.Cancel = true;
                    End();
                    break;
                default: // The system's own handling ends the process.
                    break;
            }
        }

        private static void End()
        {
            Durable.Abandon();
#pragma warning disable RS0030 // As above; the command's own writer may be in use by the thread that is ended.
            using var error = Console.OpenStandardError();
#pragma warning restore RS0030
            error.Write("osler: Interrupted.\n"u8);
            Environment.Exit((int)ExitCode.Interrupted);
        }
    }

    /// <summary>What stands for standard output where it was closed: the number may go to something inside.</summary>
    private sealed class ClosedStream : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new IOException("Standard output is closed.");
    }
}
