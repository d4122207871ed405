namespace Osler.Imaging.Files;

/// <summary>The size that an image will be resized to, so that its file need not be decoded in full.</summary>
/// <remarks>
/// A JPEG is then decoded at half, a quarter or an eighth of its size, by its own cosines, as long as it stays at
/// least twice as large as needed both ways; the antialiased resize that follows does the rest.
/// </remarks>
/// <param name="Height">Rows needed, at least 1.</param>
/// <param name="Width">Columns needed, at least 1.</param>
public readonly record struct ImageTarget(int Height, int Width)
{
    /// <summary>The greatest of 1, 2, 4 and 8 by which an image may be shrunk.</summary>
    internal int Shrink(int height, int width)
    {
        int shrink = 1;
        while (shrink < 8 && height / (shrink * 2) >= 2 * Height && width / (shrink * 2) >= 2 * Width)
            shrink *= 2;
        return shrink;
    }
}
