namespace Osler.Imaging.Files;

/// <summary>What deflated bytes can become (RFC 1951).</summary>
internal static class Deflate
{
    /// <summary>Most bytes out of one: at best 258 are coded in two bits. A file that claims more lies.</summary>
    public const long MostExpansion = 1032;

    private const long MostOfFew = 256 << 20;

    private const long MostGrowth = 64;

    /// <summary>
    /// What one image may become, in bytes: 256 MB or 64 times its own, whichever is more. An empty 8,192 x 8,192 image of 16 bits
    /// fits; a bomb stops here.
    /// </summary>
    /// <param name="packed">Its own bytes.</param>
    public static long Most(long packed) => Math.Max(MostOfFew, packed * MostGrowth);
}
