using Osler.Imaging.Augmentation;
using Osler.Imaging.Boxes;

namespace Osler.Studies;

/// <summary>The boxes of images, as a localisation head learns them: edges as shares of the network's input.</summary>
/// <remarks>
/// Of several boxes the largest is learnt. It follows its image through preprocessing and augmentation; where none of it is
/// left, or none is known, its edges are NaN. Where an image lies is found once and kept.
/// </remarks>
/// <param name="examples">The images.</param>
internal sealed class BoxTargets(ImageExamples examples)
{
    private readonly ImageFrame?[] _judged = new ImageFrame?[examples.Count];
    private readonly ImageFrame?[] _trained = new ImageFrame?[examples.Count];

    /// <summary>The edges of an image that is judged.</summary>
    /// <param name="index">The case.</param>
    /// <param name="edges">Gets upper, left, lower and right edge.</param>
    public void Judged(int index, Span<float> edges)
    {
        // Two threads may both make a frame; they make the same.
        var frame = _judged[index] ??= FrameOf(examples.Prepared(index));
        Write(Largest(index, frame) is { } box ? frame.Within(box) : null, frame.Height, frame.Width, edges);
    }

    /// <summary>The edges of an image as training varies it.</summary>
    /// <param name="index">The case.</param>
    /// <param name="epoch">In which epoch.</param>
    /// <param name="edges">Gets upper, left, lower and right edge.</param>
    public void Varied(int index, long epoch, Span<float> edges)
    {
        var frame = _trained[index] ??= FrameOf(examples.PreparedForTraining(index));
        var shape = examples.Input;
        Box? moved = null;
        if (Largest(index, frame) is { } box && frame.Within(box) is { } within)
            moved = examples.Draw(index, epoch, [shape[0], frame.Height, frame.Width]).Apply(within);
        Write(moved, shape[1], shape[2], edges);
    }

    private Box? Largest(int index, ImageFrame frame)
    {
        var boxes = examples.Source.Boxes(index);
        return boxes.IsEmpty ? null : frame.Prepared(boxes.MaxBy(box => box.Width * box.Height));
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
}
