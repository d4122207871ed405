namespace Osler.Core.Blocks;

/// <summary>A height and a width in pixels; one number means both: <c>MaxPool(2)</c>, <c>Conv(64, (3, 5))</c>.</summary>
/// <param name="Height">Along the second-last axis.</param>
/// <param name="Width">Along the last axis.</param>
public readonly record struct Size(int Height, int Width)
{
    /// <summary>Height and width alike.</summary>
    public static implicit operator Size(int both) => new(both, both);

    /// <summary>(height, width).</summary>
    public static implicit operator Size((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary><c>3</c> for a square, else <c>3 x 5</c>.</summary>
    public override string ToString() => Height == Width ? $"{Height}" : $"{Height} x {Width}";

    internal Size AtLeast(int least, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Height, least, name);
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, least, name);
        return this;
    }
}
