namespace Osler.Imaging.Files;

/// <summary>What deflated bytes can become (RFC 1951).</summary>
internal static class Deflate
{
    /// <summary>Most bytes out of one: at best 258 are coded in two bits. A file that claims more lies.</summary>
    public const long MostExpansion = 1032;
}
