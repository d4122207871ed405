using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Osler.Core.Faults;
using Osler.Core.Files;

namespace Osler.Studies;

/// <summary>What happened when: lines of <c>log.jsonl</c>, seconds by stage, progress for whoever watches.</summary>
/// <remarks>No identifier and no cell of a patient goes in.</remarks>
internal sealed class RunLog : IDisposable
{
    private readonly RunOptions _options;
    private readonly string _path;
    private readonly StreamWriter _lines;
    private readonly List<(string Stage, double Seconds)> _timings = [];

    public RunLog(RunOptions options, string path)
    {
        _options = options;
        _path = path;
        try
        {
            // Who holds the log holds the folder. Unix locks a file only where no sharing at all is asked for, and
            // then no reader is kept out that asks for no lock itself, such as tail.
            var share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
            _lines = new StreamWriter(
                new FileStream(path, FileMode.Append, FileAccess.Write, share, bufferSize: 0)
            )
            {
                NewLine = "\n",
                AutoFlush = true,
            };
        }
        catch (IOException fault) when (IsHeld(fault))
        {
            throw new RequestException(
                "another run is writing to this folder.",
                options.OutFolder,
                "Wait for it, stop it, or choose another folder with --out."
            );
        }
        catch (Exception fault) when (Durable.IsRefusal(fault))
        {
            throw Durable.CannotWrite(path, fault);
        }
    }

    /// <summary>Seconds by stage, in order; a stage that came twice has its sum.</summary>
    public ImmutableArray<(string Stage, double Seconds)> Timings =>
        [
            .. _timings
                .GroupBy(entry => entry.Stage, StringComparer.Ordinal)
                .Select(stage => (stage.Key, Math.Round(stage.Sum(entry => entry.Seconds), 3))),
        ];

    public CancellationToken Cancellation => _options.Cancellation;

    /// <summary>Runs a stage and keeps its time; nothing starts after a cancellation.</summary>
    public T Stage<T>(string stage, string message, Func<T> work)
    {
        Cancellation.ThrowIfCancellationRequested();
        Tell(stage, message);
        long start = Stopwatch.GetTimestamp();
        T result = work();
        _timings.Add((stage, Stopwatch.GetElapsedTime(start).TotalSeconds));
        return result;
    }

    public void Stage(string stage, string message, Action work) =>
        Stage(
            stage,
            message,
            () =>
            {
                work();
                return true;
            }
        );

    /// <summary>One line for the log and for whoever watches.</summary>
    public void Tell(string stage, string message)
    {
        Write(new JsonObject { ["stage"] = stage, ["message"] = message });
        _options.Progress?.Report(new RunProgress(stage, message));
    }

    /// <summary>A line with values of its own, for the log alone.</summary>
    public void Write(JsonObject line)
    {
        line["time"] = _options.Time.GetUtcNow().ToString("O");
        try
        {
            _lines.WriteLine(line.ToJsonString(s_plain));
        }
        catch (Exception fault) when (Durable.IsRefusal(fault))
        {
            throw Durable.CannotWrite(_path, fault);
        }
    }

    public void Report(RunProgress progress) => _options.Progress?.Report(progress);

    public void Dispose()
    {
        try
        {
            _lines.Dispose();
        }
        catch (IOException)
        {
            // A line that the disk had no room for; its writing was told as a fault when it was tried.
        }
    }

    // EWOULDBLOCK of the lock (11, on macOS 35), and Windows' sharing violation.
    private static bool IsHeld(IOException fault) => fault.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static readonly JsonSerializerOptions s_plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
