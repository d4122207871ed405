namespace Osler.Cli.Terminal;

/// <summary>The one way in which any command is stopped: Ctrl-C, and what a system or a closed session sends.</summary>
/// <remarks>
/// The first signal cancels <see cref="Token"/>; a command that does not look at it in time is ended with its unfinished
/// files removed, unless it saves its work first. A second signal ends every command.
/// </remarks>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly IDisposable? _signals;

    /// <summary>Listens from now on.</summary>
    /// <param name="surroundings">What cancels besides, and how signals come.</param>
    public Interruption(Surroundings surroundings)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(surroundings.Cancellation);
        _signals = surroundings.OnInterrupt?.Invoke(this);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the command writes down what it has done before it stops, however long that takes.</summary>
    public bool SavesWork { get; set; }

    /// <summary>Asks the command to stop.</summary>
    public void Ask() => _source.Cancel();

    public void Dispose()
    {
        _signals?.Dispose();
        _source.Dispose();
    }
}
