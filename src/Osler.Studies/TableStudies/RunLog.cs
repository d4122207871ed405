using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Osler.Core.Files;

namespace Osler.Studies;

/// <summary>What happened when: lines of <c>log.jsonl</c>, seconds by stage, progress for whoever watches.</summary>
/// <remarks>No identifier and no cell of a patient goes in.</remarks>
internal sealed class RunLog : IDisposable
{
    private readonly RunOptions _options;
    private readonly StreamWriter _lines;
    private readonly List<(string Stage, double Seconds)> _timings = [];

    public RunLog(RunOptions options, string path)
    {
        _options = options;
        try
        {
            _lines = new StreamWriter(path, append: true) { NewLine = "\n", AutoFlush = true };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
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
        _lines.WriteLine(line.ToJsonString(s_plain));
    }

    public void Report(RunProgress progress) => _options.Progress?.Report(progress);

    public void Dispose() => _lines.Dispose();

    private static readonly JsonSerializerOptions s_plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
