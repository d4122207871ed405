using System.Security.Cryptography;

namespace Osler.Core.Files;

/// <summary>The fingerprint of a file.</summary>
internal static class FileHash
{
    /// <summary>SHA-256 of a file's bytes, in lower-case hexadecimal digits.</summary>
    /// <exception cref="IOException">It isn't there, or can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string Of(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
