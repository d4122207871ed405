using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Osler.Core.Faults;

namespace Osler.Core.Texts;

/// <summary>Lines of a file of any size, one at a time, each of bounded length.</summary>
public static class TextLines
{
    private const int Block = 1 << 16;

    /// <summary>
    /// The lines that hold something, with their 1-based numbers; without a byte-order mark and without the line feed: a
    /// carriage return before it stays.
    /// </summary>
    /// <param name="stream">UTF-8 with lines ended by LF or CRLF.</param>
    /// <param name="name">The file, for messages.</param>
    /// <param name="most">The most bytes of a line.</param>
    /// <param name="hash">Given every byte of the file; may be null.</param>
    /// <returns>Memory that is valid until the next line is asked for.</returns>
    /// <exception cref="DataException">A line is longer, or the file is UTF-16 or no text.</exception>
    public static IEnumerable<(long Number, ReadOnlyMemory<byte> Bytes)> Of(
        Stream stream,
        string name,
        int most,
        IncrementalHash? hash = null
    )
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] buffer = new byte[Block];
        int filled = 0;
        long number = 1;
        bool first = true;
        while (true)
        {
            if (filled == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            int read = stream.Read(buffer, filled, buffer.Length - filled);
            hash?.AppendData(buffer, filled, read);
            filled += read;
            int start = 0;
            if (first && (filled >= 3 || read == 0))
            {
                start = Mark(buffer.AsSpan(0, filled), name);
                first = false;
            }
            else if (first)
                continue;
            while (true)
            {
                int length = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n');
                bool whole = length >= 0;
                if (!whole)
                    length = filled - start;
                if (length > most)
                    throw new DataException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"The line is longer than {most:N0} bytes."
                        ),
                        Where(name, number),
                        "Give one question or passage a line."
                    );
                if (!whole && read > 0)
                    break;
                var line = buffer.AsMemory(start, length);
                if (line.Span.Contains((byte)0))
                    throw new DataException(
                        "This is no text but a file of another kind.",
                        Where(name, number),
                        "Give plain text in UTF-8."
                    );
                if (line.Span.ContainsAnyExcept((byte)' ', (byte)'\t', (byte)'\r'))
                    yield return (number, line);
                if (!whole)
                    yield break;
                start += length + 1;
                number++;
            }
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
        }
    }

    /// <summary>"file, line 3".</summary>
    /// <param name="name">The file.</param>
    /// <param name="line">1-based.</param>
    public static string Where(string name, long line) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}, line {line}");

    /// <summary>A line as text.</summary>
    /// <param name="line">UTF-8.</param>
    /// <param name="where">Its place, for messages.</param>
    /// <exception cref="DataException">A byte belongs to no letter.</exception>
    public static string Text(ReadOnlySpan<byte> line, string where)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(line).TrimEnd('\r');
        }
        catch (DecoderFallbackException fault)
        {
            throw new DataException("The line is not UTF-8.", where, "Save the file as UTF-8.", fault);
        }
    }

    private static int Mark(ReadOnlySpan<byte> start, string name)
    {
        if (
            start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
            || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
        )
            throw new DataException("The file is UTF-16.", name, "Save it as UTF-8.");
        return start.StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
    }
}
