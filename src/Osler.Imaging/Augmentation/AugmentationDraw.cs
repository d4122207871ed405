using System.Collections.Immutable;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Augmentation;

/// <summary>A rectangle in an image, in pixels from its edge.</summary>
/// <param name="Top">The upper edge.</param>
/// <param name="Left">The left edge.</param>
/// <param name="Bottom">The lower edge; not above the upper one.</param>
/// <param name="Right">The right edge; not left of the left one.</param>
public readonly record struct Box(double Top, double Left, double Bottom, double Right);

/// <summary>What was drawn to happen to one image, its mask and its boxes.</summary>
public sealed class AugmentationDraw
{
    private readonly Geometry _geometry;
    private readonly ImmutableArray<PhotometricDraw> _photometric;

    internal AugmentationDraw(Geometry geometry, ImmutableArray<PhotometricDraw> photometric) =>
        (_geometry, _photometric) = (geometry, photometric);

    /// <summary>Varies an image in place: one resampling, then brightness and colours.</summary>
    /// <param name="image">As prepared, of the shape that was drawn for.</param>
    public void Apply(Planes image)
    {
        ArgumentNullException.ThrowIfNull(image);
        Move(image, image.Range.Low, nearest: false);
        foreach (var drawn in _photometric)
            drawn.Apply(image);
    }

    /// <summary>Moves a mask in place as the image is moved; each pixel keeps one of the mask's own values.</summary>
    /// <param name="mask">Of the image's height and width.</param>
    /// <param name="outside">What comes from beyond the edge.</param>
    public void ApplyToMask(Planes mask, float outside = 0)
    {
        ArgumentNullException.ThrowIfNull(mask);
        Move(mask, outside, nearest: true);
    }

    /// <summary>
    /// The upright rectangle around a moved box, cut to the image; null where nothing of it is left. Through an elastic
    /// distortion, around the box's moved edge points.
    /// </summary>
    /// <param name="box">In the image as prepared.</param>
    public Box? Apply(Box box)
    {
        const int steps = 8;
        (double top, double left) = (double.PositiveInfinity, double.PositiveInfinity);
        (double bottom, double right) = (double.NegativeInfinity, double.NegativeInfinity);
        for (int i = 0; i <= steps; i++)
        {
            double down = box.Top + (box.Bottom - box.Top) * i / steps;
            double across = box.Left + (box.Right - box.Left) * i / steps;
            Include(down, box.Left);
            Include(down, box.Right);
            Include(box.Top, across);
            Include(box.Bottom, across);
        }
        var moved = new Box(
            Math.Max(0, top),
            Math.Max(0, left),
            Math.Min(_geometry.Height, bottom),
            Math.Min(_geometry.Width, right)
        );
        return moved.Bottom > moved.Top && moved.Right > moved.Left ? moved : null;

        void Include(double row, double column)
        {
            var (y, x) = _geometry.Result(row, column);
            (top, left) = (Math.Min(top, y), Math.Min(left, x));
            (bottom, right) = (Math.Max(bottom, y), Math.Max(right, x));
        }
    }

    private void Move(Planes planes, float outside, bool nearest)
    {
        foreach (var turn in _geometry.Turns)
            VolumeTurning.Apply(planes, turn);
        if (!_geometry.IsIdentity || _geometry.Height != planes.Height || _geometry.Width != planes.Width)
            Warp.Apply(planes, _geometry, outside, nearest);
    }
}
