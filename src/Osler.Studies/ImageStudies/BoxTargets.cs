using Osler.Core.Metrics;
using Osler.Imaging.Augmentation;
using Osler.Imaging.Boxes;

namespace Osler.Studies;

/// <summary>The boxes of images, as a localisation head learns them: edges as shares of the network's input.</summary>
/// <remarks>
/// Of several boxes the largest is learnt. It follows its image through preprocessing and augmentation; where none of it is
/// left, or none is known, its edges are NaN. A box, and where its image lies, are found once and kept.
/// </remarks>
/// <param name="examples">The images.</param>
internal sealed class BoxTargets(ImageExamples examples)
{
    private readonly LargestBox?[] _largest = new LargestBox?[examples.Count];
    private readonly ImageFrame?[] _judged = new ImageFrame?[examples.Count];
    private readonly ImageFrame?[] _trained = new ImageFrame?[examples.Count];

    /// <summary>Notes where an image lies that was prepared for the network, so that its box needs no preparation of its own.</summary>
    /// <param name="index">The case.</param>
    /// <param name="planes">As prepared, before it is varied.</param>
    /// <param name="varied">Whether it is to be varied; else it is judged.</param>
    public void Note(int index, Imaging.Rasters.Planes planes, bool varied) =>
        (varied ? _trained : _judged)[index] ??= ImageFrame.Of(planes);

    /// <summary>The edges of an image that is judged.</summary>
    /// <param name="index">The case.</param>
    /// <param name="edges">Gets upper, left, lower and right edge.</param>
    public void Judged(int index, Span<float> edges)
    {
        if (Largest(index) is not { } box)
        {
            edges.Fill(float.NaN);
            return;
        }
        // Two threads may both make a frame; they make the same.
        var frame = _judged[index] ??= FrameOf(examples.Prepared(index));
        Write(frame.Within(frame.Prepared(box)), frame.Height, frame.Width, edges);
    }

    /// <summary>The edges of an image as training varies it.</summary>
    /// <param name="index">The case.</param>
    /// <param name="epoch">In which epoch.</param>
    /// <param name="edges">Gets upper, left, lower and right edge.</param>
    public void Varied(int index, long epoch, Span<float> edges)
    {
        var shape = examples.Input;
        Box? moved = null;
        if (Largest(index) is { } box)
        {
            var frame = _trained[index] ??= FrameOf(examples.PreparedForTraining(index));
            if (frame.Within(frame.Prepared(box)) is { } within)
                moved = examples.Draw(index, epoch, [shape[0], frame.Height, frame.Width]).Apply(within);
        }
        Write(moved, shape[1], shape[2], edges);
    }

    // Boxes may stand in a file of their own, which is read once.
    private PixelBox? Largest(int index)
    {
        if (_largest[index] is { } known)
            return known.Box;
        var boxes = examples.Source.Boxes(index);
        PixelBox? largest = boxes.IsEmpty ? null : boxes.MaxBy(box => box.Width * box.Height);
        _largest[index] = new(largest);
        return largest;
    }

    private static ImageFrame FrameOf(Imaging.Rasters.Planes planes)
    {
        using (planes)
            return ImageFrame.Of(planes);
    }

    private static void Write(Box? box, int height, int width, Span<float> edges)
    {
        if (box is not { } known)
        {
            edges.Fill(float.NaN);
            return;
        }
        edges[0] = (float)(known.Top / height);
        edges[1] = (float)(known.Left / width);
        edges[2] = (float)(known.Bottom / height);
        edges[3] = (float)(known.Right / width);
    }

    /// <param name="Box">In pixels as read; null where none is known.</param>
    private sealed record LargestBox(PixelBox? Box);
}
