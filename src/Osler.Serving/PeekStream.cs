using Osler.Core.Files;

namespace Osler.Serving;

/// <summary>A forward-only stream whose first letter can be looked at before it is read.</summary>
internal sealed class PeekStream(Stream inner) : ForwardStream(inner)
{
    private readonly Queue<byte> _ahead = new();

    /// <summary>The first byte that is neither a blank nor part of a byte-order mark; -1 at the end.</summary>
    public int Peek()
    {
        // A text that begins with more blanks than this is nothing that anyone sends.
        while (_ahead.Count < 1024)
        {
            int next = Inner.ReadByte();
            if (next < 0)
                return -1;
            _ahead.Enqueue((byte)next);
            if (next is not (' ' or '\t' or '\r' or '\n' or 0xEF or 0xBB or 0xBF))
                return next;
        }
        return -1;
    }

    public override int Read(Span<byte> buffer)
    {
        if (_ahead.Count == 0)
            return Inner.Read(buffer);
        int read = 0;
        while (read < buffer.Length && _ahead.TryDequeue(out byte next))
            buffer[read++] = next;
        return read;
    }
}
