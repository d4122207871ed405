using System.Globalization;
using Osler.Studies;

namespace Osler.Cli.Terminal;

/// <summary>
/// A run's progress on standard error: on a terminal one line that is redrawn, with a bar, the rate and the time
/// left; elsewhere a plain line for each stage and, while training, at most one in ten seconds.
/// </summary>
internal sealed class ProgressView(Surroundings surroundings, bool quiet)
    : IProgress<RunProgress>,
        IDisposable
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly long _start = surroundings.Time.GetTimestamp();
    private long? _last;
    private bool _lineOpen;
    private bool _closed;

    /// <inheritdoc/>
    public void Report(RunProgress value)
    {
        if (quiet)
            return;
        lock (_gate)
        {
            if (_closed)
                return;
            if (value.Training is null)
                Stage(value);
            else
                Training(value);
        }
    }

    /// <summary>Ends the line under way.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            EndLine();
            _closed = true;
        }
    }

    private void Stage(RunProgress value)
    {
        EndLine();
        _last = null;
        surroundings.Error.WriteLine($"{Clock()}  {value.Stage, -10}  {Fold(value)}{value.Message}");
    }

    private void Training(RunProgress value)
    {
        long now = surroundings.Time.GetTimestamp();
        var since = _last is { } last ? surroundings.Time.GetElapsedTime(last, now) : TimeSpan.MaxValue;
        if (since < (surroundings.ErrorIsTerminal ? Redraw : PlainEvery))
            return;
        _last = now;
        string line = $"{Clock()}  {value.Stage, -10}  {Fold(value)}{Describe(value)}";
        if (!surroundings.ErrorIsTerminal)
        {
            surroundings.Error.WriteLine(line);
            return;
        }
        int room = surroundings.Width - 1;
        surroundings.Error.Write($"\r{(line.Length > room ? line[..room] : line).PadRight(room)}");
        _lineOpen = true;
    }

    private static string Describe(RunProgress value)
    {
        var training = value.Training!;
        double share = training.Steps > 0 ? (double)training.Step / training.Steps : 0;
        string rate = training.CasesPerSecond is { } cases
            ? string.Create(CultureInfo.InvariantCulture, $"  {cases:N0} cases/s")
            : "";
        string left = training.TimeLeft is { } time ? $"  at most {Duration(time)} left" : "";
        string loss = training.TrainLoss is { } mean
            ? string.Create(CultureInfo.InvariantCulture, $"  loss {mean:0.0000}")
            : "";
        return $"{Bar(share)} epoch {training.Epoch}/{training.Epochs}{rate}{left}{loss}";
    }

    /// <summary>Twenty signs: done and to do.</summary>
    internal static string Bar(double share)
    {
        int done = (int)Math.Clamp(Math.Floor(share * 20), 0, 20);
        return $"[{new string('#', done)}{new string('.', 20 - done)}]";
    }

    /// <summary>A duration as a person says it: 45 s, 3 min 20 s, 2 h 05 min.</summary>
    internal static string Duration(TimeSpan time) =>
        time.TotalSeconds switch
        {
            < 60 => $"{Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture)} s",
            < 3600 => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds:00} s"),
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"{(int)time.TotalHours} h {time.Minutes:00} min"
            ),
        };

    private static string Fold(RunProgress value) => value.Fold is { } fold ? $"fold {fold}: " : "";

    private string Clock() =>
        surroundings
            .Time.GetElapsedTime(_start)
            .TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)
            .PadLeft(7) + " s";

    private void EndLine()
    {
        if (!_lineOpen)
            return;
        surroundings.Error.WriteLine();
        _lineOpen = false;
    }
}
