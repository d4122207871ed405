using System.Collections.Immutable;
using Osler.Core.Blocks;
using Osler.Core.Faults;
using Osler.Imaging.Files;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Preprocessing;

/// <summary>
/// Preprocessing of images with what it learnt from the training part: the only code that makes a network's input of
/// an image, in training and in serving. Safe to use from several threads.
/// </summary>
public sealed class ImagePreprocessing
{
    internal ImagePreprocessing(ImmutableArray<ImageStep> steps, Shape output, ImageExpectation expects) =>
        (Steps, Output, Expects) = (steps, output, expects);

    /// <summary>The steps with what they learnt, in order.</summary>
    public ImmutableArray<ImageStep> Steps { get; }

    /// <summary>What the network gets: [C, H, W] of a still image, [C, D, H, W] of a volume.</summary>
    public Shape Output { get; }

    /// <summary>What the training images were like.</summary>
    public ImageExpectation Expects { get; }

    /// <summary>
    /// The size that images are resized to, or that they must have where no step changes it; null where a step needs every
    /// pixel, and of volumes that are not resized.
    /// </summary>
    public ImageTarget? Target =>
        ImageRecipe.TargetOf(Steps)
        ?? (
            Output.Rank == 3 && Steps.All(step => step.IsPointwise || step is Equalise)
                ? new ImageTarget(Output[1], Output[2]) { IsFixed = true }
                : null
        );

    /// <summary>How many numbers come out.</summary>
    public int Length => (int)Output.Values;

    /// <summary>Makes the network's input of an image.</summary>
    /// <param name="image">As read.</param>
    /// <param name="destination">[C, H, W] or [C, D, H, W], row-major, of <see cref="Length"/>.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="DataException">The image comes out of the steps in another shape.</exception>
    public void Apply(IImage image, Span<float> destination, string? where = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var planes = Prepare(image);
        Finish(planes, destination, where);
    }

    /// <summary>Runs the steps before normalise: what augmentation works on.</summary>
    /// <param name="image">As read.</param>
    /// <returns>To be disposed of, or handed to <see cref="Finish"/> first.</returns>
    public Planes Prepare(IImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Prepare(Begin(image), Steps);
    }

    /// <summary>
    /// The size of the centre crop that ends the steps that change an image's size; null where they end otherwise. Random
    /// crops take its place in training, and the crops of several views in judging.
    /// </summary>
    public Size? LastCrop => LastCropAt is { } at ? ((CentreCrop)Steps[at]).Size : null;

    /// <summary>As <see cref="Prepare(IImage)"/>, without the last centre crop (<see cref="LastCrop"/>).</summary>
    /// <param name="image">As read.</param>
    /// <returns>To be disposed of.</returns>
    public Planes PrepareUncropped(IImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Prepare(Begin(image), LastCropAt is { } at ? Steps.RemoveAt(at) : Steps);
    }

    /// <summary>Cuts a prepared image of <see cref="PrepareUncropped"/> to the last centre crop.</summary>
    /// <param name="planes">Changed in place.</param>
    public void CropLast(Planes planes)
    {
        if (LastCropAt is { } at)
            Steps[at].Run(planes);
    }

    // Equalising after the crop would see another image than the crop's.
    private int? LastCropAt
    {
        get
        {
            for (int i = Steps.Length - 1; i >= 0; i--)
                if (!Steps[i].IsPointwise)
                    return Steps[i] is CentreCrop ? i : null;
            return null;
        }
    }

    private IImage Begin(IImage image) => Expects.Taken(FileWindow.Begin(image, Steps));

    /// <summary>Runs steps up to normalise, which need not have learnt yet.</summary>
    internal static Planes Prepare(IImage image, ImmutableArray<ImageStep> steps)
    {
        var planes = image.ToPlanes();
        try
        {
            foreach (var step in steps)
                if (step is not Normalise)
                    step.Run(planes);
            return planes;
        }
        catch
        {
            planes.Dispose();
            throw;
        }
    }

    /// <summary>The shape of a prepared image, cropped or not: [C, H, W], or of a volume [C, D, H, W].</summary>
    /// <param name="planes">As prepared.</param>
    public Shape ShapeOf(Planes planes)
    {
        ArgumentNullException.ThrowIfNull(planes);
        return ShapeOf(planes, Output.Rank == 4);
    }

    /// <summary>Normalises and writes what the network gets.</summary>
    /// <param name="planes">As prepared; left as they are.</param>
    /// <param name="destination">As of <see cref="Apply"/>.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="DataException">Another shape than <see cref="Output"/>.</exception>
    public void Finish(Planes planes, Span<float> destination, string? where = null)
    {
        ArgumentNullException.ThrowIfNull(planes);
        if (destination.Length != Length)
            throw new ArgumentException(
                $"Room for {destination.Length} of {Length} numbers.",
                nameof(destination)
            );
        RequireShape(planes, where);
        if (Steps.LastOrDefault() is Normalise normalise)
            normalise.Run(planes, destination);
        else
            planes.Values.CopyTo(destination);
    }

    /// <summary>Refuses an image that is not like those of training, with the reason. For prediction.</summary>
    /// <param name="image">As read.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="DataException">Its colour, unit or range was not seen in training, or its numbers are beyond its range.</exception>
    public void Require(IImage image, string? where = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        Expects.Require(Begin(image), Steps.FirstOrDefault(step => step is Scale or Window) is Scale, where);
    }

    /// <summary>Refuses what prediction refuses: as <see cref="Require"/>, and an image that comes out in another shape.</summary>
    /// <param name="image">As read.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="DataException">As of <see cref="Require"/> and <see cref="Apply"/>.</exception>
    public void RequireFit(IImage image, string? where = null)
    {
        Require(image, where);
        using var planes = Prepare(image);
        RequireShape(planes, where);
    }

    private void RequireShape(Planes planes, string? where)
    {
        var shape = ShapeOf(planes);
        if (shape != Output)
            throw new DataException(
                $"The image comes out of the preprocessing as {shape}; the network needs {Output}.",
                where,
                shape[0] != Output[0]
                    ? "It has other channels than the training images."
                    : "It has another size than the training images, and no step sets the size."
            );
    }

    /// <summary>What makes an answer for an image doubtful, although it is not refused; one sentence each.</summary>
    /// <param name="image">As read.</param>
    public ImmutableArray<string> Warnings(IImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Expects.Warnings(
            Begin(image),
            Steps.Any(step => step is Equalise or Normalise { By: NormaliseBy.PerImage })
        );
    }

    /// <summary>The steps, the output and the expectation as JSON, for <c>preprocessing.json</c>.</summary>
    public string ToJson() => ImagePreprocessingJson.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">UTF-8.</param>
    /// <exception cref="DataException">Damaged, or of a later version.</exception>
    public static ImagePreprocessing FromJson(ReadOnlySpan<byte> json) => ImagePreprocessingJson.Read(json);

    internal static Shape ShapeOf(Planes planes, bool isVolume) =>
        isVolume
            ? [planes.Channels, planes.Depth, planes.Height, planes.Width]
            : [planes.Channels, planes.Height, planes.Width];
}
