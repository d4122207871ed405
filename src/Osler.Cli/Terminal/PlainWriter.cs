using System.Text;

namespace Osler.Cli.Terminal;

/// <summary>
/// Writes text to a terminal so that it stays text: names and sentences come from tables and bundles of strangers, and
/// a control character in them would be an order to the terminal. Each becomes U+FFFD; tabs and line ends stay.
/// </summary>
/// <param name="inner">Where it goes; stays its owner's.</param>
internal sealed class PlainWriter(TextWriter inner) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(IsOrder(value) ? '\uFFFD' : value);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        while (buffer.Length > 0)
        {
            int order = 0;
            while (order < buffer.Length && !IsOrder(buffer[order]))
                order++;
            inner.Write(buffer[..order]);
            if (order == buffer.Length)
                return;
            inner.Write('\uFFFD');
            buffer = buffer[(order + 1)..];
        }
    }

    public override void WriteLine(string? value)
    {
        Write(value.AsSpan());
        WriteLine();
    }

    public override void WriteLine() => inner.WriteLine();

    public override void Flush() => inner.Flush();

    private static bool IsOrder(char letter) =>
        char.IsControl(letter) && letter is not ('\n' or '\r' or '\t');
}
