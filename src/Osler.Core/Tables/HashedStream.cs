using System.Security.Cryptography;
using Osler.Core.Files;

namespace Osler.Core.Tables;

/// <summary>Passes bytes through and shows them to a hash on the way.</summary>
internal sealed class HashedStream(Stream inner, IncrementalHash hash) : ForwardStream(inner)
{
    public override int Read(Span<byte> buffer)
    {
        int read = Inner.Read(buffer);
        hash.AppendData(buffer[..read]);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // A decompressor may stop before the last stored byte; the fingerprint is of them all.
            Span<byte> rest = stackalloc byte[4096];
            while (Read(rest) > 0) { }
        }
        base.Dispose(disposing);
    }
}
