using Osler.Core.Blocks;
using Osler.Core.Chance;
using Osler.Imaging.Preprocessing;

namespace Osler.Imaging.Augmentation;

/// <summary>Mirror images. A volume is mirrored through its slices as well, where stated.</summary>
public sealed record Flip : GeometricStep
{
    /// <summary>Chance that left and right change places. By default 0.5.</summary>
    public double Horizontal
    {
        get;
        init => field = Within(value, 0, 1, "flip: horizontal");
    } = 0.5;

    /// <summary>Chance that top and bottom change places. By default 0.</summary>
    public double Vertical
    {
        get;
        init => field = Within(value, 0, 1, "flip: vertical");
    }

    /// <summary>Chance that a volume's first and last slices change places. By default 0; without effect on still images.</summary>
    public double Depth
    {
        get;
        init => field = Within(value, 0, 1, "flip: depth");
    }

    internal override void Draw(KeyedRandom random, Geometry geometry)
    {
        // All three are drawn, whatever their chances, so that changing one does not change the others' draws.
        (bool across, bool down, bool through) = (
            random.NextDouble() < Horizontal,
            random.NextDouble() < Vertical,
            random.NextDouble() < Depth
        );
        var map = PlaneMap.Same;
        if (across)
            map = map with { ColumnColumn = -1, ColumnShift = geometry.Width };
        if (down)
            map = map with { RowRow = -1, RowShift = geometry.Height };
        if (across || down)
            geometry.Add(map);
        if (through && geometry.Depth > 1)
            geometry.Turns.Add(new VolumeTurn(0));
    }
}

/// <summary>Turns by 0, 90, 180 or 270 degrees, each as likely. A volume is turned about all three of its axes.</summary>
/// <remarks>
/// Sides of different lengths change places only where the image stays of one size: other images get 0 or 180 degrees.
/// </remarks>
public sealed record QuarterTurns : GeometricStep
{
    internal override void Draw(KeyedRandom random, Geometry geometry)
    {
        int turns = random.Next(4);
        (int slicesRows, int slicesColumns) = (random.Next(4), random.Next(4));
        if (geometry.Height != geometry.Width)
            turns &= 2;
        for (int turn = 0; turn < turns; turn++)
            geometry.Add(new PlaneMap(0, 1, 0, -1, 0, geometry.Width));
        if (geometry.Depth <= 1)
            return;
        Turn(geometry, slicesRows, 1, geometry.Height);
        Turn(geometry, slicesColumns, 2, geometry.Width);
    }

    private static void Turn(Geometry geometry, int turns, int axis, int length)
    {
        if (geometry.Depth != length)
            turns &= 2;
        for (int turn = 0; turn < turns; turn++)
        {
            if (geometry.Depth == length)
            {
                geometry.Turns.Add(new VolumeTurn(0, axis));
                continue;
            }
            // A half turn is two mirror images.
            geometry.Turns.Add(new VolumeTurn(0));
            geometry.Turns.Add(new VolumeTurn(axis));
            break;
        }
    }
}

/// <summary>Turns about the middle; corners that come from outside are black. A volume is turned slice by slice alike.</summary>
public sealed record Rotate : GeometricStep
{
    /// <summary>Greatest angle to either side, in degrees, 0 to 180. By default 10.</summary>
    public double Degrees
    {
        get;
        init => field = Within(value, 0, 180, "rotate: degrees");
    } = 10;

    internal override void Draw(KeyedRandom random, Geometry geometry) =>
        geometry.Add(
            PlaneMap.About(
                geometry.Height,
                geometry.Width,
                Uniform(random, -Degrees, Degrees),
                scale: 1,
                shear: 0,
                down: 0,
                across: 0
            )
        );
}

/// <summary>Turns, scales, shears and shifts at once; what comes from outside is black.</summary>
public sealed record Affine : GeometricStep
{
    /// <summary>Greatest angle to either side, in degrees, 0 to 180. By default 0.</summary>
    public double Degrees
    {
        get;
        init => field = Within(value, 0, 180, "affine: degrees");
    }

    /// <summary>Greatest shift to each side, as a share of height and width, 0 to 1. By default 0.</summary>
    public double Shift
    {
        get;
        init => field = Within(value, 0, 1, "affine: shift");
    }

    /// <summary>Greatest factor by which it grows or shrinks, 1 to 10; drawn evenly on the logarithm. By default 1.</summary>
    public double Scale
    {
        get;
        init => field = Within(value, 1, 10, "affine: scale");
    } = 1;

    /// <summary>Greatest shear to either side, in degrees, 0 to 60. By default 0.</summary>
    public double Shear
    {
        get;
        init => field = Within(value, 0, 60, "affine: shear");
    }

    internal override void Draw(KeyedRandom random, Geometry geometry)
    {
        double logarithm = Math.Log(Scale);
        geometry.Add(
            PlaneMap.About(
                geometry.Height,
                geometry.Width,
                Uniform(random, -Degrees, Degrees),
                Math.Exp(Uniform(random, -logarithm, logarithm)),
                Uniform(random, -Shear, Shear),
                Uniform(random, -Shift, Shift) * geometry.Height,
                Uniform(random, -Shift, Shift) * geometry.Width
            )
        );
    }
}

/// <summary>Elastic distortion: every pixel is shifted by noise that was smoothed.</summary>
/// <remarks>
/// Simard, Steinkraus and Platt, ICDAR 2003, doi:10.1109/ICDAR.2003.1227801: uniform noise in [-1, 1] for rows and for
/// columns, smoothed by a Gaussian, times a strength. A second elastic step of one list is refused.
/// </remarks>
public sealed record Elastic : GeometricStep
{
    /// <summary>Strength in pixels, 0 to 1,000; shifts are much smaller, since smoothing evens the noise out. By default 34.</summary>
    public double Strength
    {
        get;
        init => field = Within(value, 0, 1000, "elastic: strength");
    } = 34;

    /// <summary>Standard deviation of the Gaussian in pixels, 0.5 to 100. By default 4.</summary>
    public double Smoothness
    {
        get;
        init => field = Within(value, 0.5, 100, "elastic: smoothness");
    } = 4;

    internal override void Draw(KeyedRandom random, Geometry geometry)
    {
        (int height, int width) = (geometry.Height, geometry.Width);
        float[] rows = Noise(random, height, width);
        float[] columns = Noise(random, height, width);
        geometry.Add(new ShiftField(height, width, rows, columns));
    }

    private float[] Noise(KeyedRandom random, int height, int width)
    {
        float[] noise = new float[height * width];
        for (int i = 0; i < noise.Length; i++)
            noise[i] = (float)(Strength * (2 * random.NextDouble() - 1));
        Gaussian.Blur(noise, height, width, Smoothness, outside: 0);
        return noise;
    }
}

/// <summary>A rectangle of random area and proportions, resized: torchvision's <c>RandomResizedCrop</c>.</summary>
/// <remarks>
/// Szegedy et al., CVPR 2015, doi:10.1109/CVPR.2015.7298594. Ten draws; where none fits into the image, its middle in the
/// nearest allowed proportions.
/// </remarks>
/// <param name="Size">What comes out, in pixels.</param>
public sealed record Crop(Size Size) : GeometricStep
{
    /// <summary>What comes out, in pixels, 1 to 16,384.</summary>
    public Size Size { get; init; } = ImageStep.Sides(Size, "crop");

    /// <summary>Least share of the image's area, 0.01 to 1. By default 0.08.</summary>
    public double LeastArea
    {
        get;
        init => field = Within(value, 0.01, 1, "crop: least_area");
    } = 0.08;

    /// <summary>Greatest proportion of width to height, and of height to width, 1 to 10. By default 4/3.</summary>
    public double Aspect
    {
        get;
        init => field = Within(value, 1, 10, "crop: aspect");
    } = 4.0 / 3;

    internal override void Draw(KeyedRandom random, Geometry geometry)
    {
        (int top, int left, int height, int width) = Rectangle(random, geometry.Height, geometry.Width);
        geometry.Add(
            new PlaneMap((double)height / Size.Height, 0, top, 0, (double)width / Size.Width, left),
            Size.Height,
            Size.Width
        );
    }

    private (int Top, int Left, int Height, int Width) Rectangle(KeyedRandom random, int height, int width)
    {
        double logarithm = Math.Log(Aspect);
        for (int attempt = 0; attempt < 10; attempt++)
        {
            double area = Uniform(random, LeastArea, 1) * height * width;
            double aspect = Math.Exp(Uniform(random, -logarithm, logarithm));
            int w = (int)Math.Round(Math.Sqrt(area * aspect));
            int h = (int)Math.Round(Math.Sqrt(area / aspect));
            if (w >= 1 && h >= 1 && w <= width && h <= height)
                return (random.Next(height - h + 1), random.Next(width - w + 1), h, w);
        }
        int across = Math.Max(1, Math.Min(width, (int)Math.Round(height * Aspect)));
        int down = Math.Max(1, Math.Min(height, (int)Math.Round(width * Aspect)));
        return ((height - down) / 2, (width - across) / 2, down, across);
    }
}

/// <summary>A rectangle of fixed size from a random place, after a black border: as for AlexNet and on CIFAR.</summary>
/// <param name="Size">What comes out, in pixels; an image with less gets more black.</param>
public sealed record ShiftedCrop(Size Size) : GeometricStep
{
    /// <summary>What comes out, in pixels, 1 to 16,384.</summary>
    public Size Size { get; init; } = ImageStep.Sides(Size, "shifted_crop");

    /// <summary>Width of the black border in pixels, 0 to 1,000. By default 0.</summary>
    public int Border
    {
        get;
        init => field = (int)Within(value, 0, 1000, "shifted_crop: border");
    }

    internal override void Draw(KeyedRandom random, Geometry geometry)
    {
        double top = Place(random, geometry.Height, Size.Height);
        double left = Place(random, geometry.Width, Size.Width);
        geometry.Add(PlaneMap.Same with { RowShift = top, ColumnShift = left }, Size.Height, Size.Width);
    }

    private double Place(KeyedRandom random, int length, int size)
    {
        int free = length + 2 * Border - size;
        return free >= 0 ? random.Next(free + 1) - Border : free / 2 - Border;
    }
}
