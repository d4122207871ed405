namespace Osler.Core.Blocks;

/// <summary>
/// A size along each axis of an image, a volume or a signal; one number means all axes: <c>MaxPool(2)</c>,
/// <c>Conv(64, (3, 5))</c>, <c>Conv(64, (1, 3, 3))</c>.
/// </summary>
/// <remarks>
/// One number fits one, two or three axes. Two are height and width, three are depth, height and width; several equal
/// numbers are the same as one.
/// </remarks>
public readonly record struct Size
{
    private Size(int axes, int depth, int height, int width)
    {
        bool alike = height == width && (axes < 3 || depth == height);
        Axes = alike ? 0 : axes;
        Depth = axes == 3 || alike ? depth : 1;
        Height = height;
        Width = width;
    }

    /// <param name="all">Along every axis.</param>
    public Size(int all)
        : this(0, all, all, all) { }

    /// <param name="height">Along the second-last axis.</param>
    /// <param name="width">Along the last axis.</param>
    public Size(int height, int width)
        : this(2, height, height, width) { }

    /// <param name="depth">Along the third-last axis.</param>
    /// <param name="height">Along the second-last axis.</param>
    /// <param name="width">Along the last axis.</param>
    public Size(int depth, int height, int width)
        : this(3, depth, height, width) { }

    /// <summary>How many axes it is for: 2 or 3, or 0 where one number holds for any.</summary>
    public int Axes { get; }

    /// <summary>Along the third-last axis; 1 where only height and width are stated.</summary>
    public int Depth { get; }

    /// <summary>Along the second-last axis.</summary>
    public int Height { get; }

    /// <summary>Along the last axis.</summary>
    public int Width { get; }

    /// <summary>All axes alike.</summary>
    public static implicit operator Size(int all) => new(all);

    /// <summary>(height, width).</summary>
    public static implicit operator Size((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary>(depth, height, width).</summary>
    public static implicit operator Size((int Depth, int Height, int Width) size) =>
        new(size.Depth, size.Height, size.Width);

    /// <summary>Whether it can be a size over so many axes.</summary>
    public bool Fits(int axes) => Axes == 0 || Axes == axes;

    /// <summary>The sizes along so many axes, the last one last.</summary>
    /// <exception cref="ArgumentException">It is for another number of axes.</exception>
    public int[] Over(int axes)
    {
        if (!Fits(axes))
            throw new ArgumentException($"{this} is a size over {Axes} axes, not {axes}.", nameof(axes));
        return axes switch
        {
            1 => [Width],
            2 => [Height, Width],
            3 => [Depth, Height, Width],
            _ => throw new ArgumentOutOfRangeException(nameof(axes), axes, "One, two or three axes."),
        };
    }

    /// <summary><c>3</c> where all axes are alike, else <c>3 x 5</c> or <c>1 x 3 x 5</c>.</summary>
    public override string ToString() => Axes == 0 ? $"{Width}" : string.Join(" x ", Over(Axes));

    internal Size AtLeast(int least, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(Depth, Math.Min(Height, Width)), least, name);
        return this;
    }
}
