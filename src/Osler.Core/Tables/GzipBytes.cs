using System.IO.Compression;
using Osler.Core.Files;

namespace Osler.Core.Tables;

/// <summary>
/// Decompresses gzip and notices a file that ends too early, which <see cref="GZipStream"/> takes for its end.
/// </summary>
/// <remarks>
/// A gzip file may have several members. A member with a known text, the seal, is read behind the stored bytes:
/// it comes out at the end if, and only if, the last stored member was complete.
/// </remarks>
internal sealed class GzipBytes(Stream stored)
    : ForwardStream(new GZipStream(new Sealed(stored), CompressionMode.Decompress))
{
    private static readonly byte[] Seal = "\0osler\0\n"u8.ToArray();
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _ended;

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

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        int read = Inner.Read(_buffer.AsSpan(_end));
        _end += read;
        if (read > 0)
            return;
        if (!_buffer.AsSpan(0, _end).SequenceEqual(Seal))
            throw new InvalidDataException("The compressed data end before their end.");
        (_end, _ended) = (0, true);
    }

    /// <summary>The stored bytes, then the seal as one more member.</summary>
    private sealed class Sealed(Stream stored) : ForwardStream(stored)
    {
        private static readonly byte[] Member = Packed();
        private int _sealRead;

        public override int Read(Span<byte> buffer)
        {
            int read = _sealRead == 0 ? Inner.Read(buffer) : 0;
            if (read > 0)
                return read;
            int rest = Math.Min(buffer.Length, Member.Length - _sealRead);
            Member.AsSpan(_sealRead, rest).CopyTo(buffer);
            _sealRead += rest;
            return rest;
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
