using Osler.Core.Faults;
using Osler.Core.Tables;

namespace Osler.Core.Files;

/// <summary>The lines of a text file as bytes, plain or gzipped (bgzip too), within a bounded memory.</summary>
/// <remarks>A line ends at a line feed, with or without a carriage return before it; the last one may lack it.</remarks>
internal sealed class ByteLines : IDisposable
{
    // By so many bytes a file's sort is told.
    private const int Telling = 4;

    private readonly Stream _stream;
    private readonly string _where;
    private readonly int _longest;
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _ended;

    /// <param name="stream">Read to its end and closed.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <param name="longest">The longest line that is taken, in bytes.</param>
    public ByteLines(Stream stream, string where, int longest)
    {
        _where = where;
        _longest = longest;
        _stream = stream;
        Begin();
        if (_end >= 2 && _buffer[0] == 0x1F && _buffer[1] == 0x8B)
        {
            var head = new MemoryStream(_buffer[.._end], writable: false);
            _stream = new GzipBytes(new Joined(head, stream));
            (_end, _ended) = (0, false);
            Begin();
        }
    }

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The line that was read last, without its end; valid until the next is read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Whether a line feed ends the line that was read last; a file's last line may lack it, and may then be cut.</summary>
    public bool Ended { get; private set; }

    /// <summary>"file, line n"; the file alone before the first line is read.</summary>
    public string Here => Number == 0 ? _where : $"{_where}, line {Number}";

    /// <summary>What is at hand of the file's beginning, four bytes or more where it has them; before the first line is read.</summary>
    public ReadOnlySpan<byte> Beginning => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Opens a file.</summary>
    /// <exception cref="DataException">Absent, a folder, empty, unreadable.</exception>
    public static ByteLines Open(string path, int longest)
    {
        if (Directory.Exists(path))
            throw new DataException("This is a folder; a file is needed.", path);
        if (!File.Exists(path))
            throw new DataException("There is no such file.", path);
        FileStream? stream = null;
        try
        {
            stream = new FileStream(
                path,
                new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan }
            );
            if (!stream.CanSeek || stream.Length == 0)
                throw new DataException("The file is empty, or it is a pipe or a device.", path);
            return new ByteLines(stream, path, longest);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            stream?.Dispose();
            throw new DataException("The file can't be read.", path, inner: fault);
        }
        catch
        {
            stream?.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next line.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="DataException">A line that is too long; compressed data that are damaged or end too early.</exception>
    public bool Next()
    {
        int searched = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                Take(searched + length);
                Ended = true;
                _start++;
                return true;
            }
            searched = _end - _start;
            if (_ended)
            {
                if (searched == 0)
                    return false;
                Take(searched);
                Ended = false;
                return true;
            }
            // A carriage return may be its last byte.
            if (searched > _longest + 1L)
                throw TooLong();
            Fill();
        }
    }

    public void Dispose() => _stream.Dispose();

    private void Take(int length)
    {
        var line = _buffer.AsMemory(_start, length);
        if (!line.IsEmpty && line.Span[^1] == '\r')
            line = line[..^1];
        // The buffer may hold more than one line may have.
        if (line.Length > _longest)
            throw TooLong();
        _start += length;
        Line = line;
        Number++;
    }

    private DataException TooLong() =>
        new(
            $"The line is longer than {_longest:N0} bytes.",
            $"{_where}, line {Number + 1}",
            "It is damaged, or it is no such file."
        );

    // A stream may give fewer bytes at once than it has.
    private void Begin()
    {
        do Fill();
        while (!_ended && _end < Telling);
    }

    private void Fill()
    {
        // A fresh buffer where the line outgrows the old one; else the rest moves to the front.
        int rest = _end - _start;
        byte[] target = rest > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, rest).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, rest);
        int read;
        try
        {
            read = _stream.Read(_buffer.AsSpan(_end));
        }
        catch (InvalidDataException fault)
        {
            throw new DataException(
                "The compressed file is damaged, or it ends before its end.",
                $"{_where}, after line {Number}",
                "Copy or download it again.",
                fault
            );
        }
        catch (IOException fault)
        {
            throw new DataException("The file can't be read.", _where, inner: fault);
        }
        _end += read;
        _ended = read == 0;
    }

    /// <summary>What was read ahead, then the rest.</summary>
    private sealed class Joined(MemoryStream head, Stream rest) : ForwardStream(rest)
    {
        public override int Read(Span<byte> buffer)
        {
            int read = head.Read(buffer);
            return read > 0 ? read : Inner.Read(buffer);
        }
    }
}
