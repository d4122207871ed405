namespace Osler.Fuzz.Tests;

/// <summary>A reader of files that come from anybody, with files to start from.</summary>
/// <param name="Name">The format.</param>
/// <param name="Corpus">Sound files, small ones.</param>
/// <param name="Read">Reads all that a file offers.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Corpus, Action<byte[]> Read)
{
    /// <summary>What the format's files are made of, beside the bytes of the corpus.</summary>
    public IReadOnlyList<byte[]> Words { get; init; } = [];

    /// <summary>How much of the time for a reader it has.</summary>
    public double Share { get; init; } = 1;

    /// <summary>The most bytes that one small file may set aside: lengths that lie must not be believed.</summary>
    public long MostAllocated { get; init; } = 1L << 30;
}
