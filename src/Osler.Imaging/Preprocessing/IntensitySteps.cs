using System.Collections.Immutable;
using System.Numerics.Tensors;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Preprocessing;

/// <summary>Limits the numbers to a window, whose ends are black and white from here on.</summary>
/// <param name="Low">The number that becomes black, in the image's own numbers (Hounsfield units of a CT).</param>
/// <param name="High">The number that becomes white; above Low.</param>
public sealed record Window(double Low, double High) : ImageStep
{
    /// <summary>The number that becomes white; above Low.</summary>
    public double High { get; init; } =
        Checked(
            High,
            double.IsFinite(Low) && double.IsFinite(High) && High > Low,
            "window: high",
            "above low, both finite"
        );

    internal override void Run(Planes image)
    {
        var values = image.Values;
        TensorPrimitives.Max(values, (float)Low, values);
        TensorPrimitives.Min(values, (float)High, values);
        image.Range = new SampleRange((float)Low, (float)High, image.Range.Unit);
    }
}

/// <summary>
/// A DICOM image comes under its file's own first VOI table or window, from 0 to 255: as a viewer shows it first. One without
/// either comes from its least to its greatest value (8 bits of brightness as they are), and so does a stack of frames as a
/// whole. Colour, and images of other files, stay as they are. The first step, if any.
/// </summary>
public sealed record FileWindow : ImageStep
{
    /// <summary>The image that steps begin with.</summary>
    internal static IImage Begin(IImage image, ImmutableArray<ImageStep> steps) =>
        steps is [FileWindow, ..] ? image.Displayed : image;

    // Done where the image becomes planes: the table is the file's.
    internal override void Run(Planes image) { }
}

/// <summary>Stretches the range from black to white to [0, 1].</summary>
public sealed record Scale : ImageStep
{
    internal override void Run(Planes image)
    {
        var range = image.Range;
        float factor = range.High > range.Low ? 1 / (range.High - range.Low) : 1;
        if (range.Low != 0)
            TensorPrimitives.Subtract(image.Values, range.Low, image.Values);
        TensorPrimitives.Multiply(image.Values, factor, image.Values);
        image.Range = new SampleRange(0, 1);
    }
}
