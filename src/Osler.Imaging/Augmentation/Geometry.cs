namespace Osler.Imaging.Augmentation;

/// <summary>A plane map: (row, column) of one image to (row, column) of another, in pixels from the edge.</summary>
internal readonly record struct PlaneMap(
    double RowRow,
    double RowColumn,
    double RowShift,
    double ColumnRow,
    double ColumnColumn,
    double ColumnShift
)
{
    public static PlaneMap Same { get; } = new(1, 0, 0, 0, 1, 0);

    public bool IsAligned => RowColumn == 0 && ColumnRow == 0;

    public (double Row, double Column) Of(double row, double column) =>
        (RowRow * row + RowColumn * column + RowShift, ColumnRow * row + ColumnColumn * column + ColumnShift);

    /// <summary>This map after another: the other is applied first.</summary>
    public PlaneMap After(PlaneMap first) =>
        new(
            RowRow * first.RowRow + RowColumn * first.ColumnRow,
            RowRow * first.RowColumn + RowColumn * first.ColumnColumn,
            RowRow * first.RowShift + RowColumn * first.ColumnShift + RowShift,
            ColumnRow * first.RowRow + ColumnColumn * first.ColumnRow,
            ColumnRow * first.RowColumn + ColumnColumn * first.ColumnColumn,
            ColumnRow * first.RowShift + ColumnColumn * first.ColumnShift + ColumnShift
        );

    public PlaneMap Inverse()
    {
        double determinant = RowRow * ColumnColumn - RowColumn * ColumnRow;
        (double a, double b) = (ColumnColumn / determinant, -RowColumn / determinant);
        (double c, double d) = (-ColumnRow / determinant, RowRow / determinant);
        return new(a, b, -(a * RowShift + b * ColumnShift), c, d, -(c * RowShift + d * ColumnShift));
    }

    /// <summary>Turning, scaling and shearing about a centre, with a shift: maps a place in the result to its source.</summary>
    public static PlaneMap About(
        double height,
        double width,
        double degrees,
        double scale,
        double shear,
        double down,
        double across
    )
    {
        double angle = degrees * Math.PI / 180;
        double skew = Math.Tan(shear * Math.PI / 180);
        (double sin, double cos) = Math.SinCos(angle);
        var toCentre = Same with { RowShift = -height / 2 - down, ColumnShift = -width / 2 - across };
        // Counter-clockwise as one looks at it, with rows running down.
        var turn = new PlaneMap(cos, -sin, 0, sin, cos, 0).Inverse();
        var stretch = new PlaneMap(1 / scale, 0, 0, skew / scale, 1 / scale, 0);
        var back = Same with { RowShift = height / 2, ColumnShift = width / 2 };
        return back.After(stretch).After(turn).After(toCentre);
    }
}

/// <summary>A field of shifts, smooth over an image, as elastic distortion draws it.</summary>
internal sealed class ShiftField(int height, int width, float[] rows, float[] columns)
{
    /// <summary>The shift at a place, linear between pixels' centres.</summary>
    public (double Row, double Column) At(double row, double column)
    {
        (row, column) = (Math.Clamp(row - 0.5, 0, height - 1), Math.Clamp(column - 0.5, 0, width - 1));
        (int y, int x) = (Math.Min((int)row, height - 2), Math.Min((int)column, width - 2));
        (y, x) = (Math.Max(y, 0), Math.Max(x, 0));
        (int below, int after) = (Math.Min(y + 1, height - 1), Math.Min(x + 1, width - 1));
        (double v, double u) = (row - y, column - x);
        return (Mix(rows), Mix(columns));

        double Mix(float[] field) =>
            (1 - v) * ((1 - u) * field[y * width + x] + u * field[y * width + after])
            + v * ((1 - u) * field[below * width + x] + u * field[below * width + after]);
    }
}

/// <summary>The map that geometric steps build: from the image that comes out to the one that goes in.</summary>
internal sealed class Geometry(int height, int width, int depth)
{
    public int Height { get; private set; } = height;
    public int Width { get; private set; } = width;
    public int Depth { get; } = depth;

    /// <summary>From the field's image (or what comes out, where there is no field) to what goes in.</summary>
    public PlaneMap Before { get; private set; } = PlaneMap.Same;

    /// <summary>From what comes out to the field's image.</summary>
    public PlaneMap AfterField { get; private set; } = PlaneMap.Same;

    public ShiftField? Field { get; private set; }

    /// <summary>What is done to a volume as a whole, before its slices: axes to reverse, and quarter turns.</summary>
    public List<VolumeTurn> Turns { get; } = [];

    public bool IsIdentity => Field is null && Before == PlaneMap.Same && AfterField == PlaneMap.Same;

    /// <summary>Adds a step, given as the map from its result to its source.</summary>
    public void Add(PlaneMap map, int? height = null, int? width = null)
    {
        if (Field is null)
            Before = Before.After(map);
        else
            AfterField = AfterField.After(map);
        (Height, Width) = (height ?? Height, width ?? Width);
    }

    /// <summary>Adds a field; a second one is left out by the caller.</summary>
    public void Add(ShiftField field) => Field = field;

    public (double Row, double Column) Source(double row, double column)
    {
        (row, column) = AfterField.Of(row, column);
        if (Field is not null)
        {
            var (down, across) = Field.At(row, column);
            (row, column) = (row + down, column + across);
        }
        return Before.Of(row, column);
    }

    /// <summary>Where a place of the source comes to lie. Through a field by fixed-point iteration.</summary>
    public (double Row, double Column) Result(double row, double column)
    {
        (row, column) = Before.Inverse().Of(row, column);
        if (Field is not null)
        {
            (double y, double x) = (row, column);
            for (int i = 0; i < 8; i++)
            {
                var (down, across) = Field.At(y, x);
                (y, x) = (row - down, column - across);
            }
            (row, column) = (y, x);
        }
        return AfterField.Inverse().Of(row, column);
    }
}

/// <summary>A volume's mirror image along an axis, or a quarter turn in the plane of two.</summary>
/// <param name="First">Axis: 0 slices, 1 rows, 2 columns.</param>
/// <param name="Second">The other axis of the plane; null mirrors.</param>
internal readonly record struct VolumeTurn(int First, int? Second = null);
