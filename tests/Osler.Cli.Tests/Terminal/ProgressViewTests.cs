using Osler.Cli.Terminal;
using Osler.Learning.Progress;
using Osler.Studies;

namespace Osler.Cli.Tests.Terminal;

public sealed class ProgressViewTests : IDisposable
{
    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }

    private static readonly RunProgress Training = new(
        "train",
        "",
        new TrainingProgress(
            3,
            10,
            150,
            500,
            12_345.6,
            TimeSpan.FromSeconds(75),
            0.34567,
            null,
            EpochEnded: false
        )
    );

    private readonly Clock _clock = new();
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public void Dispose() => _error.Dispose();

    private ProgressView View(bool terminal, bool quiet = false) =>
        new(
            new Surroundings
            {
                Output = TextWriter.Null,
                Error = _error,
                OpenInput = () => Stream.Null,
                ErrorIsTerminal = terminal,
                Width = 100,
                Time = _clock,
            },
            quiet
        );

    [Fact]
    public void Off_a_terminal_each_stage_is_a_line_and_training_speaks_every_ten_seconds()
    {
        using (var view = View(terminal: false))
        {
            view.Report(new("data", "20,000 patients"));
            for (int tenth = 0; tenth < 150; tenth++)
            {
                _clock.Now = TimeSpan.FromSeconds(tenth / 10.0);
                view.Report(Training);
            }
        }
        Assert.Equal(
            "    0.0 s  data        20,000 patients\n"
                + "    0.0 s  train       [######..............] epoch 3/10  12,346 cases/s  at most 1 min 15 s left  loss 0.3457\n"
                + "   10.0 s  train       [######..............] epoch 3/10  12,346 cases/s  at most 1 min 15 s left  loss 0.3457\n",
            _error.ToString()
        );
    }

    [Fact]
    public void On_a_terminal_one_line_is_redrawn_and_closed_before_the_next_stage()
    {
        using (var view = View(terminal: true))
        {
            view.Report(Training);
            _clock.Now = TimeSpan.FromSeconds(1);
            view.Report(Training);
            view.Report(new("judge", "4,000 test cases"));
        }
        string[] lines = _error.ToString().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal(2, lines[0].Count(letter => letter == '\r'));
        Assert.All(lines[0].Split('\r').Skip(1), drawn => Assert.Equal(99, drawn.Length));
        Assert.Equal("    1.0 s  judge       4,000 test cases", lines[1]);
    }

    [Fact]
    public void Quiet_says_nothing()
    {
        using (var view = View(terminal: true, quiet: true))
        {
            view.Report(new("data", "x"));
            view.Report(Training);
        }
        Assert.Equal("", _error.ToString());
    }

    [Theory]
    [InlineData(0.2, "1 s")]
    [InlineData(59, "59 s")]
    [InlineData(75, "1 min 15 s")]
    [InlineData(7500, "2 h 05 min")]
    [InlineData(100_000, "27 h 46 min")]
    public void Durations_read_as_a_person_says_them(double seconds, string expected) =>
        Assert.Equal(expected, ProgressView.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "[....................]")]
    [InlineData(0.99, "[###################.]")]
    [InlineData(1, "[####################]")]
    [InlineData(7, "[####################]")]
    public void The_bar_is_full_only_when_all_is_done(double share, string expected) =>
        Assert.Equal(expected, ProgressView.Bar(share));
}
