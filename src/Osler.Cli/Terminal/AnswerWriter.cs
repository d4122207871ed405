using System.Text;
using Osler.Core.Faults;
using Osler.Core.Files;

namespace Osler.Cli.Terminal;

/// <summary>Standard output: where it can't be written the user is told so, and an interrupted command writes no more.</summary>
/// <param name="inner">Where it goes; stays its owner's.</param>
/// <param name="stop">Cancelled where the command is interrupted.</param>
internal sealed class AnswerWriter(TextWriter inner, CancellationToken stop)
    : TextWriter(inner.FormatProvider)
{
    // What could not be written stays in the inner buffer and would fail once more.
    private bool _isBroken;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        stop.ThrowIfCancellationRequested();
        try
        {
            inner.Write(value);
        }
        catch (Exception fault) when (Durable.IsRefusal(fault))
        {
            throw Told(fault);
        }
    }

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        stop.ThrowIfCancellationRequested();
        try
        {
            inner.Write(buffer);
        }
        catch (Exception fault) when (Durable.IsRefusal(fault))
        {
            throw Told(fault);
        }
    }

    public override void WriteLine() => Write(inner.NewLine);

    public override void Flush()
    {
        if (_isBroken)
            return;
        try
        {
            inner.Flush();
        }
        catch (Exception fault) when (Durable.IsRefusal(fault))
        {
            throw Told(fault);
        }
    }

    private RequestException Told(Exception fault)
    {
        _isBroken = true;
        return new($"The output can't be written: {fault.Message}", inner: fault);
    }
}
