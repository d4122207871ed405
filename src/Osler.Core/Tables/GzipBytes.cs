using System.IO.Compression;

namespace Osler.Core.Tables;

/// <summary>
/// Decompresses gzip and notices a file that ends too early, which <see cref="GZipStream"/> takes for its end.
/// </summary>
/// <remarks>
/// A gzip file may have several members. A member with a known text, the seal, is read behind the stored bytes:
/// it comes out at the end if, and only if, the last stored member was complete.
/// </remarks>
internal sealed class GzipBytes(Stream stored) : Stream
{
    private static readonly byte[] Seal = "\0osler\0\n"u8.ToArray();
    private readonly GZipStream _gzip = new(new Sealed(stored), CompressionMode.Decompress);
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        // The last bytes are held back until it is known whether they are the seal.
        while (!_ended && _end - _start <= Seal.Length)
            Fill();
        int ready = Math.Min(buffer.Length, _end - _start - (_ended ? 0 : Seal.Length));
        _buffer.AsSpan(_start, ready).CopyTo(buffer);
        _start += ready;
        return ready;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _gzip.Dispose();
        base.Dispose(disposing);
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        int read = _gzip.Read(_buffer.AsSpan(_end));
        _end += read;
        if (read > 0)
            return;
        if (!_buffer.AsSpan(0, _end).SequenceEqual(Seal))
            throw new InvalidDataException("The compressed data end before their end.");
        (_end, _ended) = (0, true);
    }

    /// <summary>The stored bytes, then the seal as one more member.</summary>
    private sealed class Sealed(Stream stored) : Stream
    {
        private static readonly byte[] Member = Packed();
        private int _sealRead;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            int read = _sealRead == 0 ? stored.Read(buffer) : 0;
            if (read > 0)
                return read;
            int rest = Math.Min(buffer.Length, Member.Length - _sealRead);
            Member.AsSpan(_sealRead, rest).CopyTo(buffer);
            _sealRead += rest;
            return rest;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                stored.Dispose();
            base.Dispose(disposing);
        }

        private static byte[] Packed()
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
                gzip.Write(Seal);
            return packed.ToArray();
        }
    }
}
