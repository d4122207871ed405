namespace Osler.Imaging.Dicom.Pixels;

/// <summary>Which values of interest become which brightness (PS3.3 section C.11.2).</summary>
/// <param name="Explanation">What it is for, e.g. LUNG; null: the file doesn't say.</param>
public abstract record Voi(string? Explanation)
{
    /// <summary>Brightness of a value after the modality's transform, 0 black to 1 white.</summary>
    public abstract double Brightness(double value);
}

/// <summary>How a window's brightness grows (PS3.3 section C.11.2.1.3).</summary>
public enum WindowShape
{
    /// <summary>In a line, with DICOM's half-pixel conventions: the default.</summary>
    Linear,

    /// <summary>In a line from centre - width / 2 to centre + width / 2.</summary>
    LinearExact,

    /// <summary>In an S.</summary>
    Sigmoid,
}

/// <summary>A range of values around a centre.</summary>
/// <param name="Centre">Window Center, in units of the values, e.g. -600 HU for lungs.</param>
/// <param name="Width">Window Width; greater than 0, at least 1 for <see cref="WindowShape.Linear"/>.</param>
/// <param name="Shape">How brightness grows within it.</param>
/// <param name="Explanation">What it is for.</param>
public sealed record Window(
    double Centre,
    double Width,
    WindowShape Shape = WindowShape.Linear,
    string? Explanation = null
) : Voi(Explanation)
{
    /// <summary>Window Width, greater than 0.</summary>
    public double Width { get; } =
        double.IsFinite(Width) && Width > 0 && (Shape != WindowShape.Linear || Width >= 1)
            ? Width
            : throw new ArgumentOutOfRangeException(
                nameof(Width),
                Width,
                "A window's width is greater than 0, and at least 1 for the linear shape."
            );

    /// <inheritdoc/>
    /// <remarks>
    /// Linear (C.11.2.1.2.1): 0 up to c - 0.5 - (w - 1) / 2, 1 above c - 0.5 + (w - 1) / 2, else
    /// (x - (c - 0.5)) / (w - 1) + 0.5. Exact (C.11.2.1.3.2): the same with c and w as they are. Sigmoid
    /// (C.11.2.1.3.1): 1 / (1 + exp(-4 (x - c) / w)).
    /// </remarks>
    public override double Brightness(double value) =>
        Shape switch
        {
            WindowShape.Sigmoid => 1 / (1 + Math.Exp(-4 * (value - Centre) / Width)),
            WindowShape.LinearExact => Math.Clamp((value - Centre) / Width + 0.5, 0, 1),
            _ when Width == 1 => value <= Centre - 0.5 ? 0 : 1,
            _ => Math.Clamp((value - (Centre - 0.5)) / (Width - 1) + 0.5, 0, 1),
        };

    /// <summary>The window whose black is <paramref name="low"/> and whose white is <paramref name="high"/>.</summary>
    /// <param name="low">Black.</param>
    /// <param name="high">White, greater than <paramref name="low"/>.</param>
    public static Window Between(double low, double high) =>
        new((low + high) / 2, high - low, WindowShape.LinearExact);

    /// <summary>Slope and offset of the brightness between black and white; null where there is no such line.</summary>
    internal (double Slope, double Offset)? Line =>
        Shape switch
        {
            WindowShape.LinearExact => (1 / Width, 0.5 - Centre / Width),
            WindowShape.Linear when Width > 1 => (1 / (Width - 1), 0.5 - (Centre - 0.5) / (Width - 1)),
            _ => null,
        };
}

/// <summary>A table of brightness from the file (PS3.3 section C.11.2.1.1).</summary>
public sealed record VoiTable : Voi
{
    private readonly LookupTable _table;

    internal VoiTable(LookupTable table, string? explanation)
        : base(explanation) => _table = table;

    /// <inheritdoc/>
    public override double Brightness(double value) => (double)_table[value] / _table.Greatest;
}
