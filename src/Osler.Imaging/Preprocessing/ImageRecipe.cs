using System.Collections.Immutable;
using System.Text.Json;
using Osler.Core.Blocks;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Imaging.Files;
using Osler.Imaging.Rasters;
using Osler.Imaging.Resampling;

namespace Osler.Imaging.Preprocessing;

/// <summary>Preprocessing of images as declared: steps in order.</summary>
/// <param name="Steps">The steps; each works on what the one before left. A normalise step is the last.</param>
public sealed record ImageRecipe(ImmutableArray<ImageStep> Steps)
{
    // Images of a block are read at once and joined in their order.
    private const int Block = 64;

    /// <summary>Reads a recipe: <c>["grey", {"step": "resize", "size": 224}, "scale", "normalise"]</c>.</summary>
    /// <param name="steps">A JSON array.</param>
    /// <exception cref="RequestException">An unknown step or key (with the nearest known one), or a value out of range.</exception>
    public static ImageRecipe FromJson(JsonElement steps) =>
        new(
            NamedRecords.Read<ImageStep>(
                steps,
                "preprocessing",
                "[grey, {step: resize, size: 224}, scale, normalise]"
            )
        );

    /// <summary>The steps as a JSON array that <see cref="FromJson"/> reads.</summary>
    public string ToJson() => NamedRecords.Write(Steps);

    /// <summary>
    /// The size that images are resized to before anything depends on their pixels, so that a JPEG need not be decoded
    /// in full; null where a step before needs every pixel, or where a filter that skips pixels is stated.
    /// </summary>
    public ImageTarget? Target => TargetOf(Steps);

    /// <summary>
    /// Looks at the training images, at all of them: their channels, ranges and sizes, and where a normalise step has
    /// to learn them, their mean and standard deviation after the steps before it.
    /// </summary>
    /// <param name="count">How many training images, at least 1.</param>
    /// <param name="read">Reads one of them, from 0; called from several threads, each image once or twice.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <returns>The same for the same images in the same order, whatever the threads do.</returns>
    /// <exception cref="RequestException">Steps that do not fit each other or the images.</exception>
    /// <exception cref="DataException">No image, or images that come out of the steps in different sizes.</exception>
    public ImagePreprocessing Fit(int count, Func<int, IImage> read, CancellationToken cancellation = default)
    {
        RequireOrder();
        if (count < 1)
            throw new DataException("There is no training image.", "preprocessing");
        var (all, shape, channels) = Look(count, read, null, cancellation);
        // All of one kind, so that none that happens to fit a narrower range is scaled by it.
        if (!all.IsOfOneKind)
            (all, shape, channels) = Look(count, read, all, cancellation);
        RequireRanges(all);
        (Steps.LastOrDefault() as Normalise)?.Require(shape[0], Steps.Any(step => step is Scale));
        return new ImagePreprocessing([.. Steps.Select(step => Learnt(step, channels))], shape, all);
    }

    private (ImageExpectation All, Shape Shape, Moments[] Channels) Look(
        int count,
        Func<int, IImage> read,
        ImageExpectation? alike,
        CancellationToken cancellation
    )
    {
        bool learns = Steps.Any(step => step is Normalise { IsToLearn: true });
        var seen = new Seen[Math.Min(Block, count)];
        ImageExpectation? all = null;
        Shape? shape = null;
        Moments[] channels = [];
        for (int first = 0; first < count; first += Block)
        {
            int now = Math.Min(Block, count - first);
            var options = new ParallelOptions { CancellationToken = cancellation };
            ForEach(now, options, i => seen[i] = Look(read(first + i), alike, learns));
            foreach (var (like, outcome, moments) in seen.AsSpan(0, now))
            {
                all = all is null ? like : all.And(like);
                shape ??= outcome;
                RequireAlike(shape.Value, outcome);
                channels = channels is [] ? moments : [.. channels.Zip(moments, (a, b) => a.And(b))];
            }
        }
        return (all!, shape!.Value, channels);
    }

    internal static ImageTarget? TargetOf(ImmutableArray<ImageStep> steps)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case { IsPointwise: true } or Pad { Size: null }:
                    continue;
                case ResamplingStep { Antialias: false } or ResamplingStep { Filter: ResizeFilter.Nearest }:
                    return null;
                case Resize resize:
                    return new(resize.Size.Height, resize.Size.Width);
                case ShorterSide shorter:
                    return new(shorter.Size, shorter.Size);
                default:
                    return null;
            }
        }
        return null;
    }

    private static void ForEach(int count, ParallelOptions options, Action<int> body)
    {
        try
        {
            Parallel.For(0, count, options, body);
        }
        catch (AggregateException faults) when (faults.InnerExceptions.OfType<OslerException>().Any())
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(
                faults.InnerExceptions.OfType<OslerException>().First()
            );
        }
    }

    private readonly record struct Seen(ImageExpectation Like, Shape Shape, Moments[] Channels);

    private Seen Look(IImage image, ImageExpectation? alike, bool learns)
    {
        image = FileWindow.Begin(image, Steps);
        image = alike?.Taken(image) ?? image;
        using var planes = ImagePreprocessing.Prepare(image, Steps);
        var shape = ImagePreprocessing.ShapeOf(planes, image.Axes.Count == 3);
        var moments = new Moments[learns ? planes.Channels : 0];
        for (int channel = 0; channel < moments.Length; channel++)
            moments[channel] = Moments.Of(planes.Channel(channel));
        return new(ImageExpectation.Of(image), shape, moments);
    }

    private static ImageStep Learnt(ImageStep step, Moments[] channels)
    {
        if (step is not Normalise { IsToLearn: true } normalise)
            return step;
        var (means, deviations) = (new double[channels.Length], new double[channels.Length]);
        for (int channel = 0; channel < channels.Length; channel++)
        {
            (means[channel], deviations[channel]) = channels[channel].MeanAndDeviation();
            if (deviations[channel] == 0)
                deviations[channel] = 1;
        }
        return normalise with { Mean = [.. means], StandardDeviation = [.. deviations] };
    }

    private void RequireOrder()
    {
        int normalise = Steps.Count(step => step is Normalise);
        if (normalise > 1 || normalise == 1 && Steps[^1] is not Normalise)
            throw new RequestException(
                "A normalise step is there, and is not the last.",
                "preprocessing",
                "Put it at the end, once."
            );
        if (Steps.Skip(1).Any(step => step is FileWindow))
            throw new RequestException(
                "A file_window step is there, and is not the first.",
                "preprocessing",
                "Put it at the beginning, once: it takes the file's numbers as they are."
            );
    }

    private static void RequireAlike(Shape first, Shape other)
    {
        if (first == other)
            return;
        throw first[0] != other[0]
            ? new DataException(
                "Some training images are grey and some have three channels.",
                "preprocessing",
                "Add 'grey' or 'rgb' to the steps."
            )
            : new DataException(
                $"The training images come out of the steps in different sizes: {first} and {other}.",
                "preprocessing",
                "Add a step that sets the size: {resize: {size: 224}}."
            );
    }

    private void RequireRanges(ImageExpectation seen)
    {
        if (Steps.FirstOrDefault(step => step is Scale or Window or Equalise) is Window)
            return;
        if (seen.Ranges.Where(range => range.Unit is not null).Distinct().Skip(1).Any())
            throw new RequestException(
                $"The images measure in {seen.Ranges.First(range => range.Unit is not null).Unit}, each over a range of its own, so that the same number would be scaled differently.",
                "preprocessing",
                "State the window first, e.g. {window: {low: -160, high: 240}}."
            );
        if (seen.Ranges.Select(range => range.Unit).Distinct(StringComparer.Ordinal).Skip(1).Any())
            throw new RequestException(
                "Some images measure in a unit and some hold brightness.",
                "data",
                "Keep them in two studies."
            );
        if (
            seen.Ranges.Select(range => range with { IsGuessed = false }).Distinct().Skip(1).Any()
            && Steps.All(step => step is not Scale)
        )
            throw new RequestException(
                "The images have different ranges (8 and 16 bits, say), and nothing makes them alike.",
                "preprocessing",
                "Add 'scale' to the steps."
            );
    }
}
