using Osler.Core.Metrics;
using Osler.Imaging.Augmentation;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Boxes;

/// <summary>Where a prepared image lies in the image as read, so that boxes can be told in either.</summary>
/// <param name="Rows">Where a row lies as read.</param>
/// <param name="Columns">Where a column lies as read.</param>
/// <param name="Height">Rows of the prepared image.</param>
/// <param name="Width">Columns of the prepared image.</param>
public sealed record ImageFrame(AxisMap Rows, AxisMap Columns, int Height, int Width)
{
    /// <summary>The frame of a prepared image.</summary>
    public static ImageFrame Of(Planes planes)
    {
        ArgumentNullException.ThrowIfNull(planes);
        return new(planes.Rows, planes.Columns, planes.Height, planes.Width);
    }

    /// <summary>A box of whole pixels as read, in the prepared image from its edge; it may reach beyond.</summary>
    public Box Prepared(PixelBox box) =>
        new(
            Rows.FromSource(box.Top),
            Columns.FromSource(box.Left),
            Rows.FromSource(box.Bottom + 1),
            Columns.FromSource(box.Right + 1)
        );

    /// <summary>A box in the prepared image, in whole pixels as read.</summary>
    public PixelBox AsRead(Box box) =>
        new(
            Columns.ToSource(box.Left),
            Rows.ToSource(box.Top),
            Columns.ToSource(box.Right) - 1,
            Rows.ToSource(box.Bottom) - 1
        );

    /// <summary>What of a box lies within the prepared image; null where nothing does.</summary>
    public Box? Within(Box box)
    {
        var cut = new Box(
            Math.Max(0, box.Top),
            Math.Max(0, box.Left),
            Math.Min(Height, box.Bottom),
            Math.Min(Width, box.Right)
        );
        return cut.Bottom > cut.Top && cut.Right > cut.Left ? cut : null;
    }
}
