using System.Numerics;

namespace Osler.Core.Tables;

/// <summary>Identifiers become numbers at the door, so that no name is kept or logged.</summary>
/// <remarks>
/// 64 bits, the same on every machine; two of a million identifiers share a hash with a chance of 3e-8. Whoever
/// holds a list of identifiers can hash it too, so hashes are not written to any file either.
/// </remarks>
public static class IdentifierHash
{
    /// <summary>The hash of a trimmed identifier; never 0, which stands for missing.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        ulong hash = Mix(0x9E3779B97F4A7C15 ^ (ulong)text.Length);
        for (; text.Length >= 4; text = text[4..])
            hash = Mix(
                hash ^ (text[0] | ((ulong)text[1] << 16) | ((ulong)text[2] << 32) | ((ulong)text[3] << 48))
            );
        foreach (char letter in text)
            hash = Mix(hash ^ letter);
        return hash == 0 ? 1 : hash;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 32)) * 0xD6E8FEB86659FD93;
        z = BitOperations.RotateLeft(z, 29) * 0xBF58476D1CE4E5B9;
        return z ^ (z >> 31);
    }
}
