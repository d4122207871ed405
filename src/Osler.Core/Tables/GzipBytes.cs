using System.IO.Compression;
using Osler.Core.Files;

namespace Osler.Core.Tables;

/// <summary>
/// Decompresses gzip and notices a file that ends too early, which <see cref="GZipStream"/> takes for its end.
/// </summary>
/// <remarks>
/// A gzip file may have several members. A member with a known text, the seal, is read behind the stored bytes:
/// it comes out at the end if, and only if, the last stored member was complete. A member that was cut takes the seal's bytes for
/// its own and makes something of them: nothing that came of them is handed on.
/// </remarks>
internal sealed class GzipBytes : ForwardStream
{
    private static readonly byte[] Seal = "\0osler\0\n"u8.ToArray();
    private readonly Sealed _sealed;
    private bool _ended;

    /// <param name="stored">The compressed bytes.</param>
    public GzipBytes(Stream stored)
        : this(new Sealed(stored)) { }

    private GzipBytes(Sealed stored)
        : base(new GZipStream(stored, CompressionMode.Decompress)) => _sealed = stored;

    public override int Read(Span<byte> buffer)
    {
        if (_ended || buffer.IsEmpty)
            return 0;
        int read = Inner.Read(buffer);
        if (!_sealed.Begun)
            return read;
        RequireSeal(buffer[..read]);
        _ended = true;
        return 0;
    }

    // Stored bytes and seal are never given in one reading, and more is asked for when all before has come out.
    private void RequireSeal(ReadOnlySpan<byte> begin)
    {
        Span<byte> rest = stackalloc byte[Seal.Length + 1];
        int length = Math.Min(begin.Length, rest.Length);
        begin[..length].CopyTo(rest);
        for (int read; length < rest.Length && (read = Inner.Read(rest[length..])) > 0; )
            length += read;
        if (!rest[..length].SequenceEqual(Seal))
            throw new InvalidDataException("The compressed data end before their end.");
    }

    /// <summary>The stored bytes, then the seal as one more member.</summary>
    private sealed class Sealed(Stream stored) : ForwardStream(stored)
    {
        private static readonly byte[] Member = Packed();
        private int _sealRead;

        /// <summary>Whether all stored bytes were given.</summary>
        public bool Begun => _sealRead > 0;

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
