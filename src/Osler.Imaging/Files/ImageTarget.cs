using Osler.Core.Faults;

namespace Osler.Imaging.Files;

/// <summary>
/// The size that an image will be resized to, so that its file need not be decoded in full; or that it must have, so that one of
/// another size need not be decoded at all.
/// </summary>
/// <remarks>
/// A JPEG is then decoded at half, a quarter or an eighth of its size, by its own cosines, as long as it stays at
/// least twice as large as needed both ways; the antialiased resize that follows does the rest.
/// </remarks>
/// <param name="Height">Rows needed, at least 1.</param>
/// <param name="Width">Columns needed, at least 1.</param>
public readonly record struct ImageTarget(int Height, int Width)
{
    /// <summary>Whether nothing resizes it: another size is of no use.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Refuses an image of another size where <see cref="IsFixed"/>, before it is decoded.</summary>
    /// <param name="height">Rows, as the file's head says.</param>
    /// <param name="width">Columns.</param>
    /// <param name="mayTurn">Whether the file may say further on that it lies on its side.</param>
    /// <param name="where">The file, for the message.</param>
    /// <exception cref="DataException">Another size.</exception>
    internal void Require(int height, int width, bool mayTurn, string? where)
    {
        if (IsFixed && (height, width) != (Height, Width) && !(mayTurn && (width, height) == (Height, Width)))
            throw new DataException(
                $"The image has {height} x {width} pixels; the network needs {Height} x {Width}.",
                where,
                "It has another size than the training images, and no step sets the size."
            );
    }

    /// <summary>The greatest of 1, 2, 4 and 8 by which an image may be shrunk.</summary>
    internal int Shrink(int height, int width)
    {
        int shrink = 1;
        while (
            !IsFixed && shrink < 8 && height / (shrink * 2) >= 2 * Height && width / (shrink * 2) >= 2 * Width
        )
            shrink *= 2;
        return shrink;
    }
}
